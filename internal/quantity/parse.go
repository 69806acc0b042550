package quantity

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// units are the factors of the words that may follow an amount of data.
var units = map[string]float64{
	"": 1, "b": 1,
	"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
	"kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
}

// ParseBytes reads an amount of data as people write it: "2GiB", "500 MB", "1.5 GB", "1048576";
// kB, MB, GB, TB are powers of 1000 and KiB, MiB, GiB, TiB powers of 1024, in any case. It
// returns an error for anything else, and for amounts that aren't above 0 or exceed 2⁶².
func ParseBytes(text string) (int64, error) {
	digits := strings.TrimSpace(text)
	end := strings.IndexFunc(digits, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
	unit := ""
	if end >= 0 {
		digits, unit = digits[:end], strings.ToLower(strings.TrimSpace(digits[end:]))
	}
	number, err := strconv.ParseFloat(digits, 64)
	factor, known := units[unit]
	if err != nil || !known {
		return 0, fmt.Errorf("%q isn't an amount of data such as 2GiB, 500MB or 1048576", text)
	}
	bytes := math.Round(number * factor)
	if !(bytes >= 1) || bytes > 1<<62 {
		return 0, fmt.Errorf("%q isn't an amount of data from 1 byte to 2^62", text)
	}
	return int64(bytes), nil
}
