package spectrum

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"autoencoder-dynamics/internal/npz"
)

// Both forms come back from their files as they were, and know the same of themselves.
func TestAnyOfBothForms(t *testing.T) {
	path := filepath.Join(t.TempDir(), "spectrum.npz")
	written := Spectrum{Eigenvalues: []float64{4, 2, 1, 1}}
	levels := written.Levels()
	for name, want := range map[string]Any{"eigenvalues": {Spectrum: written}, "levels": {Levels: &levels}} {
		if err := want.WriteFile(path); err != nil {
			t.Fatal(err)
		}
		got, err := ReadAny(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
		if dim, err := CheckAny(path); err != nil || dim != 4 {
			t.Errorf("%s: D = %v, %v", name, dim, err)
		}
		if got.Dim() != 4 || got.TotalVariance() != 8 || got.Variance() != 2 || !slices.Equal(got.PCAErrors(4), []float64{2, 1, 0.5, 0.25, 0}) {
			t.Errorf("%s: D = %v, tr Ω = %v, tr Ω/D = %v, %v", name, got.Dim(), got.TotalVariance(), got.Variance(), got.PCAErrors(4))
		}
	}
	infinite := Any{Levels: &Levels{Dim: math.Inf(1), Rates: []float64{0.5, 0}, Multiplicities: []float64{1, math.Inf(1)}, Shares: []float64{0.5, 0.5}}}
	if !math.IsInf(infinite.TotalVariance(), 1) || infinite.Variance() != 1 || !slices.Equal(infinite.PCAErrors(2), []float64{1, 0.5, 0.5}) {
		t.Errorf("tr Ω = %v, tr Ω/D = %v, %v", infinite.TotalVariance(), infinite.Variance(), infinite.PCAErrors(2))
	}
}

// What CheckAny lets pass before anything runs, ReadAny reads.
func TestAnyRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "spectrum.npz")
	column := func(name string, data ...float64) npz.Array {
		return npz.Array{Name: name, Shape: []int{len(data)}, Data: data}
	}
	for want, arrays := range map[string][]npz.Array{
		"above 0":     {column("eigenvalues", -1, -2)},
		"must decrea": {column("rates", 1, 2), column("multiplicities", 1, 1)},
		"eigenvalues": {column("lambda", 1)},
	} {
		if err := npz.WriteFile(path, arrays...); err != nil {
			t.Fatal(err)
		}
		_, err := ReadAny(path)
		if _, checked := CheckAny(path); err == nil || !strings.Contains(err.Error(), want) || fmt.Sprint(checked) != err.Error() {
			t.Errorf("ReadAny: %v, CheckAny: %v, want %q", err, checked, want)
		}
	}
	if _, err := ReadAny(path + "absent"); err == nil {
		t.Error("absent file: no error")
	}
	if _, err := CheckAny(path + "absent"); err == nil {
		t.Error("absent file: no error")
	}
}

func TestSingleModes(t *testing.T) {
	for want, n := range map[int][]float64{0: {2, 1, 1}, 1: {1, 3, 1}, 2: {1, 1, math.Inf(1)}, 3: {1, 1, 1}} {
		if got := (Levels{Multiplicities: n}).SingleModes(); got != want {
			t.Errorf("%v: %d, want %d", n, got, want)
		}
	}
}
