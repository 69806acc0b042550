package pipelinefile

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
)

// canonical writes decoded parameters as JSON of which there is only one for
// the same values; see Stage.Canonical. digests holds the digests of the files by path.
func canonical(parameters any, digests map[string]string) (json.RawMessage, error) {
	if parameters == nil {
		return json.RawMessage("{}"), nil
	}
	value, err := plain(reflect.ValueOf(parameters), digests)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b) // sorts the keys of maps
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return json.RawMessage(strings.TrimSuffix(b.String(), "\n")), nil
}

// plain turns a parameter into maps, slices and scalars. Floats go through encoding/json,
// which writes the shortest digits that read back as the same number.
func plain(v reflect.Value, digests map[string]string) (any, error) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil, nil
		}
		return plain(v.Elem(), digests)
	case reflect.Struct:
		fields, err := fieldsOf(v.Type())
		if err != nil {
			return nil, err
		}
		object := make(map[string]any, len(fields))
		for _, f := range fields {
			if object[f.name], err = plain(v.FieldByIndex(f.index), digests); err != nil {
				return nil, err
			}
		}
		return object, nil
	case reflect.Slice:
		items := make([]any, v.Len())
		for i := range items {
			var err error
			if items[i], err = plain(v.Index(i), digests); err != nil {
				return nil, err
			}
		}
		return items, nil
	case reflect.String:
		if v.Type() == fileType {
			return plainFile(v.String(), digests)
		}
	case reflect.Float64:
		return plainFloat(v.Float()), nil
	}
	return v.Interface(), nil
}

func plainFile(path string, digests map[string]string) (any, error) {
	if path == "" {
		return nil, nil
	}
	digest, ok := digests[path]
	if !ok {
		return nil, fmt.Errorf("the file %s has no digest", path)
	}
	return map[string]any{"file": digest}, nil
}

// plainFloat writes infinities, which JSON lacks, as texts, and −0 as 0.
func plainFloat(number float64) any {
	switch {
	case math.IsInf(number, 1):
		return "+inf"
	case math.IsInf(number, -1):
		return "-inf"
	case number == 0:
		return 0
	}
	return number
}
