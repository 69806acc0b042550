package figures

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"

	"autoencoder-dynamics/internal/table"
)

// withOverlaps adds overlaps.csv of two units and three components, at the times of curves: overlap(r, m, t) in replica
// r = 0, 1, … and the cosine of unit k with component m, cosine(r, k, m, t). A theory has replicas 0.
func (s stageFiles) withOverlaps(t *testing.T, replicas int, overlap func(r, m int, t float64) float64, cosine func(r, k, m int, t float64) float64) stageFiles {
	t.Helper()
	times := append([]float64{0}, floats.LogSpan(make([]float64, 41), 0.01, 100)...)
	var written table.Table
	add := func(name string, value func(r int, at float64) float64) {
		var column []float64
		for r := range max(replicas, 1) {
			for _, at := range times {
				column = append(column, value(r, at))
			}
		}
		written.Add(name, column)
	}
	if replicas > 0 {
		add("replica", func(r int, _ float64) float64 { return float64(r + 1) })
	}
	add("t", func(_ int, at float64) float64 { return at })
	for m := 1; m <= 3; m++ {
		add(fmt.Sprintf("overlap_%d", m), func(r int, at float64) float64 { return overlap(r, m, at) })
		for k := 1; k <= 2; k++ {
			add(fmt.Sprintf("cosine_%d_%d", k, m), func(r int, at float64) float64 { return cosine(r, k, m, at) })
		}
	}
	if err := table.WriteFile(filepath.Join(s.dir, "overlaps.csv"), written); err != nil {
		t.Fatal(err)
	}
	return s
}

// withLearning adds learning.csv: eigenvalues and the times at which the components were learnt, NaN where they weren't.
func (s stageFiles) withLearning(t *testing.T, eigenvalues, times []float64) stageFiles {
	t.Helper()
	text := "m,eigenvalue,t,final_overlap\n"
	for i, at := range times {
		written, overlap := fmt.Sprint(at), "1"
		if math.IsNaN(at) {
			written, overlap = "", "0"
		}
		text += strings.Join([]string{fmt.Sprint(i + 1), fmt.Sprint(eigenvalues[i]), written, overlap}, ",") + "\n"
	}
	if err := os.WriteFile(filepath.Join(s.dir, "learning.csv"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return s
}

// withColumns adds a table of the stage's.
func (s stageFiles) withColumns(t *testing.T, file string, names []string, columns [][]float64) stageFiles {
	t.Helper()
	if err := table.WriteFile(filepath.Join(s.dir, file), table.Table{Names: names, Columns: columns}); err != nil {
		t.Fatal(err)
	}
	return s
}
