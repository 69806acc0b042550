// Package covariance is the stage that yields the spectrum of the inputs' covariance Ω = E x xᵀ: its
// eigenvalues, its eigenvectors and the errors of PCA.
//
// Ω comes from one of three places:
//
//   - the data of a whiten stage: Ω = (1/N) Σ x xᵀ over the training images, or the embedded law as it is;
//   - a model, below;
//   - a given file with the array "eigenvalues" and maybe "eigenvectors" or "order", or with the levels of a
//     spectrum (see internal/spectrum).
//
// With samples: n, it is replaced by the sample covariance (1/n) Σ x xᵀ of n draws from N(0, Ω), whose bulk is
// spread out as Marchenko and Pastur found.
//
// Models (Refinetti & Goldt 2022, arXiv:2201.02115, section 2): x = Σ_m s_m c_m a_m + σ ξ with c_m and
// the D components of ξ independent N(0, 1), strengths s_m = 2^m + 1 for m = 1…R, σ = 1, and |a_m|² = D, all divided by
// the overall standard deviation so that tr Ω = D. The a_m are orthogonal, so that the spikes are (s_m² D + σ²)/scale
// and the D−R eigenvalues of the bulk σ²/scale, with scale = Σ s_m² + σ².
//
//   - spiked: the data's coordinates are the eigenbasis (for a network with rotation-invariant start weights any other
//     basis gives the same), so that no eigenvectors are written;
//   - sinusoidal: a_m is a sine wave with m periods over the D inputs, √2 sin(2π m (i + 1/2)/D), i = 0…D−1. The
//     other eigenvectors are the rest of the real Fourier basis. (The authors' script has waves sin(i (m+1)/100), which are
//     only nearly orthogonal.)
//
// The spiked model has D − R equal eigenvalues. Beyond 100,000 dimensions, and in the limit dim: .inf, it is written as
// levels: distinct eigenvalues ρ/D with their multiplicities and shares of the variance.
//
// Outputs: spectrum.npz, spectrum.csv (m, eigenvalue, and the PCA error with m components; of levels m, multiplicity,
// rate, share and the PCA error) and about.json.
package covariance
