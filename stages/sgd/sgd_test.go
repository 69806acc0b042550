package sgd

import (
	"slices"
	"testing"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/stages/stagetest"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

func TestNormalInputs(t *testing.T) {
	for _, wired := range []map[string]map[string]string{normal(t, "covariance", "spectrum.npz"), permuted(t, "data", "law.npz")} {
		call := newCall(t, wired, func(p *Parameters) { p.Precision = double })
		mustRun(t, call)
		times, pmse := curves(t, call)
		// The start and the end, in the data's coordinates: coordinate i has the variance of mode j.
		variances := []float64{0.5, 12, 0.3, 5, 1, 0.5}
		start, err := call.Parameters.(*Parameters).StartWeights(1, 6)
		if err != nil {
			t.Fatal(err)
		}
		last := len(times[0]) - 1
		for r := range times {
			near(t, "pmse at t = 0", pmse[r][0], order.Error(start, variances, gaussian.Erf{}))
			near(t, "last pmse", pmse[r][last], order.Error(finalNetwork(t, call, r, 6).Weights, variances, gaussian.Erf{}))
			if times[r][last] != 200 || pmse[r][last] > 0.6*pmse[r][0] {
				t.Errorf("replica %d ends at t = %v, pmse %v (from %v)", r+1, times[r][last], pmse[r][last], pmse[r][0])
			}
		}
		if pmse[0][last] == pmse[1][last] {
			t.Error("two replicas have the same samples")
		}
		description, err := run.Read(call.OutputPath(run.FileName))
		if err != nil || description.Inputs != run.Normal || description.Error != run.ClosedForm || len(description.PCAErrors) != 7 || description.Replicas != 3 {
			t.Errorf("%+v, %v", description, err)
		}
		if total, done := call.Progress.(*stagetest.Progress).Counts(); done != 3*200*6 || total != done {
			t.Errorf("progress %d of %d", done, total)
		}
	}
}

// The errors are exact averages over the training images, the finite training set where there is one, and test images.
func TestImages(t *testing.T) {
	const dim = 9
	wired := map[string]map[string]string{}
	images(t, wired, "data", "train.npz", 40, dim)
	images(t, wired, "test", "test.npz", 25, dim)
	for name, change := range map[string]func(*Parameters){
		"online":     func(*Parameters) {},
		"all images": func(p *Parameters) { p.Sampling = epochs },
		"some":       func(p *Parameters) { p.Sampling, p.Samples = epochs, 7 },
		"biased":     func(p *Parameters) { p.Activation, p.EncoderBias.Train, p.OutputBias.Train = "relu", true, true },
		"flipped": func(p *Parameters) {
			p.FlipSigns, p.Activation, p.LearningRate, p.EncoderBias = true, "relu", 0.1, setup.EncoderBias{Train: true, Init: 0.1}
		},
		"some, flipped": func(p *Parameters) {
			p.FlipSigns, p.Activation, p.LearningRate, p.Sampling, p.Samples, p.OutputBias.Train = true, "relu", 0.1, epochs, 7, true
		},
	} {
		call := newCall(t, wired, change)
		p := call.Parameters.(*Parameters)
		mustRun(t, call)
		_, pmse := curves(t, call)
		last := len(pmse[0]) - 1
		for r := range pmse {
			network := finalNetwork(t, call, r, dim)
			nearOverImages(t, name+": last pmse", pmse[r][last], average(t, wired["data"], network, p.FlipSigns))
			nearOverImages(t, name+": last pmse_test", column(t, call, "pmse_test")[r][last], average(t, wired["test"], network, p.FlipSigns))
			if p.Samples > 0 {
				chosen, err := autoencoder.ChooseImages(readImages(t, wired["data"]).Pixels, dim, p.Samples, random.New(1, "training set of data", uint64(r)))
				if err != nil {
					t.Fatal(err)
				}
				nearOverImages(t, name+": last pmse_train", column(t, call, "pmse_train")[r][last], averageOver(chosen, dim, network, p.FlipSigns))
			}
		}
		if p.Sampling == epochs {
			train := column(t, call, "pmse_train")
			if equal := slices.Equal(train[0], pmse[0]); equal != (p.Samples == 0) || train[0][last] > 1.0001*pmse[0][last] {
				t.Errorf("%s: training error %v, of the population %v", name, train[0][last], pmse[0][last])
			}
		}
		description, err := run.Read(call.OutputPath(run.FileName))
		if err != nil || description.Inputs != run.Images || description.Error != run.TrainingSet || description.PCAErrors != nil || description.Sampling != p.Sampling {
			t.Errorf("%s: %+v, %v", name, description, err)
		}
		if want := map[string]int{"all images": 40, "some": 7, "some, flipped": 7}[name]; description.Samples != want {
			t.Errorf("%s: %d samples, want %d", name, description.Samples, want)
		}
	}
}
