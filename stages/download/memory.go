package download

import (
	"strings"

	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/stages"
)

var _ stages.MemoryEstimator = Kind{}

// Memory counts the images of the archive, which are all held until they are written, or the embedded moments.
func (k Kind) Memory(call *stages.Call) (m stages.Memory, err error) {
	if strings.HasPrefix(call.Source.Identity, embeddedIdentity) {
		m.Add("the embedded moments", 4, 8*cifar10.Pixels, cifar10.Pixels)
		return m, nil
	}
	m.Add("the images of the archive", k.test.options.Images(), cifar10.ImageBytes+1)
	return m, nil
}
