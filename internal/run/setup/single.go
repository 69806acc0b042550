package setup

import (
	"cmp"
	"reflect"
	"slices"

	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// ParameterOf returns the value of a stage's parameter of that key in "with:", or nil where
// it has none. A kind that looks at stages upstream needn't import theirs for it, which
// would make the other's code a part of its own.
func ParameterOf(from stages.Upstream, key string) any {
	parameters := reflect.Indirect(reflect.ValueOf(from.Parameters))
	if parameters.Kind() != reflect.Struct {
		return nil
	}
	for i := range parameters.NumField() {
		if parameters.Type().Field(i).Tag.Get("yaml") == key {
			return parameters.Field(i).Interface()
		}
	}
	return nil
}

// singleModes returns how many of the leading principal components are single modes, of
// a spectrum that is known by its levels, as far as the parameters of the stage that makes it tell.
func singleModes(from stages.Upstream) (count int, known bool) {
	if !from.Dimension().Levels {
		return 0, false
	}
	if path, _ := ParameterOf(from, "spectrum").(stages.File); path != "" {
		read, err := spectrum.ReadAny(string(path))
		if err != nil || read.Levels == nil {
			return 0, false
		}
		return read.Levels.SingleModes(), true
	}
	if ParameterOf(from, "model") != "spiked" {
		return 0, false
	}
	if strengths, _ := ParameterOf(from, "strengths").([]float64); len(strengths) > 0 {
		return singles(strengths), true
	}
	count, known = ParameterOf(from, "spikes").(int) // all different unless said
	return count, known
}

// singles returns how many of the largest numbers are there once, from the largest on.
func singles(numbers []float64) int {
	sorted := slices.SortedFunc(slices.Values(numbers), func(x, y float64) int { return cmp.Compare(y, x) })
	for i := 1; i < len(sorted); i++ {
		if sorted[i] == sorted[i-1] {
			return i - 1
		}
	}
	return len(sorted)
}
