package sgd

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/stages"
)

// Given times are taken to the nearest whole steps, here sixths.
func TestGivenTimes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "times.csv")
	if err := os.WriteFile(path, []byte("t\n0.1\n0.5\n2.26\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	call := newCall(t, normal(t, "covariance", "spectrum.npz"), func(p *Parameters) {
		p.Horizon, p.Points, p.Times = setup.Defaults().Horizon, setup.Defaults().Points, stages.File(path)
	})
	mustRun(t, call)
	times, _ := curves(t, call)
	if want := []float64{1.0 / 6, 0.5, 14.0 / 6}; !slices.Equal(times[0], want) || !slices.Equal(times[2], want) {
		t.Errorf("times %v, want %v", times, want)
	}
}
