package drawing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// Format is the version of the files that Write writes.
const Format = 1

// Drawing is all that was drawn. Lengths are points, y points upwards.
type Drawing struct {
	Header
	Elements []Element
}

// Header is the first line of a file.
type Header struct {
	Format int     `json:"format"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// Operation is what an element is.
type Operation string

// The operations.
const (
	Stroke Operation = "stroke"
	Fill   Operation = "fill"
	Text   Operation = "text"
	Image  Operation = "image"
)

// Element is a text, an image, or all shapes of one part of the figure that are drawn alike.
type Element struct {
	Operation Operation `json:"op"`
	Panel     string    `json:"panel,omitempty"`  // "a", "a′"; "" outside of all panels
	Series    string    `json:"series,omitempty"` // "" for what belongs to no series
	Color     string    `json:"color,omitempty"`  // "#rrggbb", or "#rrggbbaa" where it lets something through
	Width     float64   `json:"width,omitempty"`  // of a stroke
	Dashes    []float64 `json:"dashes,omitempty"`

	// Paths are what is stroked or filled, written as in SVG: "M1.5 2L3 4Z", cubic curves "C", and "A x y r from sweep"
	// for an arc about a centre, its angles in degrees.
	Paths []string `json:"paths,omitempty"`

	Text  string  `json:"text,omitempty"` // in Unicode: "E₄"
	Font  string  `json:"font,omitempty"`
	Size  float64 `json:"size,omitempty"`  // of the text's font
	Angle float64 `json:"angle,omitempty"` // of the text, anticlockwise in degrees

	X       float64 `json:"x,omitempty"` // where a text begins, or an image has its lower left corner
	Y       float64 `json:"y,omitempty"`
	W       float64 `json:"w,omitempty"` // size of an image
	H       float64 `json:"h,omitempty"`
	Columns int     `json:"columns,omitempty"` // pixels of an image
	Rows    int     `json:"rows,omitempty"`
	Mean    []uint8 `json:"mean,omitempty"` // mean red, green and blue of Blocks×Blocks parts of an image, row by row
}

// Blocks is into how many parts an image is divided along each side.
const Blocks = 8

// Write writes the drawing as JSON Lines: the header, then one element a line.
func (d Drawing) Write(w io.Writer) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	d.Format = Format
	err := encoder.Encode(d.Header)
	for i := 0; err == nil && i < len(d.Elements); i++ {
		err = encoder.Encode(d.Elements[i])
	}
	if err == nil {
		_, err = w.Write(b.Bytes())
	}
	if err != nil {
		return fmt.Errorf("write what was drawn: %w", err)
	}
	return nil
}
