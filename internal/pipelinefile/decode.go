package pipelinefile

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// decoder fills a parameter struct from a mapping, strictly, and notes every mistake.
type decoder struct {
	report *collector
	stage  string            // for messages: "erf-sgd (sgd)"
	failed map[string]bool   // dotted names of the parameters that couldn't be read
	hints  map[string]string // what is wanted in place of unknown keys and words, by dotted name
}

// problem notes that a parameter couldn't be read.
func (d *decoder) problem(path string, f finding) {
	d.failed[path] = true
	f.stage = d.stage
	d.report.add(f)
}

// mismatch says that a value is something else than its parameter.
func (d *decoder) mismatch(path string, n *node, expected string) {
	d.problem(path, finding{at: n.at, message: fmt.Sprintf("%s is %s", subject(path), n.describe()), expected: expected})
}

// subject names a parameter in a message; the whole of them is "with".
func subject(path string) string {
	if path == "" {
		return "with"
	}
	return path
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// fill decodes a mapping into a struct; what the mapping doesn't name is left as it is.
func (d *decoder) fill(path string, n *node, into reflect.Value) {
	fields, _ := fieldsOf(into.Type()) // defaultsOf has checked the type
	if n.shape != mapping {
		d.mismatch(path, n, asMapping(path, n, fields)+", or no "+subject(path)+": at all")
		return
	}
	d.takeHints(path, into)
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	for _, e := range n.entries {
		i := slices.Index(names, e.key)
		if i < 0 {
			d.unknown(path, e, names)
			continue
		}
		if !e.value.removed {
			d.value(join(path, e.key), e.value, into.FieldByIndex(fields[i].index), fields[i].enum)
		}
	}
}

func (d *decoder) unknown(path string, e entry, names []string) {
	of := ""
	if path != "" {
		of = " of " + path
	}
	f := finding{at: e.at, message: fmt.Sprintf("unknown key %q%s", e.key, of), name: e.key, candidates: names, expected: d.hints[join(path, e.key)]}
	switch {
	case f.expected != "":
		f.name = ""
	case len(names) == 0:
		f.expected = "no parameters"
	}
	d.problem(join(path, e.key), f)
}

// value decodes one value of any type that parameters may have.
func (d *decoder) value(path string, n *node, into reflect.Value, enum []string) {
	if n.isNull() {
		remedy := "; leave the key out to take the default"
		if comment := commentAfter(n); comment != "" && into.Kind() == reflect.String {
			remedy = fmt.Sprintf("; # begins a comment, so where it is the value, quote it: %q", shortened(comment))
		}
		d.mismatch(path, n, expectation(into.Type(), enum)+remedy)
		return
	}
	switch into.Kind() {
	case reflect.Pointer:
		if into.IsNil() {
			into.Set(reflect.New(into.Type().Elem()))
		}
		d.value(path, n, into.Elem(), enum)
	case reflect.Struct:
		d.fill(path, n, into)
	case reflect.Slice:
		d.list(path, n, into, enum)
	case reflect.Bool:
		d.boolean(path, n, into)
	case reflect.String:
		d.text(path, n, into, enum)
	case reflect.Float64:
		d.float(path, n, into)
	default:
		d.whole(path, n, into)
	}
}

func (d *decoder) list(path string, n *node, into reflect.Value, enum []string) {
	if n.shape != list {
		d.mismatch(path, n, expectation(into.Type(), enum))
		return
	}
	items := reflect.MakeSlice(into.Type(), len(n.items), len(n.items))
	for i, item := range n.items {
		d.value(join(path, strconv.Itoa(i)), item, items.Index(i), enum)
	}
	into.Set(items)
}

func (d *decoder) boolean(path string, n *node, into reflect.Value) {
	if n.shape == scalar && n.kind == boolScalar {
		into.SetBool(strings.EqualFold(n.value, "true"))
		return
	}
	f := finding{at: n.at, message: fmt.Sprintf("%s is %s", path, n.describe()), expected: unquoted(n, "true or false")}
	if n.shape == scalar && !n.quoted {
		if word := oldBoolean(n.value); word != "" {
			f.name, f.candidates = word, []string{word}
		}
	}
	d.problem(path, f)
}

func (d *decoder) text(path string, n *node, into reflect.Value, enum []string) {
	switch {
	case n.shape != scalar:
		d.mismatch(path, n, expectation(into.Type(), enum))
	case n.kind != textScalar && enum != nil:
		d.mismatch(path, n, choice(enum))
	case n.kind != textScalar:
		d.mismatch(path, n, fmt.Sprintf("a text; in quotes where it is meant as one: %q", shortened(n.value)))
	case enum != nil && !slices.Contains(enum, n.value):
		f := finding{at: n.at, message: fmt.Sprintf("%s is %q", path, shortened(n.value)), name: n.value, candidates: enum}
		if f.expected = d.hints[path+": "+n.value]; f.expected != "" {
			f.name = ""
		}
		d.problem(path, f)
	case into.Type() == fileType && (n.value == "" || strings.ContainsRune(n.value, 0)):
		d.mismatch(path, n, "the path of a file")
	default:
		into.SetString(n.value)
	}
}

func (d *decoder) float(path string, n *node, into reflect.Value) {
	if n.shape != scalar || n.kind != intScalar && n.kind != floatScalar {
		expected := unquoted(n, "a number")
		if n.shape == scalar && infinityPattern.MatchString(n.value) {
			expected = "a number; infinity is written .inf"
		}
		d.mismatch(path, n, expected)
		return
	}
	number, ok := floatOf(n.value)
	switch {
	case octalPattern.MatchString(n.value):
		d.mismatch(path, n, "a number without leading zeros (some programs read them as octal)")
	case !ok:
		d.mismatch(path, n, "a number that a float64 can hold, up to 1.8e308")
	case math.IsNaN(number):
		d.mismatch(path, n, "a number")
	default:
		into.SetFloat(number)
	}
}

func (d *decoder) whole(path string, n *node, into reflect.Value) {
	if n.shape != scalar || n.kind != intScalar && n.kind != floatScalar {
		d.mismatch(path, n, unquoted(n, expectation(into.Type(), nil)))
		return
	}
	if octalPattern.MatchString(n.value) {
		d.mismatch(path, n, "a number without leading zeros (some programs read them as octal)")
		return
	}
	digits, ok := wholeDigits(n.value)
	if ok && into.Kind() == reflect.Uint64 {
		number, err := strconv.ParseUint(digits, 10, 64)
		into.SetUint(number)
		ok = err == nil
	} else if ok {
		number, err := strconv.ParseInt(digits, 10, into.Type().Bits())
		into.SetInt(number)
		ok = err == nil
	}
	if !ok {
		expected := expectation(into.Type(), nil)
		if number, _ := floatOf(n.value); math.Abs(number) >= 1<<63 && into.Kind() != reflect.Uint64 {
			expected += " between −2⁶³ and 2⁶³−1"
		}
		d.mismatch(path, n, expected)
	}
}
