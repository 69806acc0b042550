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
	"autoencoder-dynamics/theory/pca"
)

// turned returns the eigenvectors (cos, sin; −sin, cos) of two dimensions.
func turned(angle float64) []float64 {
	c, s := math.Cos(angle), math.Sin(angle)
	return []float64{c, -s, s, c}
}

func TestNewSorts(t *testing.T) {
	for name, c := range map[string]struct {
		values, vectors []float64
		want            Spectrum
	}{
		"in order":       {[]float64{3, 2, 2}, nil, Spectrum{Eigenvalues: []float64{3, 2, 2}}},
		"as eigh":        {[]float64{1, 2}, []float64{0.6, 0.8, -0.8, 0.6}, Spectrum{Eigenvalues: []float64{2, 1}, Eigenvectors: []float64{0.8, 0.6, 0.6, -0.8}}},
		"without":        {[]float64{1, 3, 2}, nil, Spectrum{Eigenvalues: []float64{3, 2, 1}, Order: []int{1, 2, 0}}},
		"rounded to < 0": {[]float64{1, -1e-12}, nil, Spectrum{Eigenvalues: []float64{1, 0}}},
	} {
		got, err := New(c.values, c.vectors)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		values, vectors []float64
		want            string
	}{
		"none":           {nil, nil, "no eigenvalue above 0"},
		"zero":           {[]float64{0, 0}, nil, "no eigenvalue above 0"},
		"negative":       {[]float64{1, -0.1}, nil, "eigenvalue 2 is -0.1"},
		"NaN":            {[]float64{1, math.NaN()}, nil, "eigenvalue 2 is NaN"},
		"infinite":       {[]float64{math.Inf(1)}, nil, "eigenvalue 1 is +Inf"},
		"not square":     {[]float64{2, 1}, []float64{1, 0, 0}, "not 2×2"},
		"not unit":       {[]float64{2, 1}, []float64{1, 0, 0, 2}, "eigenvector 2 (a column) has the squared length 4"},
		"not orthogonal": {[]float64{2, 1}, []float64{1, 1, 0, 0}, "eigenvectors 1 and 2"},
		"vector NaN":     {[]float64{2, 1}, []float64{1, 0, 0, math.NaN()}, "NaN"},
	} {
		if _, err := New(c.values, c.vectors); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
}

func TestTotals(t *testing.T) {
	s := Spectrum{Eigenvalues: []float64{8, 3, 1}}
	if s.TotalVariance() != 12 || s.Dim() != 3 || !s.IsDiagonal() || (Spectrum{Order: []int{1, 0}}).IsDiagonal() {
		t.Error("total variance 12 in 3 dimensions was expected")
	}
}

// Eigenvalues of very many coordinates may come in any order: nothing of the size D×D is made of them.
func TestLargeUnsortedSpectrum(t *testing.T) {
	const dim = 100_000
	values := make([]float64, dim)
	for i := range values {
		values[i] = float64(1 + i)
	}
	s, err := New(values, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "spectrum.npz")
	if err := s.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	read, err := ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := read.ToEigenbasis(values); !slices.Equal(got, s.Eigenvalues) || !slices.Equal(read.FromEigenbasis(got), values) {
		t.Error("the permutation and back isn't the identity")
	}
}

func TestRotations(t *testing.T) {
	s := Spectrum{Eigenvalues: []float64{2, 1}, Eigenvectors: turned(0.3)}
	first := []float64{math.Cos(0.3), math.Sin(0.3)} // the first eigenvector
	w := append(slices.Clone(first), 5, -7)
	inBasis := s.ToEigenbasis(w)
	if math.Abs(inBasis[0]-1) > 1e-15 || math.Abs(inBasis[1]) > 1e-15 {
		t.Errorf("the first eigenvector became %v, want (1, 0)", inBasis[:2])
	}
	for i, v := range s.FromEigenbasis(inBasis) {
		if math.Abs(v-w[i]) > 1e-14 {
			t.Errorf("there and back: weight %d is %v, was %v", i, v, w[i])
		}
	}
	// Eigenvalues given in another order and no eigenvectors: the data's coordinates keep the given order.
	permuted, err := New([]float64{1, 3, 2}, nil)
	if err != nil {
		t.Fatal(err)
	}
	given := []float64{10, 30, 20, 1, 3, 2}
	got := permuted.ToEigenbasis(given)
	if !slices.Equal(got, []float64{30, 20, 10, 3, 2, 1}) || !slices.Equal(permuted.FromEigenbasis(got), given) {
		t.Errorf("%v, want 30 20 10 3 2 1", got)
	}
	same := Spectrum{Eigenvalues: []float64{2, 1}}
	copied := same.ToEigenbasis(w)
	copied[0]++
	if w[0] == copied[0] {
		t.Error("the result shares memory with the argument")
	}
}

func TestFileRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "spectrum.npz")
	for _, want := range []Spectrum{
		{Eigenvalues: []float64{2, 0}},
		{Eigenvalues: []float64{2, 1}, Eigenvectors: turned(1)},
		{Eigenvalues: []float64{4, 2, 1}, Order: []int{2, 0, 1}},
	} {
		if err := want.WriteFile(path); err != nil {
			t.Fatal(err)
		}
		got, err := ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	}
}

