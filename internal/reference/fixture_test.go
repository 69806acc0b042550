package reference_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"image/png"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/canvas"
	"autoencoder-dynamics/internal/reference"
)

// sample is a figure as those of the paper are: a learning curve with its simulation and the PCA errors on logarithmic
// axes, and a spectrum on linear ones.
func sample() *figure.Built {
	var t, theory, mean, low, high []float64
	for i := range 41 {
		x := math.Pow(10, float64(i)/10-1)
		y := 0.05 + 0.9/(1+x/20)
		t, theory = append(t, x), append(theory, y)
		noise := 0.004 * math.Sin(float64(7*i))
		mean, low, high = append(mean, y+noise), append(low, y+noise-0.01), append(high, y+noise+0.01)
	}
	return &figure.Built{
		Name: "sample", Title: "A sample", Caption: "*K* = 4.", Alt: "A line and markers.",
		Width: figure.DoubleColumn, Grid: figure.Grid{Columns: []float64{1, 1}, Rows: []float64{1.8}},
		Panels: []figure.Panel{
			{Title: "erf", X: figure.Axis{Label: "*t*", Scale: figure.Log}, Y: figure.Axis{Label: "pmse"},
				Series: []figure.Series{
					{Name: "theory", Role: figure.Theory, X: t, Y: theory},
					{Name: "SGD", Role: figure.SGD, X: t, Y: mean, Low: low, High: high, Replicas: 5},
				},
				References: []figure.Reference{{At: 0.05, Label: "*E*_{4}"}}},
			{Title: "order parameter", X: figure.Axis{Label: "*t*"}, Y: figure.Axis{Label: "*Q*"}, Place: figure.Place{Column: 1},
				Series: []figure.Series{
					{Name: "Q_1_1", Role: figure.Theory, Color: "unit 1", X: t, Y: slices.Clone(theory)},
					{Name: "Q_2_2", Role: figure.Theory, Color: "unit 2", X: t, Y: slices.Clone(mean)},
				}},
		},
		Legend: []figure.Entry{{Text: "theory", Role: figure.Theory}, {Text: "SGD", Role: figure.SGD}},
		Claims: []figure.Claim{figure.AtMost("stays close", 0.02, 0.03, "")},
	}
}

// content makes of a figure what a run and ReadOutputs would.
func content(t *testing.T, b *figure.Built) reference.Content {
	t.Helper()
	c, err := reference.ReadOutputs(func(name string) ([]byte, bool, error) {
		text, ok := outputs(t, b)[name]
		if !ok {
			return nil, false, nil
		}
		content, err := text()
		return content, true, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var built struct {
	sync.Once
	reference.Content
}

// asBuilt is the content of the sample, made once: rasters take a while.
func asBuilt(t *testing.T) reference.Content {
	t.Helper()
	built.Do(func() { built.Content = content(t, sample()) })
	return built.Content
}

// outputs are the files of a plot stage that matter here, made when they are asked for.
func outputs(t *testing.T, b *figure.Built) map[string]func() ([]byte, error) {
	style := figure.NewStyle()
	return map[string]func() ([]byte, error){
		figure.DataFile:           func() ([]byte, error) { return figure.Data(b) },
		figure.SummaryFile:        func() ([]byte, error) { return json.Marshal(figure.Summarize(b, style)) },
		figure.ClaimsFile:         func() ([]byte, error) { return json.Marshal(map[string]any{"claims": b.Claims}) },
		figure.PictureFile("png"): func() ([]byte, error) { return rastered(b, style) },
		figure.OperationsFile: func() ([]byte, error) {
			var operations bytes.Buffer
			err := figure.Record(b, style).Write(&operations)
			return operations.Bytes(), err
		},
	}
}

// rastered is the picture as figure.Render makes it, compressed in less time.
func rastered(b *figure.Built, s figure.Style) ([]byte, error) {
	surface := canvas.NewPNG(figure.Size(b, s))
	figure.Draw(b, s, surface)
	var file bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	err := encoder.Encode(&file, surface.Image())
	return file.Bytes(), err
}

// accepted is the content as it comes back from the folder of an accepted figure.
func accepted(t *testing.T, c reference.Content) reference.Content {
	t.Helper()
	store := reference.Store{Dir: t.TempDir()}
	if err := store.Accept(manifest("sample"), c); err != nil {
		t.Fatal(err)
	}
	a, err := store.Read("quick", "sample")
	if err != nil {
		t.Fatal(err)
	}
	return a.Content
}

func manifest(name string) reference.Manifest {
	return reference.Manifest{
		Figure: name, Variant: "quick", Profile: "quick", Reason: "the first",
		Outputs: map[string]string{"data.csv": "0"}, Code: "1",
	}
}

// changed is the sample with a change.
func changed(change func(b *figure.Built)) *figure.Built {
	b := sample()
	change(b)
	return b
}

func mustJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// written is the content of the files that a plot stage really writes.
func written(t *testing.T, b *figure.Built) reference.Content {
	t.Helper()
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	if err := figure.Write(b, figure.NewStyle(), path, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	c, err := reference.ReadOutputs(func(name string) ([]byte, bool, error) {
		text, err := os.ReadFile(path(name))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, false, nil
		}
		return text, true, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
