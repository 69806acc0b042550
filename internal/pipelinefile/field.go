package pipelinefile

import (
	"fmt"
	"reflect"
	"strings"

	"autoencoder-dynamics/stages"
)

var fileType = reflect.TypeFor[stages.File]()

// field is one parameter of a kind, as the tags of its struct field say.
type field struct {
	name  string // key in the file
	doc   string
	enum  []string // the only words taken, nil for any
	index []int    // for reflect.Value.FieldByIndex
	typ   reflect.Type
}

// fieldsOf lists the parameters of a struct type in the order of its fields. An
// embedded struct tagged `yaml:",inline"` counts as its fields, `yaml:"-"` hides one. The error is a mistake in
// the kind's code.
func fieldsOf(t reflect.Type) ([]field, error) {
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		name, option, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case name == "-" || !f.IsExported() && !f.Anonymous:
			continue
		case option == "inline" && f.Type.Kind() == reflect.Struct:
			inner, err := fieldsOf(f.Type)
			if err != nil {
				return nil, err
			}
			for _, in := range inner {
				in.index = append([]int{i}, in.index...)
				fields = append(fields, in)
			}
			continue
		case name == "" || option != "":
			return nil, fmt.Errorf("field %s.%s needs a tag like `yaml:\"learning_rate\"`", t, f.Name)
		}
		made := field{name: name, doc: f.Tag.Get("doc"), index: []int{i}, typ: f.Type}
		if words := f.Tag.Get("enum"); words != "" {
			made.enum = strings.Fields(words)
		}
		fields = append(fields, made)
	}
	return fields, uniqueNames(t, fields)
}

func uniqueNames(t reflect.Type, fields []field) error {
	seen := map[string]bool{}
	for _, f := range fields {
		if seen[f.name] {
			return fmt.Errorf("two fields of %s are called %q", t, f.name)
		}
		seen[f.name] = true
	}
	return nil
}

// checkType reports a parameter type that can't be read from a file: a mistake in a kind's code.
func checkType(t reflect.Type) error { return checkNested(t, nil) }

func checkNested(t reflect.Type, inside []reflect.Type) error {
	switch t.Kind() {
	case reflect.Bool, reflect.String, reflect.Int, reflect.Int64, reflect.Uint64, reflect.Float64:
		return nil
	case reflect.Pointer, reflect.Slice:
		return checkNested(t.Elem(), inside)
	case reflect.Struct:
		for _, outer := range inside {
			if outer == t {
				return fmt.Errorf("%s holds itself", t)
			}
		}
		fields, err := fieldsOf(t)
		if err != nil {
			return err
		}
		for _, f := range fields {
			if err := checkNested(f.typ, append(inside, t)); err != nil {
				return fmt.Errorf("%s: %w", f.name, err)
			}
		}
		return nil
	}
	return fmt.Errorf("a parameter can't be a %s", t)
}

// defaultsOf returns a new parameter struct of the kind, nil for a kind without parameters.
func defaultsOf(kind stages.Kind, stage string) (any, error) {
	parameters := kind.Defaults(stage)
	if parameters == nil {
		return nil, nil
	}
	v := reflect.ValueOf(parameters)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		return nil, fmt.Errorf("kind %s: Defaults returned a %T, not a pointer to a struct", kind.Name(), parameters)
	}
	if err := checkType(v.Type()); err != nil {
		return nil, fmt.Errorf("kind %s: parameter %w", kind.Name(), err)
	}
	return parameters, nil
}
