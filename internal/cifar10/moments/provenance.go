package moments

import "autoencoder-dynamics/internal/cifar10"

// Provenance says what moments were made from, as provenance.json beside them keeps it.
type Provenance struct {
	Dataset       string             `json:"dataset"`        // for people: "CIFAR10 (JPEG re-encoding)"
	Note          string             `json:"note"`           // for people: how far the moments can be trusted
	ArchiveSHA256 string             `json:"archive_sha256"` // of the archive that was read
	ArchiveBytes  int64              `json:"archive_bytes"`
	Official      bool               `json:"official"` // it is the official archive
	Comparison    cifar10.Comparison `json:"comparison"`
	Train         cifar10.SetDigests `json:"train"` // the images whose moments these are
	Greyscale     string             `json:"greyscale"`
	Covariance    string             `json:"covariance"`
	MomentsSHA256 string             `json:"moments_sha256"` // of moments.npz
}
