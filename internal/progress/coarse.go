package progress

import (
	"strconv"
	"time"

	"autoencoder-dynamics/internal/quantity"
)

// coarse writes a running time or an estimate of the time left, without digits
// that would flicker: whole seconds, above a minute five of them, above ten minutes whole minutes.
func coarse(d time.Duration) string {
	switch d = d.Round(time.Second); {
	case d < 10*time.Second:
		return strconv.Itoa(int(max(d, 0)/time.Second)) + " s"
	case d < time.Minute:
		return quantity.Duration(d)
	case d < 10*time.Minute:
		return quantity.Duration(d.Round(5 * time.Second))
	}
	return quantity.Duration(d.Round(time.Minute))
}
