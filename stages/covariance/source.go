package covariance

import (
	"context"
	"errors"
	"fmt"

	"autoencoder-dynamics/internal/dataset"
	"autoencoder-dynamics/internal/linalg"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// source returns the spectrum of the population and what it is.
func source(ctx context.Context, call *stages.Call, p *Parameters) (spectrum.Any, About, error) {
	switch {
	case p.usesModel():
		s, err := p.model()
		strengths := p.strengths()
		return s, About{Source: "model", Model: p.Model, Spikes: len(strengths), Strengths: strengths, Noise: &p.Noise}, err
	case p.Spectrum != "":
		s, err := given(string(p.Spectrum))
		return s, About{Source: "spectrum"}, err
	}
	data, ok := call.Input("data")
	if !ok {
		return spectrum.Any{}, About{}, errors.New("there is neither data nor a model nor a spectrum")
	}
	if dataset.HasLaw(data) {
		s, err := dataset.ReadLaw(data)
		return spectrum.Any{Spectrum: s}, About{Source: "embedded law"}, err
	}
	s, n, err := ofImages(ctx, call, data)
	return spectrum.Any{Spectrum: s}, About{Source: "data", Images: n}, err
}

// given returns the spectrum in a file. Levels of few enough dimensions are written out.
func given(path string) (spectrum.Any, error) {
	s, err := spectrum.ReadAny(path)
	if err != nil || s.Levels == nil || s.Levels.Dim > spectrum.LargestDim {
		return s, err
	}
	written, err := s.Levels.Spectrum()
	return spectrum.Any{Spectrum: written}, err
}

// ofImages returns the spectrum of (1/N) Σ x xᵀ over the N training images.
func ofImages(ctx context.Context, call *stages.Call, data stages.Input) (spectrum.Spectrum, int, error) {
	images, err := dataset.ReadImages(data, dataset.TrainFile)
	if err != nil {
		return spectrum.Spectrum{}, 0, err
	}
	if images.Dim > maxVectorDim {
		return spectrum.Spectrum{}, 0, fmt.Errorf("images of stage %s have D = %d pixels: their covariance needs too much memory above %d", data.Stage, images.Dim, maxVectorDim)
	}
	s, err := ofRows(ctx, call, linalg.RowsOf(images.Pixels, images.Dim), "images")
	return s, images.Count, err
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
		return spectrum.Spectrum{}, err
	}
	values, vectors, err := linalg.EigenSym(ctx, omega, rows.Dim, call.Workers)
	if err != nil {
		return spectrum.Spectrum{}, err
	}
	return spectrum.New(values, vectors)
}
