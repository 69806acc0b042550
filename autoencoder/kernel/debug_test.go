//go:build amd64 && !purego

package kernel_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder/kernel"
)

// GODEBUG takes the vector instructions away, by which docs/kernels.md and the harness of internal/trust compare them.
func TestGODEBUGSwitchesInstructionsOff(t *testing.T) {
	const asked = "KERNEL_INSTRUCTIONS"
	if os.Getenv(asked) != "" {
		t.Logf("available: %v", kernel.Available())
		return
	}
	for debug, gone := range map[string]kernel.Instructions{"cpu.avx2=off": kernel.AVX2, "cpu.avx512f=off": kernel.AVX512} {
		if !slices.Contains(kernel.Available(), gone) {
			continue // nothing to take away
		}
		c := exec.Command(os.Args[0], "-test.run=^TestGODEBUGSwitchesInstructionsOff$", "-test.v")
		c.Env = append(os.Environ(), asked+"=1", "GODEBUG="+debug)
		out, err := c.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "available: [Go") || strings.Contains(string(out), gone.String()) {
			t.Errorf("with %s: %v\n%s", debug, err, out)
		}
	}
}
