package jsonfile

import (
	"fmt"
	"math"
	"reflect"
	"strings"
)

// notFinite finds a number in a value that JSON can't hold, and says where: keys as they would be written, joined by
// dots, and indices from 0.
func notFinite(v reflect.Value, at string) (where string, number float64, found bool) {
	switch v.Kind() {
	case reflect.Float32, reflect.Float64:
		x := v.Float()
		unlimited := v.Type() == reflect.TypeFor[Number]() && math.IsInf(x, 1)
		return at, x, x-x != 0 && !unlimited // for NaN and the infinities alone
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return "", 0, false
		}
		return notFinite(v.Elem(), at)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if where, number, found = notFinite(v.Index(i), fmt.Sprintf("%s[%d]", at, i)); found {
				return where, number, true
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if where, number, found = notFinite(v.MapIndex(key), below(at, fmt.Sprint(key))); found {
				return where, number, true
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if where, number, found = notFinite(v.Field(i), below(at, written(v.Type().Field(i)))); found {
				return where, number, true
			}
		}
	}
	return "", 0, false
}

// written returns the name under which encoding/json writes a field.
func written(field reflect.StructField) string {
	if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" {
		return name
	}
	return field.Name
}

func below(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}
