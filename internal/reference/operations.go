package reference

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"autoencoder-dynamics/internal/reference/drawing"
)

// maxElements bounds how many elements are read: far more than any figure's, few enough to be paired with each other.
const maxElements = 5000

// ReadDrawing reads operations.jsonl.
func ReadDrawing(text []byte) (drawing.Drawing, error) {
	var d drawing.Drawing
	number := 0
	for line := range bytes.Lines(text) {
		number++
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if err := readLine(&d, line, number == 1); err != nil {
			return d, fmt.Errorf("line %d: %w", number, err)
		}
	}
	if number == 0 {
		return d, errors.New("the file is empty")
	}
	return d, nil
}

func readLine(d *drawing.Drawing, line []byte, isHeader bool) error {
	if isHeader {
		if err := json.Unmarshal(line, &d.Header); err != nil {
			return err
		}
		if d.Format != drawing.Format {
			return fmt.Errorf("format %d, expected %d", d.Format, drawing.Format)
		}
		return nil
	}
	var e drawing.Element
	if err := json.Unmarshal(line, &e); err != nil {
		return err
	}
	switch e.Operation {
	case drawing.Stroke, drawing.Fill, drawing.Text, drawing.Image:
	default:
		return fmt.Errorf("no operation is called %q", e.Operation)
	}
	for _, path := range e.Paths {
		if _, err := readPath(path); err != nil {
			return err
		}
	}
	if len(d.Elements) == maxElements {
		return fmt.Errorf("more than %d elements", maxElements)
	}
	d.Elements = append(d.Elements, e)
	return nil
}

// outline is a path's form and the places that fix it.
type outline struct {
	form   []byte // the letters of its parts: "MLLZ"
	points []place
}

// place is a point of the page.
type place struct{ x, y float64 }

// partNumbers is how many numbers follow the letter of a part; a curve has one more point than its controls, of which there are one or two.
func partNumbers(letter byte) (least, most int, ok bool) {
	switch letter {
	case 'M', 'L':
		return 2, 2, true
	case 'A':
		return 5, 5, true
	case 'C':
		return 4, 6, true
	case 'Z':
		return 0, 0, true
	}
	return 0, 0, false
}

// readPath reads a path as drawing.Element.Paths has it. An arc is fixed by its ends and its middle.
func readPath(text string) (outline, error) {
	var o outline
	for i := 0; i < len(text); {
		letter := text[i]
		least, most, ok := partNumbers(letter)
		if !ok {
			return o, fmt.Errorf("path %.40q: no part is called %q", text, letter)
		}
		numbers, next, err := readNumbers(text, i+1, most)
		if err == nil && len(numbers) < least {
			err = fmt.Errorf("%d numbers after %q, expected %d", len(numbers), letter, least)
		}
		if err != nil {
			return o, fmt.Errorf("path %.40q: %w", text, err)
		}
		o.form = append(o.form, letter)
		o.add(letter, numbers)
		i = next
	}
	return o, nil
}

func (o *outline) add(letter byte, n []float64) {
	if letter != 'A' {
		for i := 0; i+1 < len(n); i += 2 {
			o.points = append(o.points, place{n[i], n[i+1]})
		}
		return
	}
	for _, share := range []float64{0, 0.5, 1} {
		sin, cos := math.Sincos((n[3] + share*n[4]) * math.Pi / 180)
		o.points = append(o.points, place{n[0] + n[2]*cos, n[1] + n[2]*sin})
	}
}

// readNumbers reads at most most numbers, parted by spaces, up to the next letter of a part.
func readNumbers(text string, from, most int) (numbers []float64, next int, err error) {
	for i := from; ; {
		for i < len(text) && text[i] == ' ' {
			i++
		}
		start := i
		for i < len(text) && (text[i] == '-' || text[i] == '.' || text[i] >= '0' && text[i] <= '9') {
			i++
		}
		if start == i {
			return numbers, i, nil
		}
		x, err := strconv.ParseFloat(text[start:i], 64)
		if err != nil || math.IsInf(x, 0) || len(numbers) == most {
			return nil, 0, fmt.Errorf("%.20q isn't expected there", text[start:i])
		}
		numbers = append(numbers, x)
	}
}
