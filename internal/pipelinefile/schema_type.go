package pipelinefile

import (
	"fmt"
	"reflect"

	"autoencoder-dynamics/stages"
)

// parametersSchema is the schema of a kind's parameters, given their defaults.
func parametersSchema(parameters any) (object, error) {
	return typeSchema(reflect.TypeOf(parameters).Elem(), reflect.ValueOf(parameters).Elem(), nil)
}

// typeSchema is the schema of one parameter. defaults is its default, or invalid where it has none.
func typeSchema(t reflect.Type, defaults reflect.Value, enum []string) (object, error) {
	switch t.Kind() {
	case reflect.Pointer:
		if defaults.IsValid() {
			defaults = defaults.Elem() // invalid for nil
		}
		return typeSchema(t.Elem(), defaults, enum)
	case reflect.Struct:
		return structSchema(t, defaults)
	case reflect.Slice:
		items, err := typeSchema(t.Elem(), reflect.Value{}, enum)
		if err != nil {
			return nil, err
		}
		return withDefault(object{"type": "array", "items": items}, defaults)
	case reflect.Bool:
		return withDefault(object{"type": "boolean"}, defaults)
	case reflect.Float64:
		return withDefault(object{"type": "number"}, defaults)
	case reflect.Uint64:
		return withDefault(object{"type": "integer", "minimum": 0, "maximum": uint64(1<<64 - 1)}, defaults)
	case reflect.Int, reflect.Int64:
		return withDefault(object{"type": "integer"}, defaults)
	}
	made := object{"type": "string"}
	switch {
	case t == fileType:
		made["minLength"] = 1
	case enum != nil:
		made["enum"] = enum
	}
	if defaults.IsValid() && defaults.String() == "" {
		return made, nil
	}
	return withDefault(made, defaults)
}

func structSchema(t reflect.Type, defaults reflect.Value) (object, error) {
	fields, err := fieldsOf(t)
	if err != nil {
		return nil, err
	}
	properties := object{}
	for _, f := range fields {
		var value reflect.Value
		if defaults.IsValid() {
			value = defaults.FieldByIndex(f.index)
		}
		property, err := typeSchema(f.typ, value, f.enum)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		if f.doc != "" {
			property["description"] = f.doc
		}
		properties[f.name] = property
	}
	return object{"type": "object", "properties": properties, "additionalProperties": false}, nil
}

// withDefault adds the default to a schema.
func withDefault(made object, defaults reflect.Value) (object, error) {
	if !defaults.IsValid() || defaults.Kind() == reflect.Slice && defaults.Len() == 0 {
		return made, nil
	}
	value, err := plain(defaults, nil)
	if err != nil {
		return nil, err
	}
	if _, infinite := value.(string); infinite && defaults.Kind() == reflect.Float64 {
		return made, nil
	}
	made["default"] = value
	return made, nil
}

// addOverrides adds the parameters of a kind to those that a profile may set, in which every key
// at every depth may be null. The kind of the stage isn't written there, so parameters that two kinds
// call the same may be either's.
func addOverrides(properties object, kind stages.Kind) error {
	parameters, err := defaultsOf(kind, stageNames(kind)[0])
	if err != nil || parameters == nil {
		return err
	}
	fields, err := fieldsOf(reflect.TypeOf(parameters).Elem())
	if err != nil {
		return err
	}
	for _, f := range fields {
		made, err := typeSchema(f.typ, reflect.Value{}, f.enum)
		if err != nil {
			return err
		}
		made = nullable(made)
		if f.doc != "" {
			made["description"] = f.doc
		}
		known, there := properties[f.name].(object)
		switch {
		case !there:
			properties[f.name] = made
		case reflect.DeepEqual(known, made):
		case known["anyOf"] != nil:
			known["anyOf"] = append(known["anyOf"].([]any), made)
		default:
			properties[f.name] = object{"anyOf": []any{known, made}}
		}
	}
	return nil
}

// nullable lets null in, here and at every key below.
func nullable(made object) object {
	if name, ok := made["type"].(string); ok {
		made["type"] = []string{name, "null"}
	}
	if words, ok := made["enum"].([]string); ok {
		made["enum"] = append(toAny(words), nil)
	}
	if below, ok := made["properties"].(object); ok {
		for _, property := range below {
			nullable(property.(object))
		}
	}
	return made
}

func toAny(words []string) []any {
	made := make([]any, 0, len(words)+1)
	for _, word := range words {
		made = append(made, word)
	}
	return made
}
