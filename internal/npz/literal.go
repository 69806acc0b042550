package npz

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// parseHeader parses the Python dictionary of an NPY header, such as
//
//	{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }
//
// with its three keys in any order.
func parseHeader(text string) (header, error) {
	var h header
	seen := map[string]bool{}
	l := literal{rest: text}
	if !l.take("{") {
		return header{}, l.unexpected("{")
	}
	for !l.take("}") {
		key, err := l.quoted()
		if err != nil {
			return header{}, err
		}
		if seen[key] {
			return header{}, fmt.Errorf("NPY header: %.60q stands there twice", key)
		}
		seen[key] = true
		if !l.take(":") {
			return header{}, l.unexpected(":")
		}
		if err := l.value(key, &h); err != nil {
			return header{}, err
		}
		if !l.take(",") && !l.at("}") {
			return header{}, l.unexpected(", or }")
		}
	}
	if l.skip(); l.rest != "" {
		return header{}, l.unexpected("its end")
	}
	for _, key := range []string{"descr", "fortran_order", "shape"} {
		if !seen[key] {
			return header{}, fmt.Errorf("NPY header has no %q", key)
		}
	}
	return h, nil
}

// literal is what is left to parse of a Python literal.
type literal struct{ rest string }

func (l *literal) skip() { l.rest = strings.TrimLeft(l.rest, " \t\r\n") }

func (l *literal) at(token string) bool {
	l.skip()
	return strings.HasPrefix(l.rest, token)
}

func (l *literal) take(token string) bool {
	if !l.at(token) {
		return false
	}
	l.rest = l.rest[len(token):]
	return true
}

func (l *literal) unexpected(want string) error {
	return fmt.Errorf("NPY header: %.20q where %s was expected", l.rest, want)
}

// value parses the value of a key into the header.
func (l *literal) value(key string, h *header) (err error) {
	switch key {
	case "descr":
		if l.at("[") {
			return errors.New("a structured array: save its fields as arrays of their own")
		}
		descr, err := l.quoted()
		if err != nil {
			return err
		}
		h.format, err = parseFormat(descr)
		return err
	case "fortran_order":
		if h.fortran = l.take("True"); !h.fortran && !l.take("False") {
			return l.unexpected("True or False")
		}
		return nil
	case "shape":
		h.shape, err = l.tuple()
		return err
	}
	return fmt.Errorf("NPY header: unknown key %.60q", key)
}

// quoted parses a quoted string without escapes.
func (l *literal) quoted() (string, error) {
	l.skip()
	if l.rest == "" || l.rest[0] != '\'' && l.rest[0] != '"' {
		return "", l.unexpected("a quoted string")
	}
	text, rest, closed := strings.Cut(l.rest[1:], l.rest[:1])
	if !closed || strings.Contains(text, `\`) {
		return "", l.unexpected("a quoted string")
	}
	l.rest = rest
	return text, nil
}

// tuple parses a tuple of whole numbers from 0 on; Python 2 wrote them with an L.
func (l *literal) tuple() ([]int, error) {
	if !l.take("(") {
		return nil, l.unexpected("(")
	}
	shape := []int{}
	for !l.take(")") {
		l.skip()
		end := 0
		for end < len(l.rest) && '0' <= l.rest[end] && l.rest[end] <= '9' {
			end++
		}
		n, err := strconv.Atoi(l.rest[:end])
		if err != nil {
			return nil, l.unexpected("a whole number")
		}
		if len(shape) == maxDimensions {
			return nil, fmt.Errorf("an array of more than %d dimensions", maxDimensions)
		}
		shape = append(shape, n)
		l.rest = strings.TrimPrefix(l.rest[end:], "L")
		if !l.take(",") && !l.at(")") {
			return nil, l.unexpected(", or )")
		}
	}
	return shape, nil
}
