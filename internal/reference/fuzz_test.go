package reference_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"testing"

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
	f.Add([]byte(`{"format":1,"width":9,"height":8}` + "\n" + `{"op":"text","panel":"a","text":"t","font":"Sans","size":8,"angle":90,"x":1,"y":2,"color":"#000000"}`))
	f.Add([]byte(`{"format":1}` + "\n" + `{"op":"fill","series":"s","color":"#0072b2","width":1.1,"dashes":[1,2],"paths":["M1 2L3 4Z","M1 2"]}`))
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
	m := manifest("sample")
	m.Format, m.Files = reference.Format, map[string]string{"data.csv": "0"}
	text, err := json.Marshal(m)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text, []byte(`{"panels":[{"letter":"a","x":{}}]}`), []byte(`{"claims":[{"measured":null}]}`), []byte("panel,series,x,y,low,high,value\na,s,1,2,,,\n"), []byte(`{"format":1}`))
	f.Fuzz(func(t *testing.T, manifest, summary, claims, series, operations []byte) {
		files := map[string][]byte{
			"figure.json": summary, "claims.json": claims, "data.csv": series, "operations.jsonl": operations, "picture.png": dot,
		}
		if a, err := reference.ReadFiles(reference.Sealed(manifest, files), "quick", "sample"); err == nil {
			reference.Compare(a.Content, a.Content)
		}
		files["manifest.json"] = manifest
		if _, err := reference.ReadFiles(files, "quick", "sample"); err == nil && len(manifest) < 64 {
			t.Error("a folder whose manifest can't hold its digests was read")
		}
	})
}

// dot is a picture of one pixel.
var dot = func() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 1, 1))); err != nil {
		panic(err)
	}
	return b.Bytes()
}()
