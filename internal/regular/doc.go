// Package regular opens files that somebody else may have put there. What isn't a
// regular file is refused, and never waited for: a FIFO blocks whoever opens it until another
// process writes, and a device may never end. [ReadFile] also bounds what is read.
//
// Links are followed: a user may keep data elsewhere. Whoever writes must look for links itself.
package regular
