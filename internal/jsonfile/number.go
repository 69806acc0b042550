package jsonfile

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// infinite is what JSON, which has no infinity, holds in its place.
const infinite = "infinite"

// Number is a number that may be +Inf, which is "infinite" in JSON. Other numbers are as encoding/json has them.
type Number float64

// MarshalJSON returns the number or "infinite".
func (n Number) MarshalJSON() ([]byte, error) {
	if math.IsInf(float64(n), 1) {
		return json.Marshal(infinite)
	}
	return json.Marshal(float64(n))
}

// UnmarshalJSON reads a number or "infinite".
func (n *Number) UnmarshalJSON(text []byte) error {
	if string(text) == `"`+infinite+`"` {
		*n = Number(math.Inf(1))
		return nil
	}
	var number float64
	if err := json.Unmarshal(text, &number); err != nil {
		return fmt.Errorf("%s is no number and not %q", text, infinite)
	}
	*n = Number(number)
	return nil
}

// String returns the number in plain digits up to 10²¹, or "infinite".
func (n Number) String() string {
	if math.IsInf(float64(n), 1) {
		return infinite
	}
	if math.Abs(float64(n)) < 1e21 {
		return strconv.FormatFloat(float64(n), 'f', -1, 64)
	}
	return strconv.FormatFloat(float64(n), 'g', -1, 64)
}
