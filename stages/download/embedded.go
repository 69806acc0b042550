package download

import (
	"fmt"

	embedded "autoencoder-dynamics/data/cifar10"
	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/stages"
)

// embeddedSource is the embedded default, taken for the reason given; an error where images are required.
func embeddedSource(settings stages.Settings, reason string) (stages.Source, error) {
	if settings.RequireCIFAR10 {
		return stages.Source{}, fmt.Errorf(`the CIFAR10 images are required (--require-cifar10), but %s. One of these helps:
  - name the archive: --archive FILE, or CIFAR10_ARCHIVE=FILE
  - put %s into %s
  - let it be downloaded: "source: auto", no --offline, and a network from which %s or a mirror can be reached`,
			reason, cifar10.ArchiveName, heldName(settings), cifar10.URL)
	}
	return stages.Source{
		Identity: embeddedIdentity + embedded.SHA256(),
		Summary:  "embedded default (moments of the images, in their place)",
		Warning: fmt.Sprintf("The CIFAR10 images aren't used: %s. Gaussian surrogates with their covariance stand in, "+
			"and every figure made from them says so; --archive FILE brings in the images.", reason),
	}, nil
}
