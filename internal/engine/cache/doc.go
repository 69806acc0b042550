// Package cache stores the results of stages: action → outputs → objects.
//
// An action is one stage with everything that can change its result. Its key
// is a digest; its manifest, a JSON file named by the key, lists the outputs by
// digest and holds the pre-image of the key. An object is a file named by the
// SHA-256 of its content, shared by all actions that yield those bytes.
//
//	actions/ab/<key>.json      manifests
//	objects/ab/<digest>        contents, read-only
//	scratch/<key>-*/           outputs of stages that run now
//	checkpoints/<key>/         saved state of stages that were interrupted
//	damaged/                   what no longer matched its digest, set aside
//	locks/                     one lock file an action, and one for gc
//	roots/                     which pipeline refers to which actions
//
// Writes are atomic: a file is written to a temporary name, synced, and renamed,
// the objects before the manifest that names them. What is read is checked
// against its digest; what doesn't match is set aside and treated as missing.
// Locks are the operating system's and end with their process, so a process
// that is killed leaves nothing that blocks others, and loses only what it was
// doing. docs/cache.md describes the format.
//
// Every access goes through a Disk, which nothing leads out of; Folder is the
// real one. Package faulty has disks that fail on demand.
//
// The package knows nothing of stages or pipelines beyond the bytes of a
// manifest's pre-image.
package cache
