// Package nearest finds the name that somebody most likely meant.
//
// It serves error messages: an unknown key, stage or setting is reported with
// the nearest right name. It knows nothing of what the names stand for.
package nearest
