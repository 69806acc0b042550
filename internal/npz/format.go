package npz

import (
	"encoding/binary"
	"fmt"
	"math"
)

// format says how the elements of an array are stored.
type format struct {
	kind byte // 'f' floating point, 'i' signed, 'u' unsigned integers, 'b' booleans
	size int  // bytes per element
	big  bool // the most significant byte comes first
}

// parseFormat parses NumPy's name of a type, such as "<f8".
func parseFormat(descr string) (format, error) {
	switch {
	case len(descr) > 1 && (descr[1] == 'O' || descr[0] == 'O'):
		return format{}, fmt.Errorf("an array of Python objects (%.20q), which is never decoded: save it with a numeric dtype", descr)
	case len(descr) != 3:
		return format{}, unreadable(descr)
	}
	f := format{kind: descr[1], size: int(descr[2] - '0'), big: descr[0] == '>'}
	switch descr[0] {
	case '<', '>', '|':
	default:
		return format{}, unreadable(descr)
	}
	if descr[0] == '|' && f.size != 1 {
		return format{}, unreadable(descr)
	}
	switch string(descr[1:]) {
	case "f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1":
		return f, nil
	}
	return format{}, unreadable(descr)
}

func unreadable(descr string) error {
	return fmt.Errorf("elements of type %.20q are not read (real numbers are: f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1)", descr)
}

// String returns NumPy's name of the type.
func (f format) String() string {
	order := "<"
	switch {
	case f.size == 1:
		order = "|"
	case f.big:
		order = ">"
	}
	return fmt.Sprintf("%s%c%d", order, f.kind, f.size)
}

// bits returns the function that reads the bits of one element.
func (f format) bits() func([]byte) uint64 {
	var order binary.ByteOrder = binary.LittleEndian
	if f.big {
		order = binary.BigEndian
	}
	switch f.size {
	case 1:
		return func(b []byte) uint64 { return uint64(b[0]) }
	case 2:
		return func(b []byte) uint64 { return uint64(order.Uint16(b)) }
	case 4:
		return func(b []byte) uint64 { return uint64(order.Uint32(b)) }
	}
	return order.Uint64
}

// real returns the value of an element with these bits.
func (f format) real(bits uint64) float64 {
	switch {
	case f.kind == 'f' && f.size == 2:
		return halfPrecision(uint16(bits))
	case f.kind == 'f' && f.size == 4:
		return float64(math.Float32frombits(uint32(bits)))
	case f.kind == 'f':
		return math.Float64frombits(bits)
	case f.kind == 'i':
		return float64(f.signed(bits))
	}
	return float64(bits)
}

// signed extends the sign of an element of kind 'i'.
func (f format) signed(bits uint64) int64 {
	shift := 64 - 8*f.size
	return int64(bits<<shift) >> shift
}

// integer returns the value of an element that isn't of kind 'f'; ok is false
// where it exceeds int64.
func (f format) integer(bits uint64) (value int64, ok bool) {
	if f.kind == 'i' {
		return f.signed(bits), true
	}
	return int64(bits), bits <= math.MaxInt64
}

// halfPrecision returns the value of an IEEE 754 binary16 number.
func halfPrecision(bits uint16) float64 {
	exponent, fraction := int(bits>>10&0x1f), float64(bits&0x3ff)
	var value float64
	switch exponent {
	case 0:
		value = math.Ldexp(fraction, -24)
	case 0x1f:
		value = math.Inf(1)
		if fraction != 0 {
			value = math.NaN()
		}
	default:
		value = math.Ldexp(1024+fraction, exponent-25)
	}
	return math.Copysign(value, float64(int16(bits))+0.5)
}
