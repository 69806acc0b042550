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
	"autoencoder-dynamics/internal/npz/npztest"
	"autoencoder-dynamics/theory/pca"
)

// limit is a spectrum at D = ∞: two spikes of one rate, one of another, and a bulk.
func limit() Levels {
	return Levels{
		Dim: math.Inf(1), Rates: []float64{0.4, 0.1, 0}, Multiplicities: []float64{1, 2, math.Inf(1)}, Shares: []float64{0.4, 0.2, 0.4},
	}
}

func TestLevelsOfASpectrumAndBack(t *testing.T) {
	s := Spectrum{Eigenvalues: []float64{8, 4, 4, 1, 1, 1, 1, 0}}
	levels := s.Levels()
	want := Levels{Dim: 8, Rates: []float64{1, 0.5, 0.125, 0}, Multiplicities: []float64{1, 2, 4, 1}, Shares: []float64{1, 1, 0.5, 0}}
	if diff := cmp.Diff(want, levels); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if err := levels.Check(); err != nil {
		t.Error(err)
	}
	if back, err := levels.Spectrum(); err != nil || !slices.Equal(back.Eigenvalues, s.Eigenvalues) {
		t.Errorf("%v came back as %v, %v", s.Eigenvalues, back.Eigenvalues, err)
	}
	if levels.Variance() != s.TotalVariance()/8 {
		t.Errorf("variance per input %v", levels.Variance())
	}
	if got, want := levels.PCAErrors(100), pca.Errors(s.Eigenvalues); !slices.Equal(got, want) {
		t.Errorf("PCA errors %v, want %v", got, want)
	}
}

func TestPCAErrorsInTheLimit(t *testing.T) {
	got := limit().PCAErrors(5)
	for m, want := range []float64{1, 0.6, 0.5, 0.4, 0.4, 0.4} {
		if len(got) != 6 || math.Abs(got[m]-want) > 1e-15 {
			t.Fatalf("PCA errors %v; with %d components %v is left", got, m, want)
		}
	}
	if _, err := limit().Spectrum(); err == nil || !strings.Contains(err.Error(), "+Inf") {
		t.Errorf("an eigenvalue for each of infinitely many inputs: %v", err)
	}
}

func TestLevelsFileRoundTrip(t *testing.T) {
	for name, want := range map[string]Levels{
		"infinite": limit(),
		"large":    {Dim: 1e15, Rates: []float64{0.5, 5e-16}, Multiplicities: []float64{1, 1e15 - 1}, Shares: []float64{0.5, 5e-16 * (1e15 - 1)}},
	} {
		path := filepath.Join(t.TempDir(), "spectrum.npz")
		if err := want.WriteFile(path); err != nil {
			t.Fatal(err)
		}
		got, err := readLevelsFile(path)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v, -want +got\n%s", name, err, diff)
		}
		if holds, err := fileHoldsLevels(path); err != nil || !holds {
			t.Errorf("%s: holds levels %v, %v", name, holds, err)
		}
		for _, err := range []error{readError(ReadFile(path)), readError(checkFile(path))} {
			if err == nil || !strings.Contains(err.Error(), "levels") || !strings.Contains(err.Error(), "dim up to 100000") {
				t.Errorf("%s read as eigenvalues: %v", name, err)
			}
		}
	}
}

func readError[T any](_ T, err error) error { return err }

// Eigenvalues are read as levels, too.
func TestReadLevelsOfEigenvalues(t *testing.T) {
	path := filepath.Join(t.TempDir(), "spectrum.npz")
	if err := (Spectrum{Eigenvalues: []float64{3, 1, 1}}).WriteFile(path); err != nil {
		t.Fatal(err)
	}
	levels, err := readLevelsFile(path)
	if err != nil || !slices.Equal(levels.Multiplicities, []float64{1, 2}) || levels.Dim != 3 {
		t.Errorf("%+v, %v", levels, err)
	}
	if holds, err := fileHoldsLevels(path); err != nil || holds {
		t.Errorf("holds levels %v, %v", holds, err)
	}
}

// Somebody else's file needs rates and multiplicities only, where they say it all.
func TestReadLevelsFillsIn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "given.npz")
	rates, multiplicities := column("rates", 0.25, 1e-8), npz.Array{Name: "multiplicities", Shape: []int{2}, Data: []int64{2, 1e8 - 2}}
	if err := npz.WriteFile(path, rates, multiplicities); err != nil {
		t.Fatal(err)
	}
	levels, err := readLevelsFile(path)
	if err != nil || levels.Dim != 1e8 || !slices.Equal(levels.Shares, []float64{0.5, 1e-8 * (1e8 - 2)}) {
		t.Errorf("%+v, %v", levels, err)
	}
}

func column(name string, data ...float64) npz.Array {
	return npz.Array{Name: name, Shape: []int{len(data)}, Data: data}
}

func TestReadLevelsRefuses(t *testing.T) {
	infinity := math.Inf(1)
	for want, arrays := range map[string][]npz.Array{
		`"multiplicities"`:           {column("rates", 1)},
		`"shares" is missing`:        {column("rates", 1, 0), column("multiplicities", 1, infinity)},
		"2 rates, 1 mult":            {column("rates", 1, 0), column("multiplicities", 1)},
		"1 rates, 1 mult":            {column("rates", 1), column("multiplicities", 1), column("shares", 1, 1)},
		"level 2: rate 1 after 1":    {column("rates", 1, 1), column("multiplicities", 1, 1)},
		"level 1: rate -1":           {column("rates", -1), column("multiplicities", 1)},
		"level 1: rate +Inf":         {column("rates", infinity), column("multiplicities", 1)},
		"level 1: multiplicity 0.5":  {column("rates", 1), column("multiplicities", 0.5)},
		"level 1: share 3":           {column("rates", 1), column("multiplicities", 2), column("shares", 3)},
		"rate 1 of infinitely many":  {column("rates", 1), column("multiplicities", infinity), column("shares", 3)},
		"sum to 5, but dim is 6":     {column("rates", 1), column("multiplicities", 5), column("dim", 6)},
		"has 2 numbers":              {column("rates", 1), column("multiplicities", 5), column("dim", 6, 5)},
		"no share above 0":           {column("rates", 0), column("multiplicities", 5)},
		"shape [1 1]":                {{Name: "rates", Shape: []int{1, 1}, Data: []float64{1}}, column("multiplicities", 5)},
		"sum to 5, but dim is NaN":   {column("rates", 1), column("multiplicities", 5), column("dim", math.NaN())},
		"level 1: share NaN":         {column("rates", 1), column("multiplicities", 5), column("shares", math.NaN())},
		"level 1: multiplicity -Inf": {column("rates", 1), column("multiplicities", -infinity), column("shares", 1)},
	} {
		path := filepath.Join(t.TempDir(), "given.npz")
		npztest.WriteFile(t, path, arrays...)
		if _, err := readLevelsFile(path); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%v, want an error with the file and %q", err, want)
		}
	}
	if _, err := readLevelsFile("absent.npz"); err == nil {
		t.Error("absent file: no error")
	}
}

func ExampleSpectrum_Levels() {
	s := Spectrum{Eigenvalues: []float64{60, 20, 5, 5, 5, 5}}
	levels := s.Levels()
	fmt.Println("rates", levels.Rates)
	fmt.Println("multiplicities", levels.Multiplicities)
	// Output:
	// rates [10 3.3333333333333335 0.8333333333333334]
	// multiplicities [1 1 4]
}
