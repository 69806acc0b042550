package whiten

import (
	"context"
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/internal/dataset"
	"autoencoder-dynamics/internal/linalg"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// transformMoments carries the map out on the mean and covariance and writes the law of its result.
func transformMoments(ctx context.Context, call *stages.Call, data stages.Input) error {
	p := *call.Parameters.(*Parameters)
	m, err := readMoments(data)
	if err != nil {
		return err
	}
	a, err := newAffine(ctx, p, m, call.Workers)
	if err != nil {
		return err
	}
	law, err := a.law(ctx, p, m, call.Workers)
	if err != nil {
		return err
	}
	if err := law.WriteFile(call.OutputPath(dataset.LawFile)); err != nil {
		return err
	}
	return newAbout(p, m, "embedded law").write(call)
}

// readMoments reads moments.npz of the download stage.
func readMoments(data stages.Input) (moments, error) {
	path, err := data.Path("moments.npz")
	if err != nil {
		return moments{}, err
	}
	file, err := npz.Open(path)
	if err != nil {
		return moments{}, err
	}
	mean, _, errMean := file.Float64("mean")
	covariance, shape, errCovariance := file.Float64("covariance")
	if err := errors.Join(errMean, errCovariance, file.Close()); err != nil {
		return moments{}, err
	}
	dim := len(mean)
	if dim == 0 || len(shape) != 2 || shape[0] != dim || shape[1] != dim {
		return moments{}, fmt.Errorf("moments.npz of stage %s: a mean of %d numbers and a covariance of the shape %v", data.Stage, dim, shape)
	}
	return moments{mean: mean, covariance: covariance, globalMean: average(mean),
		globalDeviation: globalDeviation(mean, covariance)}, nil
}

// globalDeviation returns the root of the average over pixels of C_ii + (μ_i − m)², m the average of μ.
func globalDeviation(mean, covariance []float64) float64 {
	dim, m := len(mean), average(mean)
	squares := make([]float64, dim)
	for i, mu := range mean {
		squares[i] = covariance[i*dim+i] + (mu-m)*(mu-m)
	}
	return math.Sqrt(max(0, average(squares)))
}

// law returns the eigendecomposition of Ω = A C Aᵀ + A (μ−m)(μ−m)ᵀ Aᵀ. After pca and zca it is known:
// the eigenvalues are λ/(λ+ε), in the basis of the principal components or of the pixels.
func (a affine) law(ctx context.Context, p Parameters, m moments, workers int) (spectrum.Spectrum, error) {
	dim := len(m.mean)
	switch p.Method {
	case pca:
		return spectrum.New(a.kept, identity(dim))
	case zca:
		return spectrum.New(a.kept, a.basis)
	}
	omega := make([]float64, dim*dim)
	for i := range dim {
		shift := m.mean[i] - a.offset[i]
		for j := range dim {
			omega[i*dim+j] = a.factor * a.factor * (m.covariance[i*dim+j] + shift*(m.mean[j]-a.offset[j]))
		}
	}
	values, vectors, err := linalg.EigenSym(ctx, omega, dim, workers)
	if err != nil {
		return spectrum.Spectrum{}, fmt.Errorf("second moment of the images: %w", err)
	}
	return spectrum.New(values, vectors)
}

func identity(n int) []float64 {
	a := make([]float64, n*n)
	for i := range n {
		a[i*n+i] = 1
	}
	return a
}
