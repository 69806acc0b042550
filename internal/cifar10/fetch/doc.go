// Package fetch downloads one large file of known size and digest, from
// servers and lines that can't be relied on.
//
// [Fetch] tries the mirrors in order. It goes on where an earlier download
// stopped (HTTP Range), starts over where the server doesn't do that, tries
// again with growing pauses after stalls, truncation and 5xx answers (and waits
// as long as Retry-After says), and checks the SHA-256 before the file appears under its
// name. What has arrived is kept in a .part file beside it, also when the program is
// stopped. Two processes never write the same .part: the second waits for the first.
//
// A machine without network is told apart from trouble midway: when no mirror
// could be connected to, Fetch gives up within a few seconds with [ErrUnreachable].
//
// The digest makes any mirror as good as the official address, and whatever
// a server sends that isn't the file is refused. Redirects are followed up to ten times, but
// never from https to http, nor to what isn't the web. Whatever a server does, the number of requests, the bytes
// of an answer's header and body and the time without progress are bounded; a transfer that is too slow to end is
// given up. Errors hold nothing of an answer that a terminal would obey.
//
// Nothing is written through links: one in place of the .part or .lock file is an error. The folder itself may be
// one, where a user keeps data elsewhere.
//
// The package knows nothing of CIFAR10 and of stages, and doesn't unpack anything.
package fetch
