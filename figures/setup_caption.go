package figures

import (
	"fmt"
	"math"
	"strings"

	"autoencoder-dynamics/internal/figure/inputs"
)

// describeSetup writes the caption and the alternative text.
func describeSetup(spiked, natural inputs.Spectrum, bulk bulk, examples inputs.Samples) (caption, alt string) {
	dim := len(spiked.Eigenvalues)
	caption = fmt.Sprintf("(a) The network: *D* inputs *x*, *K* hidden units with pre-activations "+
		"*λ*^{*k*} = *w*^{*k*}·*x*/√*D* and activation *g*, and the reconstruction Σ_{*k*} *v*^{*k*} *g*(*λ*^{*k*}). "+
		"(b) Eigenvalues of the spiked Wishart model with *R* = %d spikes in *D* = %d dimensions, relative to the total variance: %s, and %d outliers, %s. "+
		"(c) Eigenvalues of the covariance of CIFAR10's greyscale images (%d pixels), of which the first carries %s of the variance. "+
		"(d) Inputs of both kinds: draws of the spiked model, their first %d² coordinates in a random basis, and %s.",
		spiked.About.Spikes, dim, bulk.caption(spiked), bulk.above(spiked.Eigenvalues), bulk.clear(), len(natural.Eigenvalues),
		percent(natural.Eigenvalues[0]/natural.Trace()), int(math.Sqrt(float64(dim))), exampleCaption(examples))
	alt = "A network of three layers; a histogram of eigenvalues with a narrow bulk and separate outliers to its right; a falling " +
		"curve of eigenvalues on logarithmic axes; grey tiles of noise-like draws and of " + exampleName(examples) + "."
	return caption, alt
}

func exampleCaption(examples inputs.Samples) string {
	if examples.Surrogates {
		return "draws from the Gaussian with the covariance of CIFAR10, which stand in for its images"
	}
	return fmt.Sprintf("the first %d training images of CIFAR10", tilesShown)
}

// jpegRank is the index from which on the eigenvalues of CIFAR10 fall faster where the images went through JPEG,
// which all but removes the finest patterns.
const jpegRank = 700

// recompressed is the sentence on what the covariance owes to JPEG, where the caveats of the images give rise to one.
func recompressed(in inputs.Set, natural inputs.Spectrum) string {
	if len(natural.Eigenvalues) <= jpegRank {
		return ""
	}
	switch {
	case strings.Contains(in.CaveatText("natural", inputs.EmbeddedDefault), "JPEG"):
		return fmt.Sprintf(" The steeper fall in (c) beyond *τ* ≈ %d is an artefact of the JPEG re-encoding of the images "+
			"that the embedded moments were taken from.", jpegRank)
	case in.HasCaveat("natural", inputs.UnofficialArchive):
		return fmt.Sprintf(" The images aren't from the official archive: where they were re-encoded as JPEG, a steeper fall in (c) "+
			"beyond *τ* ≈ %d is an artefact of that.", jpegRank)
	}
	return ""
}
