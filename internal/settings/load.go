package settings

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"autoencoder-dynamics/internal/nearest"
)

const (
	variablePrefix = "PIPELINE_"
	fileFlag       = "settings"
	fileVariable   = "PIPELINE_SETTINGS"
	fileName       = "settings.yaml"
)

// layer is where a value came from. Later layers win.
type layer uint8

const (
	fromDefault layer = iota
	fromFile
	fromEnvironment
	fromFlag
)

// typed reports whether somebody typed the value in the working folder.
func (l layer) typed() bool { return l >= fromEnvironment }

// origin is a layer and its name for people.
type origin struct {
	layer layer
	where string
}

// Load reads the settings from those of the flags that were given, from environ (lines
// "NAME=value", as os.Environ returns), and from the settings file. root is the project's root folder.
// flags may lack some of the settings, or be nil. The error joins everything that is wrong.
func Load(flags *pflag.FlagSet, root string, environ []string) (Settings, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return Settings{}, fmt.Errorf("finding the project's root: %w", err)
	}
	l := &loader{viper: viper.New(), flags: flags, variables: variables(environ), settings: Settings{Root: root, origins: map[string]origin{}}}
	l.layerDefaults()
	l.layerFile()
	l.layerEnvironment()
	l.layerFlags()
	values := l.values()
	if len(l.problems) > 0 {
		return Settings{}, errors.Join(l.problems...)
	}
	l.settings.fill(values)
	l.checkFolders()
	if len(l.problems) > 0 {
		return Settings{}, errors.Join(l.problems...)
	}
	return l.settings, nil
}

// loader puts one layer of settings over the other.
type loader struct {
	viper     *viper.Viper
	flags     *pflag.FlagSet
	variables map[string]string
	settings  Settings
	problems  []error
}

func (l *loader) problem(format string, arguments ...any) {
	l.problems = append(l.problems, fmt.Errorf(format, arguments...))
}

// variables makes a map of an environment; of two lines with one name the last counts.
func variables(environ []string) map[string]string {
	made := make(map[string]string, len(environ))
	for _, line := range environ {
		if name, value, ok := strings.Cut(line, "="); ok {
			made[name] = value
		}
	}
	return made
}

func (l *loader) layerDefaults() {
	for _, k := range keys() {
		l.viper.SetDefault(k.name, k.value)
		l.settings.origins[k.name] = origin{fromDefault, "the default"}
	}
}

// layerFile reads the settings file that was named, or the one in the root.
func (l *loader) layerFile() {
	path, named := l.filePath()
	file, err := readFile(path, named)
	if err != nil {
		l.problems = append(l.problems, err)
		return
	}
	if file == nil {
		return
	}
	l.settings.File = path
	l.viper.SetConfigType("yaml")
	if err := l.viper.ReadConfig(bytes.NewReader(file.content)); err != nil {
		l.problem("%s: %w", path, err)
		return
	}
	l.problems = append(l.problems, file.problems...)
	for name, line := range file.lines {
		l.settings.origins[name] = origin{fromFile, fmt.Sprintf("%s:%d", path, line)}
	}
}

// filePath returns where the settings file lies, and whether somebody named it.
func (l *loader) filePath() (path string, named bool) {
	if l.flags != nil {
		if flag := l.flags.Lookup(fileFlag); flag != nil && flag.Changed {
			return flag.Value.String(), true
		}
	}
	if path := l.variables[fileVariable]; path != "" {
		return path, true
	}
	return filepath.Join(l.settings.Root, fileName), false
}

// layerEnvironment lays the variables over the file. viper would ask the
// environment of the process; ours was passed in. Empty variables count as not set.
func (l *loader) layerEnvironment() {
	known := []string{fileVariable}
	found := map[string]any{}
	for _, k := range keys() {
		for _, name := range slices.Backward(k.environment()) {
			known = append(known, name)
			if value := l.variables[name]; value != "" {
				found[k.name] = value
				l.settings.origins[k.name] = origin{fromEnvironment, "the variable " + name}
			}
		}
	}
	if err := l.viper.MergeConfigMap(found); err != nil {
		l.problem("reading the environment: %w", err)
	}
	l.warnOfUnknown(known)
}

// warnOfUnknown notes variables that look like settings. They may belong to
// another program, so they are no error.
func (l *loader) warnOfUnknown(known []string) {
	var endings []string
	for _, name := range known {
		if ending, ok := strings.CutPrefix(name, variablePrefix); ok {
			endings = append(endings, ending)
		}
	}
	for name := range l.variables {
		if !strings.HasPrefix(name, variablePrefix) || slices.Contains(known, name) {
			continue
		}
		warning := fmt.Sprintf("the variable %s is no setting and has no effect", name)
		if near := nearest.Name(name[len(variablePrefix):], endings); near != "" {
			warning += fmt.Sprintf("; did you mean %s%s?", variablePrefix, near)
		}
		l.settings.Warnings = append(l.settings.Warnings, warning)
	}
	slices.Sort(l.settings.Warnings)
}

func (l *loader) layerFlags() {
	if l.flags == nil {
		return
	}
	for _, k := range keys() {
		flag := l.flags.Lookup(k.name)
		if flag == nil || !flag.Changed {
			continue
		}
		if err := l.viper.BindPFlag(k.name, flag); err != nil {
			l.problem("reading --%s: %w", k.name, err)
		}
		l.settings.origins[k.name] = origin{fromFlag, "the flag --" + k.name}
	}
}

// values takes every setting from viper as it is and checks it: viper's own getters
// would make 0, false or "" of what they can't convert.
func (l *loader) values() map[string]any {
	values := map[string]any{}
	for _, k := range keys() {
		raw, from := l.viper.Get(k.name), l.settings.origins[k.name]
		value, ok := convert(raw, k.value, from.layer)
		if !ok || k.check != nil && k.check(value) {
			l.problem("%s: %s is %s, expected %s%s", from.where, k.name, describe(raw), k.expected, remedy(raw, k, from.layer))
			continue
		}
		values[k.name] = value
	}
	return values
}

// remedy adds the usual reason for a wrong value.
func remedy(raw any, k key, from layer) string {
	text, isText := raw.(string)
	if !isText {
		return ""
	}
	if _, ok := convert(text, k.value, fromEnvironment); ok && from == fromFile {
		if _, isString := k.value.(string); !isString {
			return ", without quotes"
		}
	}
	if words, ok := strings.CutPrefix(k.expected, "one of "); ok {
		if near := nearest.Name(text, strings.Split(words, ", ")); near != "" {
			return fmt.Sprintf("; did you mean %q?", near)
		}
	}
	return ""
}
