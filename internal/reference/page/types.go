package page

import (
	"image"
	"time"

	"autoencoder-dynamics/internal/reference"
)

// Page is all that the page of one figure shows.
type Page struct {
	Title      string
	Figure     string
	Variant    string
	Verdict    string
	Comparison reference.Comparison
	Old, New   Side
	Accept     string // the command line that makes the new figure the accepted one
}

// Side is one of the two figures.
type Side struct {
	Picture    *image.NRGBA
	Claims     []reference.Claim
	Provenance []Line
	When       time.Time
	Reason     string // of the accepted one
	History    []reference.Acceptance
}

// Line is a line of a list of digests and the like.
type Line struct{ Name, Value string }

// Index lists the pages of one run.
type Index struct {
	Profile string
	Figures []Entry
}

// Entry is a figure of the index.
type Entry struct {
	Figure, Title, File, Verdict string
	Findings                     int
}
