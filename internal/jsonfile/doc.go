// Package jsonfile writes the small JSON files beside the stages' results: every one of
// them indented, ended by a line feed, and the same bytes for the same value.
package jsonfile