func TestReadFileOfStrangers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "given.npz")
	twoValues := npz.Array{Name: "eigenvalues", Shape: []int{2}, Data: []float64{1, 4}}
	for name, c := range map[string]struct {
		arrays []npz.Array
		want   string
	}{
		"integers":         {[]npz.Array{{Name: "eigenvalues", Shape: []int{2}, Data: []int64{1, 4}}}, ""},
		"float32":          {[]npz.Array{{Name: "eigenvalues", Shape: []int{1}, Data: []float32{0.1}}}, ""},
		"another name":     {[]npz.Array{{Name: "lambda", Shape: []int{1}, Data: []float64{1}}}, `"lambda"`},
		"two dimensions":   {[]npz.Array{{Name: "eigenvalues", Shape: []int{1, 1}, Data: []float64{1}}}, "one dimension"},
		"wrong vectors":    {[]npz.Array{{Name: "eigenvalues", Shape: []int{1}, Data: []float64{1}}, {Name: "eigenvectors", Shape: []int{1, 2}, Data: []float64{1, 0}}}, "1×1 is needed"},
		"not a covariance": {[]npz.Array{{Name: "eigenvalues", Shape: []int{1}, Data: []float64{-1}}}, "above 0"},
		"order":            {[]npz.Array{twoValues, {Name: "order", Shape: []int{2}, Data: []int64{0, 1}}}, ""},
		"twice":            {[]npz.Array{twoValues, {Name: "order", Shape: []int{2}, Data: []int64{1, 1}}}, "each number from 0 to 1"},
		"out of range":     {[]npz.Array{twoValues, {Name: "order", Shape: []int{2}, Data: []int64{0, 2}}}, `"order" has 2`},
		"short order":      {[]npz.Array{twoValues, {Name: "order", Shape: []int{1}, Data: []int64{0}}}, "2 numbers are needed"},
		"both":             {[]npz.Array{twoValues, {Name: "order"}, {Name: "eigenvectors"}}, "both"},
	} {
		for i := range c.arrays {
			if c.arrays[i].Data == nil {
				c.arrays[i].Data = []float64{0}
			}
		}
		if err := npz.WriteFile(path, c.arrays...); err != nil {
			t.Fatal(err)
		}
		_, err := ReadFile(path)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || strings.Count(err.Error(), path) != 1) {
			t.Errorf("%s: error %v, want one with the path and %q", name, err, c.want)
		}
		dim, checkErr := checkFile(path)
		if fmt.Sprint(checkErr) != fmt.Sprint(err) || checkErr == nil && dim != c.arrays[0].Shape[0] {
			t.Errorf("%s: checkFile says D = %d, %v, ReadFile %v", name, dim, checkErr, err)
		}
	}
}

// An order is that of the eigenvalues as the file has them.
func TestReadOrderOfUnsorted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "given.npz")
	for _, c := range []struct {
		values []float64
		order  []int64
		want   []int
	}{
		{[]float64{1, 3, 2}, []int64{2, 0, 1}, nil},
		{[]float64{1, 3, 2}, []int64{0, 2, 1}, []int{2, 1, 0}},
		{[]float64{3, 2, 1}, []int64{0, 1, 2}, nil},
	} {
		err := npz.WriteFile(path, npz.Array{Name: "eigenvalues", Shape: []int{3}, Data: c.values}, npz.Array{Name: "order", Shape: []int{3}, Data: c.order})
		if err != nil {
			t.Fatal(err)
		}
		s, err := ReadFile(path)
		if err != nil || !slices.Equal(s.Order, c.want) || !slices.Equal(s.Eigenvalues, []float64{3, 2, 1}) {
			t.Errorf("%v, order %v: %+v, %v", c.values, c.order, s, err)
		}
	}
}

func ExampleNew() {
	s, err := New([]float64{2, 4, 3}, nil) // variances of three coordinates
	fmt.Println(s.Eigenvalues, s.Order, err)
	fmt.Println(s.ToEigenbasis([]float64{20, 40, 30}))
	// Output:
	// [4 3 2] [1 2 0] <nil>
	// [40 30 20]
}

// FuzzNew: what New takes is decreasing from a finite number down to 0, and so are its PCA errors.
func FuzzNew(f *testing.F) {
	f.Add(1.0, 2.0, 0.5)
	f.Add(-1e-9, math.Inf(1), 0.0)
	f.Fuzz(func(t *testing.T, a, b, c float64) {
		s, err := New([]float64{a, b, c}, nil)
		if err != nil {
			return
		}
		left := pca.Errors(s.Eigenvalues)
		for m, e := range left {
			if !(e >= 0) || math.IsInf(e, 0) || m > 0 && e > left[m-1] {
				t.Fatalf("PCA errors %v of %v", left, s.Eigenvalues)
			}
		}
	})
}
