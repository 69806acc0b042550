package jsonfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
)

// Write writes the value as indented JSON to a file, which it creates or replaces. Characters
// such as < and & stay as they are: the file is for reading, not for HTML. The error names the file.
func Write(path string, value any) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, text.Bytes(), 0o666)
}
