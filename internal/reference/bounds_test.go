package reference_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"autoencoder-dynamics/internal/reference"
)

// Drawings that were made to take long are compared, or refused, in bounded time.
func TestDrawingsTakeBoundedTime(t *testing.T) {
	drawing := func(elements ...string) []byte { return []byte(`{"format":1}` + "\n" + strings.Join(elements, "\n")) }
	repeated := func(element string, n int) []string { return strings.Split(strings.Repeat(element+"\n", n), "\n")[:n] }
	long := "M0 0" + strings.Repeat("L9 9L1 3", 1000)
	for name, pair := range map[string][2][]byte{
		"texts":      {drawing(repeated(`{"op":"text","text":"x","size":1}`, 1200)...), drawing(repeated(`{"op":"text","text":"y","size":1}`, 1200)...)},
		"shapes":     {drawing(repeated(`{"op":"fill","color":"#000000"}`, 1200)...), drawing(repeated(`{"op":"fill","color":"#ffffff"}`, 1200)...)},
		"long lines": {drawing(repeated(`{"op":"stroke","paths":["`+long+`"]}`, 80)...), drawing(repeated(`{"op":"stroke","paths":["`+long+`L5 50"]}`, 80)...)},
	} {
		old, err := reference.ReadDrawing(pair[0])
		if err != nil {
			t.Fatal(err)
		}
		now, err := reference.ReadDrawing(pair[1])
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if findings := reference.CompareDrawings(old, now, nil); len(findings) == 0 {
			t.Errorf("%s: no difference", name)
		}
		if took := time.Since(began); took > 4*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
	if _, err := reference.ReadDrawing(drawing(repeated(`{"op":"fill"}`, 5001)...)); err == nil || !strings.Contains(err.Error(), "more than 5000") {
		t.Errorf("5001 elements: %v", err)
	}
}

// A picture that claims far more pixels than an accepted figure's isn't decoded.
func TestAcceptedPicturesAreBounded(t *testing.T) {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	claimed := picture.Bytes()
	binary.BigEndian.PutUint32(claimed[16:], 2500) // width and height, in the header
	binary.BigEndian.PutUint32(claimed[20:], 2000)
	binary.BigEndian.PutUint32(claimed[29:], crc32.ChecksumIEEE(claimed[12:29]))
	files := map[string][]byte{
		"figure.json": []byte("{}"), "claims.json": []byte("{}"), "data.csv": []byte("panel,series,x,y,low,high,value\n"),
		"operations.jsonl": []byte(`{"format":1}`), "picture.png": claimed,
	}
	m := manifest("sample")
	m.Format = reference.Format
	_, err := reference.ReadFiles(reference.Sealed([]byte(mustJSON(t, m)), files), "quick", "sample")
	if want := fmt.Sprintf("%d by %d pixels are no picture", 2500, 2000); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error is %v, want one that says %q", err, want)
	}
}
