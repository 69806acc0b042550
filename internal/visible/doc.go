// Package visible keeps what a terminal acts on out of texts that came from elsewhere: names,
// values, paths and errors of files and people. An escape sequence can clear the screen,
// write to the clipboard or hide a line; a mark of writing direction can show a line backwards.
//
// Line feeds and tabs stay; every other control character and every such mark becomes U+FFFD,
// in JSON its escape, which reads back as the same text.
package visible
