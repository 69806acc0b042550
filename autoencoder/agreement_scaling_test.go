package autoencoder_test

import (
	"math"
	"testing"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/stat"
)

// comparable returns a learning problem whose order parameters per dimension don't depend
// on D, but for the fluctuations of the weights on the bulk.
func comparable(dim int) (autoencoder.Problem, []float64) {
	const hidden, spikes = 2, 2
	w, stream := order.NewWeights(hidden, dim), random.New(2, "start weights", 0)
	for k := range hidden {
		stream.Normals(w.Encoder(k)[:spikes], 0.5)
		stream.Normals(w.Decoder(k)[:spikes], 0.3*math.Sqrt(float64(dim)))
	}
	stream.Normals(w.Encoder(0)[spikes:], 0.5)
	stream.Normals(w.Encoder(1)[spikes:], 0.5)
	stream.Normals(w.Decoder(0)[spikes:], 0.5)
	stream.Normals(w.Decoder(1)[spikes:], 0.5)
	return autoencoder.Problem{
		Learning: autoencoder.Learning{Activation: gaussian.Erf{}, LearningRate: 1}, Initial: w,
	}, spikedEigenvalues(dim, spikes)
}

// The deviation of a simulation from the theory falls like D^{-1/2}: the slope of its root
// mean square over replicas and times against D, both as logarithms, is −1/2 within
// four standard errors, those of the replicas, and 0.02 for what falls like 1/D at
// the smallest D.
func TestDirectDeviationFallsLikeRootOfDimension(t *testing.T) {
	t.Parallel()
	replicas, largest := 48, 2048
	if testing.Short() {
		replicas, largest = 24, 1024
	}
	var x, y, standard []float64
	for dim := 64; dim <= largest; dim *= 2 {
		mean, deviation := stat.MeanStdDev(squares(t, dim, replicas), nil)
		x = append(x, math.Log(float64(dim)))
		y = append(y, math.Log(mean)/2)
		standard = append(standard, deviation/mean/math.Sqrt(float64(replicas))/2)
		t.Logf("D = %4d: deviation %.3f %% ± %.0f %% of itself", dim, 100*math.Sqrt(mean), 100*standard[len(standard)-1])
	}
	_, slope := stat.LinearRegression(x, y, nil, false)
	var spread, variance float64
	for i, log := range x {
		from := log - stat.Mean(x, nil)
		spread += from * from
		variance += from * from * standard[i] * standard[i]
	}
	bound := 4*math.Sqrt(variance)/spread + 0.02
	t.Logf("slope %.3f, −0.5 within %.3f", slope, bound)
	if !(math.Abs(slope+0.5) < bound) {
		t.Errorf("the deviation goes like D^%.3f, want −0.5 within %.3f", slope, bound)
	}
}

// squares returns for each replica the mean over several times of the square of the relative
// deviation in pmse.
func squares(t *testing.T, dim, replicas int) []float64 {
	t.Helper()
	p, eigenvalues := comparable(dim)
	times, steps := []float64{1, 2, 3, 4}, make([]int64, 4)
	for i, time := range times {
		steps[i] = int64(time * float64(dim))
	}
	want, simulator := solve(t, p, eigenvalues, times), direct(t, p, eigenvalues)
	all := make([]float64, replicas)
	for i := range all {
		for at, record := range record(t, simulator, uint64(i), steps) {
			off := record.Error/want.Error[at] - 1
			all[i] += off * off / float64(len(times))
		}
	}
	return all
}
