package figure

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot/vg"
)

// axis is an axis with its range and ticks settled.
type axis struct {
	Axis
	low, high float64
	ticks     []tick
}

type tick struct {
	at    float64
	label string // "" for a minor tick
}

// unit maps a value to 0…1 along the axis; ok is false where it has no place on it.
func (a axis) unit(value float64) (place float64, ok bool) {
	if a.Scale == Log {
		if value <= 0 {
			return 0, false
		}
		if ratio := a.high / a.low; math.IsInf(ratio, 1) || math.IsInf(value/a.low, 1) || value/a.low == 0 { // more than 308 decades
			return (math.Log(value) - math.Log(a.low)) / (math.Log(a.high) - math.Log(a.low)), true
		}
		return math.Log(value/a.low) / math.Log(a.high/a.low), true
	}
	place = (value - a.low) / (a.high - a.low)
	return place, !math.IsNaN(place)
}

// settle finds the range of the axis from the values on it, and its ticks for a length in points.
func settle(a Axis, values []float64, length vg.Length) axis {
	if a.Scale == "" {
		a.Scale = Linear
	}
	s := axis{Axis: a, low: a.Min, high: a.Max}
	if a.Min == 0 && a.Max == 0 {
		s.low, s.high = span(a.Scale, values)
	}
	switch {
	case len(a.Ticks) > 0:
		s.ticks = s.namedTicks()
	case a.Scale == Log:
		s.ticks = logTicks(s.low, s.high, length)
	default:
		s.ticks = linearTicks(s.low, s.high, length)
	}
	return s
}

// namedTicks are the given ones that lie on the axis, in order.
func (a axis) namedTicks() []tick {
	var ticks []tick
	for _, given := range a.Ticks {
		if place, ok := a.unit(given.At); ok && place > -1e-9 && place < 1+1e-9 {
			ticks = append(ticks, tick{given.At, given.Label})
		}
	}
	slices.SortStableFunc(ticks, func(a, b tick) int { return cmp.Compare(a.at, b.at) })
	return ticks
}

// narrowest is the span, relative to the size of its numbers, below which values are drawn as one.
const narrowest = 1e-9

// margin is what is left free on both sides of the data, relative to its span.
const margin = 0.05

// span returns the range of the values with a margin, which is never empty.
func span(scale Scale, values []float64) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) || (scale == Log && v <= 0) {
			continue
		}
		low, high = min(low, v), max(high, v)
	}
	switch {
	case low > high && scale == Log:
		return 0.1, 10
	case low > high:
		return 0, 1
	case scale == Log:
		pad := max(math.Pow(high/low, margin), 1.05)
		if math.IsInf(pad, 1) { // more than 308 decades
			pad = math.Exp(margin * (math.Log(high) - math.Log(low)))
		}
		return max(low/pad, math.SmallestNonzeroFloat64), high * pad
	default:
		pad := margin * (high - low)
		if size := max(math.Abs(low), math.Abs(high)); high-low <= narrowest*size { // rounding, whose ticks no number could name
			pad = max(size*margin, 1e-9)
		}
		return low - pad, high + pad
	}
}

// linearTicks puts labelled ticks at multiples of 1, 2 or 5 times a power of ten, some 28 points apart.
func linearTicks(low, high float64, length vg.Length) []tick {
	wanted := max(2, min(6, int(length/22)))
	step := niceStep((high - low) / float64(wanted))
	if inside := math.Floor(high/step+1e-9) - math.Ceil(low/step-1e-9) + 1; inside < 3 {
		step = niceStep(step * 0.4)
	}
	decimals := max(0, -int(math.Floor(math.Log10(step)+1e-9)))
	var ticks []tick
	for i := math.Ceil(low/step - 1e-9); i <= high/step+1e-9 && len(ticks) < mostTicks; i++ { // beyond 2⁵³ adding 1 changes nothing
		ticks = append(ticks, tick{i * step, decimal(i*step, decimals)})
	}
	return ticks
}

// mostTicks is far more than a linear axis has.
const mostTicks = 100

// niceStep returns the smallest of 1, 2, 5 times a power of ten that isn't below x.
func niceStep(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, factor := range []float64{1, 2, 5, 10} {
		if factor*power >= x*(1-1e-9) {
			return factor * power
		}
	}
	return 10 * power
}

// logTicks labels powers of ten, as many as fit, with minor ticks between; where fewer than
// two powers of ten lie in the range it labels 1, 2 and 5 times them, or the ticks of a linear axis where it is short.
func logTicks(low, high float64, length vg.Length) []tick {
	first, last := int(math.Floor(math.Log10(low)+1e-9)), int(math.Ceil(math.Log10(high)-1e-9))
	inside := 0
	for n := first; n <= last; n++ {
		if within(math.Pow10(n), low, high) {
			inside++
		}
	}
	if inside < 2 && high < 4*low {
		return linearTicks(low, high, length)
	}
	every := max(1, int(math.Ceil(float64(inside)*17/float64(length))))
	var ticks []tick
	for n := first; n <= last; n++ {
		for _, factor := range []float64{1, 2, 3, 4, 5, 6, 7, 8, 9} {
			at := factor * math.Pow10(n)
			if !within(at, low, high) || (factor != 1 && every > 1) {
				continue
			}
			ticks = append(ticks, tick{at, logLabel(factor, n, every, inside)})
		}
	}
	return ticks
}

func logLabel(factor float64, n, every, inside int) string {
	switch {
	case inside >= 2 && factor == 1 && ((n%every)+every)%every == 0:
		return power(n)
	case inside < 2 && (factor == 1 || factor == 2 || factor == 5):
		return decimal(factor*math.Pow10(n), max(0, -n))
	}
	return ""
}

func within(x, low, high float64) bool { return x >= low*(1-1e-9) && x <= high*(1+1e-9) }

// power writes a power of ten: "10^{−3}".
func power(n int) string { return "10^{" + minus(strconv.Itoa(n)) + "}" }

func decimal(x float64, decimals int) string {
	written := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Trim(written, "-0.") == "" {
		return "0"
	}
	return minus(written)
}

// minus writes the minus sign, which is longer than a hyphen.
func minus(number string) string { return strings.Replace(number, "-", "−", 1) }

// Number writes a number as figures do: "0.024", "1000", "2.4·10^{−7}".
func Number(x float64, digits int) string {
	if x == 0 || math.IsNaN(x) || math.IsInf(x, 0) {
		return minus(strconv.FormatFloat(x, 'g', -1, 64))
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64) // 9.95e-5 is 10⁻⁴ in two digits
	if err != nil {
		rounded = x // the largest numbers, rounded up beyond what there is
	}
	if exponent := math.Floor(math.Log10(math.Abs(rounded)) + 1e-12); exponent < -3 || exponent > 4 {
		mantissa := strconv.FormatFloat(rounded/math.Pow(10, exponent), 'g', digits, 64)
		if mantissa == "1" {
			return power(int(exponent))
		}
		return fmt.Sprintf("%s·%s", minus(mantissa), power(int(exponent)))
	}
	return minus(strconv.FormatFloat(x, 'g', max(digits, integerDigits(x)), 64))
}

func integerDigits(x float64) int { return len(strconv.Itoa(int(math.Abs(x)))) }
