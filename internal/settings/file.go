package settings

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v3"

	"autoencoder-dynamics/internal/nearest"
	"autoencoder-dynamics/internal/regular"
)

// maxFileSize is far above what a settings file needs.
const maxFileSize = 1 << 20

// settingsFile is a settings file with what viper doesn't tell of it.
type settingsFile struct {
	content  []byte
	lines    map[string]int // of every setting in it
	problems []error
}

// readFile reads a settings file. A missing one is nil, unless it was named.
func readFile(path string, named bool) (*settingsFile, error) {
	content, err := regular.ReadFile(path, maxFileSize)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !named:
		return nil, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no settings file %s", path)
	case err != nil:
		return nil, fmt.Errorf("the settings file can't be read: %w", err)
	case bytes.HasPrefix(content, []byte{0xff, 0xfe}), bytes.HasPrefix(content, []byte{0xfe, 0xff}):
		return nil, fmt.Errorf("the settings file %s is UTF-16, expected UTF-8", path)
	}
	file := &settingsFile{content: content, lines: map[string]int{}}
	return file, file.scan(path)
}

// scan notes the line of every setting, and the keys that are none.
func (f *settingsFile) scan(path string) error {
	var document yaml.Node
	if err := yaml.Unmarshal(f.content, &document); err != nil {
		return fmt.Errorf("%s: this isn't YAML: %s", path, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(document.Content) == 0 {
		return nil
	}
	top := document.Content[0]
	if top.Kind == yaml.ScalarNode && top.Tag == "!!null" {
		return nil
	}
	if top.Kind != yaml.MappingNode {
		return fmt.Errorf("%s:%d: expected settings, one \"name: value\" in a line", path, top.Line)
	}
	names := keyNames()
	for i := 0; i+1 < len(top.Content); i += 2 {
		f.scanKey(path, top.Content[i], top.Content[i+1], names)
	}
	return nil
}

func (f *settingsFile) scanKey(path string, key, value *yaml.Node, names []string) {
	add := func(format string, arguments ...any) {
		f.problems = append(f.problems, fmt.Errorf("%s:%d: "+format, append([]any{path, key.Line}, arguments...)...))
	}
	switch {
	case !slices.Contains(names, key.Value):
		hint := ""
		if near := nearest.Name(key.Value, names); near != "" {
			hint = fmt.Sprintf("; did you mean %q?", near)
		}
		add("unknown setting %q, expected one of %s%s", key.Value, strings.Join(names, ", "), hint)
	case value.Kind == yaml.ScalarNode && value.Tag == "!!null":
		add("%s has no value; leave the line out to take the default", key.Value)
	default:
		f.lines[key.Value] = key.Line
	}
}

func keyNames() []string {
	var names []string
	for _, k := range keys() {
		names = append(names, k.name)
	}
	return names
}
