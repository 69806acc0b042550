// Package code computes the digest of the code that makes a result.
//
// The cache must know when the program has changed in a way that can change a
// result, and only then. The digest of a stage is therefore taken over the
// import closure, inside this module, of the package that implements it, over
// the versions of the modules that this closure is made of, directly or not, and
// over what go.mod says of the language. Comments, formatting and tests are left
// out: what is hashed is the syntax tree.
//
// Where one package holds many results (package figures: one file per figure),
// a root may name a symbol: then only the declarations that can be reached from
// that one count. Reachability goes by names, so it may take in too much where a
// local variable shadows a package-level name, and never too little: methods
// count with their type, and init functions, imports for their effect and
// variables whose values are computed by calls count always.
//
// The source is that which was compiled into the running program (see the
// module's root package), not what happens to lie on disk, so a binary that was
// copied elsewhere still knows what it is made of.
//
// Which modules stand behind the packages of other modules is written down in
// dependencies.txt, since their source isn't at hand. After a change of imports
// or of go.mod, run "go generate ./internal/engine/code"; a test tells when the
// file is out of date.
//
// The package reads source; it doesn't build, download or type-check anything.
// The standard library and the compiler are covered by the Go version, which
// the cache key holds separately.
package code

//go:generate go test -run ^TestDependenciesAreCurrent$ . -update
