// Package progress shows what a run of the pipeline is doing.
//
// The engine tells a [Display] that a stage starts, moves, ends, was found in
// the cache or can't run; [New] picks how that is shown:
//
//   - on a terminal, one bar for each running stage with the share done, the
//     rate and the time left, and below them how many of all stages are done; a stage that has ended leaves one plain line above the bars;
//     a long line is wrapped at its blanks;
//   - elsewhere (a file, a pipe, CI), one line when a stage starts, one when it
//     ends, and at most one progress line every ten seconds between them;
//   - quiet: only warnings and failures;
//   - JSON: one object a line, for scripts.
//
// A rate is counted from the first mark of progress on, since a stage reads its
// inputs before, and over the last twenty seconds at most: over fewer where the
// speed has changed. A time left is stated once the speed is steady and two per
// cent of the work are done, or half a per cent after ten seconds, or less after a
// minute; and at whatever speed, once ten per cent are done after ten seconds.
//
// The package writes to one writer and reads neither the environment nor the
// clock of its own accord: both come in through [Options]. It decides nothing
// about the run, and knows nothing of what stages compute.
//
// # The JSON lines
//
// Every object has "event" (one of the names below) and "time" (RFC 3339, UTC).
// Further members by event; seconds are floating-point numbers:
//
//	stages       total: how many stages the run consists of
//	start        stage, kind
//	progress     stage, kind, done, seconds; where they are known also total, unit,
//	             fraction (0…1), rate (units a second), seconds_left;
//	             at most one a second for each stage
//	note         stage, kind, text
//	ran          stage, kind, seconds, output_bytes
//	cached       stage, kind
//	failed       stage, kind, seconds, text (the error)
//	interrupted  stage, kind, seconds
//	skipped      stage, kind, text (because of what)
//	warning      text
//	info         text
//
// New members and new events may be added; a reader should pass over what it
// doesn't know.
package progress
