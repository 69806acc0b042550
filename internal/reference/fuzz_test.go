package reference_test

import (
	"bytes"
	"encoding/json"
	"image"
	"os"
	"path/filepath"
	"testing"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/reference"
)

func FuzzReadSeries(f *testing.F) {
	f.Add([]byte("panel,series,x,y,low,high\na,theory,1,0.5,,\na,E₄,,0.1,,\n"))
	f.Add([]byte("panel,series,x,y,low,high,value\na,\"overlap, all\",1,0.5,,,NaN\n"))
	f.Add([]byte("series,panel,high,low,y,x\n\"\n"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, text []byte) {
		all, err := reference.ReadSeries(text)
		if err != nil {
			return
		}
		c := reference.Content{Series: all, Picture: image.NewNRGBA(image.Rect(0, 0, 1, 1))}
		reference.Compare(c, c)
	})
}

func FuzzReadDrawing(f *testing.F) {
	var b bytes.Buffer
	if err := figure.Record(sample(), figure.NewStyle()).Write(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte(`{"format":1}` + "\n" + `{"op":"stroke","paths":["M1 2L3 4C1 2 3 4 5 6A1 1 1 0 360Z"]}` + "\n" + `{"op":"image","mean":"AAAA"}`))
	f.Add([]byte(`{"format":1}` + "\n" + `{"op":"stroke","paths":["M1"]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := reference.ReadDrawing(text)
		if err != nil {
			return
		}
		if findings := reference.CompareDrawings(d, d, nil); len(findings) > 0 {
			t.Errorf("a drawing differs from itself: %v", findings)
		}
	})
}

func FuzzReadFolder(f *testing.F) {
	text, err := json.Marshal(manifest("sample"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text, []byte(`{"panels":[{"letter":"a","x":{}}]}`), []byte(`{"claims":[{"measured":null}]}`))
	f.Fuzz(func(t *testing.T, manifest, summary, claims []byte) {
		store := reference.Store{Dir: t.TempDir()}
		dir := filepath.Join(store.Dir, "quick", "sample")
		if err := os.MkdirAll(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		for name, content := range map[string][]byte{
			"manifest.json": manifest, "figure.json": summary, "claims.json": claims,
			"data.csv": []byte("panel,series,x,y,low,high\n"), "operations.jsonl": []byte("{}"), "picture.png": []byte("PNG"),
		} {
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := store.Read("quick", "sample"); err == nil {
			t.Error("a folder whose picture is none was read")
		}
		_, _ = store.Manifest("quick", "sample")
	})
}
