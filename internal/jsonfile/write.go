package jsonfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
)

// Write writes the value as indented JSON to a file, which it creates or replaces. Characters
// such as < and & stay as they are: the file is for reading, not for HTML. The error names the file, and, of a number that isn't
// finite, which JSON has no way to write, its place in the value: "pca_errors[3]".
func Write(path string, value any) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		if where, number, found := notFinite(reflect.ValueOf(value), ""); found {
			return fmt.Errorf("%s: %s is %v: results are finite numbers", path, where, number)
		}
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, text.Bytes(), 0o666)
}
