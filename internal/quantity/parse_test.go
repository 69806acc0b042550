package quantity_test

import (
	"testing"

	"autoencoder-dynamics/internal/quantity"
)

func TestParseBytes(t *testing.T) {
	for text, want := range map[string]int64{
		"2GiB": 2 << 30, "500 MB": 5e8, "1.5gb": 1.5e9, " 1048576 ": 1 << 20, "1 B": 1, "3 kib": 3 << 10, "1TB": 1e12, "0.5KiB": 512,
	} {
		if got, err := quantity.ParseBytes(text); err != nil || got != want {
			t.Errorf("%q is %d (%v), want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "GiB", "-1GB", "0", "0.1B", "2 GiB more", "1e3", "NaN", "Inf", "1..5MB", "99999999TiB", "2G"} {
		if got, err := quantity.ParseBytes(text); err == nil {
			t.Errorf("%q was taken for %d bytes", text, got)
		}
	}
}

// What Bytes writes is read back, to the digits that it has.
func TestParseBytesReadsWhatBytesWrites(t *testing.T) {
	for n := int64(1); n < 1e15; n = n*3 + 7 {
		got, err := quantity.ParseBytes(quantity.Bytes(n))
		if difference := got - n; err != nil || difference > n/20+1 || -difference > n/20+1 {
			t.Errorf("%d bytes, written %q, are read as %d (%v)", n, quantity.Bytes(n), got, err)
		}
	}
}
