// Package bounds measures what the machine can do at most: floating-point operations in
// registers, and streams of bytes from a cache or from memory. Benchmarks compare their
// rates with these, measured in the same run on the same machine; nothing else imports it.
//
// Where there is no assembly (other architectures, tag purego) all bounds are 0: not known.
package bounds
