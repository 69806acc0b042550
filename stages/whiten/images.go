package whiten

import (
	"context"
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/dataset"
	"autoencoder-dynamics/internal/linalg"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/stages"
)

// set is a set of colour images.
type set struct {
	images []uint8 // N×3×32×32
	labels []uint8 // N
}

// transformImages finds the map on the training images and applies it to both sets.
func transformImages(ctx context.Context, call *stages.Call, data stages.Input) error {
	p := *call.Parameters.(*Parameters)
	train, err := readSet(data, "train.npz")
	if err != nil {
		return err
	}
	rows := train.greyscale(call.Progress)
	call.Progress.Total(int64(passes(p.Method)*rows.N), "images")
	m, err := measure(ctx, p, rows, call.Workers)
	if err != nil {
		return err
	}
	a, err := newAffine(ctx, p, m, call.Workers)
	if err != nil {
		return err
	}
	about := newAbout(p, m, "images")
	about.Train = rows.N
	if err := transformSet(ctx, call, a, train, rows, dataset.TrainFile); err != nil {
		return err
	}
	test, err := readSet(data, "test.npz")
	if err != nil {
		return err
	}
	rows = test.greyscale(call.Progress)
	call.Progress.Total(int64(rows.N), "images")
	about.Test = rows.N
	if err := transformSet(ctx, call, a, test, rows, dataset.TestFile); err != nil {
		return err
	}
	return about.write(call)
}

// passes is how often the training images are read: for the mean, the deviation, the result, and maybe the covariance.
func passes(method string) int {
	if needsCovariance(method) {
		return 4
	}
	return 3
}

func transformSet(ctx context.Context, call *stages.Call, a affine, s set, rows linalg.Rows, name string) error {
	out := make([]float32, rows.N*rows.Dim)
	if err := a.apply(ctx, out, rows, call.Workers); err != nil {
		return err
	}
	return dataset.WriteImages(call.OutputPath(name), dataset.Images{Pixels: out, Count: rows.N, Dim: rows.Dim}, s.labels)
}

// readSet reads one set of the download stage and checks its shape.
func readSet(data stages.Input, name string) (set, error) {
	path, err := data.Path(name)
	if err != nil {
		return set{}, err
	}
	file, err := npz.Open(path)
	if err != nil {
		return set{}, err
	}
	images, shape, errImages := file.Uint8("images")
	labels, _, errLabels := file.Uint8("labels")
	if err := errors.Join(errImages, errLabels, file.Close()); err != nil {
		return set{}, err
	}
	if len(shape) != 4 || shape[0] == 0 || len(images)/shape[0] != cifar10.ImageBytes || shape[1] != 3 || len(labels) != shape[0] {
		return set{}, fmt.Errorf("%s of stage %s: images of the shape %v with %d labels; N×3×32×32 with N labels are needed",
			name, data.Stage, shape, len(labels))
	}
	return set{images: images, labels: labels}, nil
}

// greyscale returns the images as rows of greyscale pixels from 0 to 1.
func (s set) greyscale(progress stages.Progress) linalg.Rows {
	return linalg.Rows{N: len(s.labels), Dim: cifar10.Pixels, Load: func(dst []float64, i int) {
		cifar10.Greyscale(dst, s.images[i*cifar10.ImageBytes:(i+1)*cifar10.ImageBytes])
		progress.Add(1)
	}}
}

// measure takes the moments of the training images that the method needs.
func measure(ctx context.Context, p Parameters, rows linalg.Rows, workers int) (m moments, err error) {
	if m.mean, err = linalg.Mean(ctx, rows, workers); err != nil {
		return m, err
	}
	m.globalMean = average(m.mean)
	deviation, err := linalg.Mean(ctx, squaredDeviation(rows, m.globalMean), workers)
	if err != nil {
		return m, err
	}
	m.globalDeviation = math.Sqrt(deviation[0])
	if needsCovariance(p.Method) {
		m.covariance, err = linalg.SecondMoment(ctx, rows, m.mean, workers)
	}
	return m, err
}

// squaredDeviation returns rows of one number each, the mean over pixels of (y − mean)².
func squaredDeviation(rows linalg.Rows, mean float64) linalg.Rows {
	return linalg.Rows{N: rows.N, Dim: 1, Load: func(dst []float64, i int) {
		row := make([]float64, rows.Dim)
		rows.Load(row, i)
		sum := 0.0
		for _, y := range row {
			sum += (y - mean) * (y - mean)
		}
		dst[0] = sum / float64(rows.Dim)
	}}
}

func average(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}
