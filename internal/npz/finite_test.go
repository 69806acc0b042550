package npz

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// No number that isn't finite gets into a file, but a size without limit.
func TestWriteRefusesWhatIsNotFinite(t *testing.T) {
	nan, infinity := math.NaN(), math.Inf(1)
	for want, array := range map[string]Array{
		`array "W": the element at [1 0 2] of the shape [2 2 3] is NaN`:  {Name: "W", Shape: []int{2, 2, 3}, Data: []float64{0, 1, 2, 3, 4, 5, 6, 7, nan, 9, 10, 11}},
		`array "t": the element at [] of the shape [] is +Inf`:           {Name: "t", Shape: []int{}, Data: []float64{infinity}},
		`array "images": the element at [0 1] of the shape [1 2] is -In`: {Name: "images", Shape: []int{1, 2}, Data: []float32{1, float32(-infinity)}},
		`array "dim": the element at [0] of the shape [1] is NaN`:        {Name: "dim", Shape: []int{1}, Data: Sizes{nan}},
		`array "dim": the element at [0] of the shape [1] is -Inf`:       {Name: "dim", Shape: []int{1}, Data: Sizes{-infinity}},
	} {
		path := filepath.Join(t.TempDir(), "a.npz")
		if err := WriteFile(path, array); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("error %v, want one with the file and %q", err, want)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s: a file was left behind", want)
		}
	}
	file := opened(t, written(t, Array{Name: "dim", Shape: []int{2}, Data: Sizes{infinity, 3}}))
	if got, _, err := file.Float64("dim"); err != nil || got[0] != infinity || got[1] != 3 {
		t.Errorf("sizes %v (%v)", got, err)
	}
}
