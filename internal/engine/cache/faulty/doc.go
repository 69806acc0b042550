// Package faulty is a disk for caches that fails on demand, for tests: it wraps
// another disk, counts what the cache does to it, and at one of these steps kills
// the process, returns an error, or loses power.
//
// The steps have names, one word and the file: "mkdir objects/ab", "create
// actions/ab/.new-X", "write …", "chmod …", "sync …", "close …", "rename … → …",
// "remove …", "syncdir objects/ab", "append …" (a file is opened to be synced),
// "lock locks/gc". A tree is removed entry by entry, each a step.
// Reading ("open", "lstat", "readdir") counts only where a plan says so.
//
// # As text
//
// A process under test takes its plan from a variable; the test binary of package
// pipeline does so from PIPELINE_TEST_FAULTS. It is a list of words:
//
//	at=17                 the step, counted from 1; at=0 lets nothing fail
//	do=kill-before        the process dies before the step
//	do=kill-after         … after it
//	do=kill-middle        … with half of the bytes written; elsewhere like kill-after
//	do=power              the step is done, half done or not done, as the seed has it;
//	                      then what wasn't made durable is lost, and the process dies
//	do=error:ENOSPC       the step fails: a write leaves half of its bytes, anything else
//	                      isn't done (EIO EROFS EMFILE EACCES EDQUOT likewise)
//	for=ever              every step from there on fails so; without it only the one
//	seed=3                for do=power: what is lost
//	reads=yes             count reading as steps too, and let it fail
//	log=FILE              append a line for every step before it is done: its number and
//	                      its name, and for the one that fails also what happens: "17 rename a → b ! power"
//
// Several goroutines of a program write at once, so the same number isn't the
// same step in every run.
//
// # Loss of power
//
// What isn't synced may be lost, or not, each thing by itself: of a file that was
// written to since its last sync all may be there, nothing, the first part, or zeros; of a name
// in a folder (made, renamed to, removed, replaced) any of the states that it had since the
// folder's last sync may be found. That is more than most file systems lose: they keep
// an order between names that this disk doesn't. What stages wrote to their
// scratch folders themselves, not through the disk, counts as never synced.
package faulty
