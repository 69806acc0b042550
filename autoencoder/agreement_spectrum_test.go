package autoencoder_test

import (
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// imageEigenvalues returns those of CIFAR10's greyscale images, D = 1024.
func imageEigenvalues(t *testing.T) []float64 {
	t.Helper()
	table, err := os.ReadFile(filepath.Join("..", "theory", "testdata", "cifar10-eigenvalues.csv"))
	if err != nil {
		t.Fatal(err)
	}
	var eigenvalues []float64
	for _, cell := range strings.Fields(string(table))[1:] {
		rho, err := strconv.ParseFloat(cell, 64)
		if err != nil {
			t.Fatal(err)
		}
		eigenvalues = append(eigenvalues, rho)
	}
	return eigenvalues
}

// On normal inputs with the covariance of images, where no two eigenvalues are
// equal, every replica stays near the theory.
func TestSimulationFollowsTheoryOnSpectrumOfImages(t *testing.T) {
	t.Parallel()
	const hidden, replicas, worstReplica, worstMean = 4, 16, 0.02, 0.01
	eigenvalues := imageEigenvalues(t)
	dim := len(eigenvalues)
	w, stream := order.NewWeights(hidden, dim), random.New(3, "start weights", 0)
	stream.Normals(w.W, 0.3)
	stream.Normals(w.V, 0.3)
	p := autoencoder.Problem{Learning: autoencoder.Learning{Activation: gaussian.Erf{}, LearningRate: 1}, Initial: w}
	times := []float64{0, 1, 2, 4, 6, 9, 13, 20}
	steps := make([]int64, len(times))
	for i, time := range times {
		steps[i] = int64(time * float64(dim))
	}
	want, simulator := solve(t, p, eigenvalues, times), direct(t, p, eigenvalues)
	mean := make([]float64, len(times))
	var furthest float64
	for i := range replicas {
		for at, record := range record(t, simulator, uint64(i), steps) {
			off := record.Error/want.Error[at] - 1
			mean[at] += off / replicas
			furthest = max(furthest, math.Abs(off))
			if !(math.Abs(off) <= worstReplica) {
				t.Errorf("replica %d, t = %g: pmse is %.5f, theory %.5f, off by %.2f %%", i, times[at], record.Error, want.Error[at], 100*off)
			}
		}
	}
	for at, off := range mean {
		t.Logf("t = %2g: theory %.5f, mean of replicas off by %+.2f %%", times[at], want.Error[at], 100*off)
		if !(math.Abs(off) <= worstMean) {
			t.Errorf("t = %g: the mean of replicas is off by %.2f %%", times[at], 100*off)
		}
	}
	t.Logf("one replica is off by up to %.2f %%", 100*furthest)
	mustLearn(t, [][]float64{{want.Error[0]}, {want.Error[len(times)-1]}})
}
