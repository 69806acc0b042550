package cifar10

import (
	"crypto/sha256"
	_ "embed" // for the two files below
	"encoding/hex"
	"encoding/json"
	"fmt"

	"autoencoder-dynamics/internal/cifar10/moments"
)

//go:embed moments.npz
var momentsFile []byte

//go:embed provenance.json
var provenanceFile []byte

// Moments returns the embedded moments: mean has D = 1,024 entries (greyscale
// pixels from 0 to 1, row by row), covariance D×D (mean of each pixel removed, divided by the
// number of images, kept to seven digits). Each call decodes the files anew, so the caller owns
// the slices. An error means that the module was built from damaged files.
func Moments() (mean, covariance []float64, provenance moments.Provenance, err error) {
	if err := json.Unmarshal(provenanceFile, &provenance); err != nil {
		return nil, nil, provenance, fmt.Errorf("data/cifar10/provenance.json: %w", err)
	}
	if got := SHA256(); got != provenance.MomentsSHA256 {
		return nil, nil, provenance, fmt.Errorf("data/cifar10/moments.npz has SHA-256 %s, provenance.json says %s: make both again (see README.md there)",
			got, provenance.MomentsSHA256)
	}
	m, err := moments.Read(momentsFile)
	if err != nil {
		return nil, nil, provenance, fmt.Errorf("data/cifar10/moments.npz: %w", err)
	}
	return m.Mean, m.Covariance, provenance, nil
}

// SHA256 returns the digest of the embedded moments.npz, in hexadecimal.
func SHA256() string {
	sum := sha256.Sum256(momentsFile)
	return hex.EncodeToString(sum[:])
}
