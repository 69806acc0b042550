package figures

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/run"
)

// powerLaw is y ∝ x^exponent as fitted over a window of x, by least squares of log y against log x.
type powerLaw struct {
	exponent float64
	// standardError is that of the slope from the scatter of the points about it: noise, or the curvature of what isn't
	// quite a power law. NaN for two points.
	standardError float64
	intercept     float64 // log y at log x = 0
	from, to      float64 // the smallest and the largest x that were used
	points        int     // how many there were
}

// fitPowerLaw fits the points whose x lies in a window, ends included. Where they are fewer than two, or one of them
// has no logarithm because it isn't positive, there is no power law: the exponent is NaN, which fulfils no claim.
func fitPowerLaw(x, y []float64, from, to float64) powerLaw {
	const rounding = 1e-9 // of times that are rounded to whole steps
	law := powerLaw{exponent: math.NaN(), standardError: math.NaN(), intercept: math.NaN(), from: from, to: to}
	var used, u, v []float64
	for i, at := range x {
		if at < from*(1-rounding) || at > to*(1+rounding) {
			continue
		}
		if !(at > 0 && y[i] > 0) {
			return law
		}
		used, u, v = append(used, at), append(u, math.Log(at)), append(v, math.Log(y[i]))
	}
	law.points = len(used)
	if law.points < 2 {
		return law
	}
	law.from, law.to = slices.Min(used), slices.Max(used)
	law.intercept, law.exponent = stat.LinearRegression(u, v, nil, false)
	law.standardError = slopeError(u, v, law)
	return law
}

// slopeError is the standard error of a fitted slope: the root of Σ residual²/(n − 2) over Σ (u − ū)².
func slopeError(u, v []float64, law powerLaw) float64 {
	if len(u) < 3 {
		return math.NaN()
	}
	mean := stat.Mean(u, nil)
	var residual, width float64
	for i := range u {
		residual += math.Pow(v[i]-law.intercept-law.exponent*u[i], 2)
		width += math.Pow(u[i]-mean, 2)
	}
	return math.Sqrt(residual / float64(len(u)-2) / width)
}

// guide is a line of the slope that theory expects, a factor beside the middle of what was fitted, where its label
// stands. It is no series where nothing could be fitted.
func guide(law powerLaw, expected float64, label string, beside float64) figure.Series {
	if law.points < 2 {
		return figure.Series{}
	}
	middle := math.Sqrt(law.from * law.to)
	y := beside * math.Exp(law.intercept+law.exponent*math.Log(middle))
	line := figure.Series{Name: "∝ " + label, Role: figure.Guide, X: []float64{law.from, middle, law.to}, Labels: []string{"", label, ""},
		Tolerance: figure.Tolerance{Relative: 1e-3}}
	for _, x := range line.X {
		line.Y = append(line.Y, y*math.Pow(x/middle, expected))
	}
	return line
}

// localExponents returns d log y/d log x along a curve: at each x the slope of a line through all points within a factor
// reach to either side. Where that is more than the curve has, or one of the points isn't positive, there is none, and
// x is left out.
func localExponents(x, y []float64, reach float64) (at, exponents []float64) {
	const rounding = 1e-9
	first := slices.IndexFunc(x, func(x float64) bool { return x > 0 })
	if first < 0 {
		return nil, nil
	}
	for _, middle := range x[first:] {
		if middle < reach*x[first]*(1-rounding) || middle*reach > x[len(x)-1]*(1+rounding) {
			continue
		}
		law := fitPowerLaw(x, y, middle/reach, middle*reach)
		if law.points < 3 || math.IsNaN(law.exponent) {
			continue
		}
		at, exponents = append(at, middle), append(exponents, law.exponent)
	}
	return at, exponents
}

// exponentRow is the line of the table of exponents on a law y ∝ variable^expected; expected is NaN where no theory says one.
func exponentRow(r run.Run, quantity, variable string, expected float64, law powerLaw) figure.Exponent {
	return figure.Exponent{
		Network: tableNetwork(r), Quantity: quantity, Variable: variable,
		From: law.from, To: law.to, Expected: expected, Measured: law.exponent, Error: law.standardError,
	}
}

// exponentText says how an exponent was measured, within the detail of a claim.
func (l powerLaw) exponentText() string {
	text := "fitted from " + figure.Number(l.from, 3) + " to " + figure.Number(l.to, 3)
	if math.IsNaN(l.standardError) {
		return text
	}
	return text + ", ± " + figure.Number(l.standardError, 2)
}
