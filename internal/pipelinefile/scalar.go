package pipelinefile

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// scalarKind is what a scalar is by the core schema of YAML 1.2 (section 10.3.2
// of the specification), which, unlike YAML 1.1, takes yes, on, 1_000 and
// 2022-01-06 for texts.
type scalarKind uint8

const (
	textScalar scalarKind = iota
	nullScalar
	boolScalar
	intScalar
	floatScalar
)

var (
	integerPattern = regexp.MustCompile(`^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$`)
	floatPattern   = regexp.MustCompile(`^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$`)
	specialPattern = regexp.MustCompile(`^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$`)
	octalPattern   = regexp.MustCompile(`^[-+]?0[0-9]+$`) // octal in YAML 1.1, decimal in YAML 1.2
)

// resolve says what an unquoted scalar is.
func resolve(value string) scalarKind {
	switch value {
	case "", "~", "null", "Null", "NULL":
		return nullScalar
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return boolScalar
	}
	switch {
	case integerPattern.MatchString(value):
		return intScalar
	case floatPattern.MatchString(value), specialPattern.MatchString(value):
		return floatScalar
	}
	return textScalar
}

// oldBoolean returns what YAML 1.1 made of yes, no, on and off, or "".
func oldBoolean(value string) string {
	switch strings.ToLower(value) {
	case "yes", "on", "y":
		return "true"
	case "no", "off", "n":
		return "false"
	}
	return ""
}

// floatOf returns the number that a scalar is; ok is false where it is none or
// lies beyond the range of float64.
func floatOf(value string) (number float64, ok bool) {
	switch resolve(value) {
	case floatScalar:
		if specialPattern.MatchString(value) {
			return specialFloat(value), true
		}
	case intScalar:
		if strings.HasPrefix(value, "0x") || strings.HasPrefix(value, "0o") {
			n, err := strconv.ParseUint(value, 0, 64)
			return float64(n), err == nil
		}
	default:
		return 0, false
	}
	number, err := strconv.ParseFloat(value, 64)
	return number, err == nil
}

func specialFloat(value string) float64 {
	switch lower := strings.ToLower(value); {
	case lower == ".nan":
		return math.NaN()
	case strings.HasPrefix(lower, "-"):
		return math.Inf(-1)
	default:
		return math.Inf(1)
	}
}

// wholeDigits returns a number as an optional '-' and decimal digits, where it is
// whole as written: "1e3" and "1000.0" are, "1e-3" and "2.5" aren't. Numbers of
// more than twenty digits are not needed and come back as not whole.
func wholeDigits(value string) (digits string, ok bool) {
	if strings.HasPrefix(value, "0x") || strings.HasPrefix(value, "0o") {
		n, err := strconv.ParseUint(value, 0, 64)
		return strconv.FormatUint(n, 10), err == nil
	}
	if !floatPattern.MatchString(value) {
		return "", false
	}
	sign := ""
	if value[0] == '-' || value[0] == '+' {
		sign, value = strings.TrimPrefix(value[:1], "+"), value[1:]
	}
	mantissa, exponentText, hasExponent := strings.Cut(strings.ToLower(value), "e")
	exponent := 0
	if hasExponent {
		var err error
		if exponent, err = strconv.Atoi(exponentText); err != nil || exponent > 1e6 || exponent < -1e6 {
			return "", false
		}
	}
	before, after, _ := strings.Cut(mantissa, ".")
	digits, exponent = strings.TrimLeft(before+after, "0"), exponent-len(after)
	for exponent < 0 && strings.HasSuffix(digits, "0") {
		digits, exponent = digits[:len(digits)-1], exponent+1
	}
	switch {
	case digits == "":
		return "0", true
	case exponent < 0 || len(digits)+exponent > 20:
		return "", false
	}
	return sign + digits + strings.Repeat("0", exponent), true
}
