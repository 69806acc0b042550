package covariance

import (
	"context"
	"errors"
	"fmt"

	"autoencoder-dynamics/internal/linalg"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// source returns the spectrum of the population and what it is.
func source(ctx context.Context, call *stages.Call, p *Parameters) (spectrum.Spectrum, About, error) {
	switch {
	case p.usesModel():
		s, err := p.model()
		strengths := p.strengths()
		return s, About{Source: "model", Model: p.Model, Spikes: len(strengths), Strengths: strengths, Noise: &p.Noise}, err
	case p.Spectrum != "":
		s, err := spectrum.ReadFile(string(p.Spectrum))
		return s, About{Source: "spectrum"}, err
	}
	data, ok := call.Input("data")
	if !ok {
		return spectrum.Spectrum{}, About{}, errors.New("covariance: there is neither data nor a model nor a spectrum")
	}
	if data.Has("law.npz") && !data.Has("train.npz") {
		path, err := data.Path("law.npz")
		if err != nil {
			return spectrum.Spectrum{}, About{}, err
		}
		s, err := spectrum.ReadFile(path)
		return s, About{Source: "embedded law"}, err
	}
	s, n, err := ofImages(ctx, call, data)
	return s, About{Source: "data", Images: n}, err
}

// ofImages returns the spectrum of (1/N) Σ x xᵀ over the N training images.
func ofImages(ctx context.Context, call *stages.Call, data stages.Input) (spectrum.Spectrum, int, error) {
	rows, err := readRows(data)
	if err != nil {
		return spectrum.Spectrum{}, 0, err
	}
	s, err := ofRows(ctx, call, rows, "images")
	return s, rows.N, err
}

func readRows(data stages.Input) (linalg.Rows, error) {
	path, err := data.Path("train.npz")
	if err != nil {
		return linalg.Rows{}, err
	}
	file, err := npz.Open(path)
	if err != nil {
		return linalg.Rows{}, err
	}
	images, shape, err := file.Float32("images")
	if err := errors.Join(err, file.Close()); err != nil {
		return linalg.Rows{}, err
	}
	if len(shape) != 2 || shape[0] < 1 || shape[1] < 1 || shape[1] > maxVectorDim {
		return linalg.Rows{}, fmt.Errorf("train.npz of stage %s: images of the shape %v; N×D with D up to %d are needed", data.Stage, shape, maxVectorDim)
	}
	return linalg.RowsOf(images, shape[1]), nil
}

// ofRows returns the spectrum of the second moment of the rows, counting them as progress.
func ofRows(ctx context.Context, call *stages.Call, rows linalg.Rows, unit string) (spectrum.Spectrum, error) {
	call.Progress.Total(int64(rows.N), unit)
	load := rows.Load
	rows.Load = func(dst []float64, i int) {
		load(dst, i)
		call.Progress.Add(1)
	}
	omega, err := linalg.SecondMoment(ctx, rows, nil, call.Workers)
	if err != nil {
		return spectrum.Spectrum{}, fmt.Errorf("covariance: %w", err)
	}
	values, vectors, err := linalg.EigenSym(ctx, omega, rows.Dim, call.Workers)
	if err != nil {
		return spectrum.Spectrum{}, fmt.Errorf("covariance: %w", err)
	}
	return spectrum.New(values, vectors)
}
