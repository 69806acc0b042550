package code

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// dependenciesFile says which modules stand behind each package of other modules
// that this module imports. The source of other modules isn't at hand when the
// program runs, so what they import in turn has to be written down beforehand.
const dependenciesFile = "internal/engine/code/dependencies.txt"

// languagePart is the part that holds what go.mod says about the language.
const languagePart = "go.mod: language"

// modules is what go.mod, go.sum and the dependencies file say.
type modules struct {
	own      string              // path of the module itself
	language string              // go directive and godebug settings
	versions map[string]string   // module path to "version sum"
	behind   map[string][]string // package to the modules that it is made of
}

func readModules(files fs.FS) (*modules, error) {
	text, err := fs.ReadFile(files, "go.mod")
	if err != nil {
		return nil, err
	}
	mod, err := modfile.Parse("go.mod", text, nil)
	if err != nil {
		return nil, err
	}
	if mod.Module == nil {
		return nil, errors.New("go.mod has no module line; add \"module <path>\"")
	}
	sums, err := readSums(files)
	if err != nil {
		return nil, err
	}
	m := &modules{own: mod.Module.Mod.Path, language: language(mod), versions: map[string]string{}}
	for _, require := range mod.Require {
		if m.versions[require.Mod.Path], err = version(require.Mod, mod.Replace, sums); err != nil {
			return nil, err
		}
	}
	m.behind, err = readDependencies(files)
	return m, err
}

// version returns "v0.17.0 h1:…" for a required module, or for one that
// another module replaces "example.com/fork@v0.17.1 h1:…".
func version(required module.Version, replacements []*modfile.Replace, sums map[module.Version]string) (string, error) {
	var found *modfile.Replace
	for _, r := range replacements {
		// A replacement of one version goes before one of all versions.
		if r.Old == required || r.Old.Version == "" && r.Old.Path == required.Path && found == nil {
			found = r
		}
	}
	switch {
	case found == nil:
		return strings.TrimSpace(required.Version + " " + sums[required]), nil
	case found.New.Version == "":
		return "", fmt.Errorf("go.mod replaces %s by the folder %s: edits there can't be noticed, so results in the cache could be stale; "+
			"replace it by a version of a module (%s => example.com/fork v1.2.3), or remove the line",
			required.Path, found.New.Path, required.Path)
	}
	return strings.TrimSpace(found.New.String() + " " + sums[found.New]), nil
}

// language returns the parts of go.mod that change what the same source means.
// The toolchain line isn't one: the Go version that was used is in the cache key.
func language(mod *modfile.File) string {
	settings := []string{"go1.16"} // what the go command assumes where go.mod doesn't say
	if mod.Go != nil {
		settings[0] = "go" + mod.Go.Version
	}
	for _, setting := range mod.Godebug {
		settings = append(settings, setting.Key+"="+setting.Value)
	}
	slices.Sort(settings[1:])
	return strings.Join(settings, ",")
}

func readSums(files fs.FS) (map[module.Version]string, error) {
	text, err := fs.ReadFile(files, "go.sum")
	if err != nil {
		return nil, err
	}
	sums := map[module.Version]string{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		if f := strings.Fields(lines.Text()); len(f) == 3 {
			sums[module.Version{Path: f[0], Version: f[1]}] = f[2]
		}
	}
	return sums, lines.Err()
}

// readDependencies reads lines "package: module module …". A module without
// that file has nothing to say about what stands behind a package.
func readDependencies(files fs.FS) (map[string][]string, error) {
	text, err := fs.ReadFile(files, dependenciesFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	behind := map[string][]string{}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, list, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("%s:%d: want \"package: module module …\"; run \"go generate ./internal/engine/code\"", dependenciesFile, number)
		}
		behind[name] = strings.Fields(list)
	}
	return behind, nil
}

// of returns the modules that a package outside this module is made of: its own
// and those that it imports, directly or not. There are none for the standard
// library. A module that go.mod no longer requires isn't built in, so it doesn't count.
func (m *modules) of(importPath string) []string {
	var found []string
	for p := importPath; p != "." && p != "/"; p = path.Dir(p) {
		if m.versions[p] != "" {
			found = append(found, p)
			break
		}
	}
	for _, name := range m.behind[importPath] {
		if m.versions[name] != "" {
			found = append(found, name)
		}
	}
	return found
}

// directory returns where in the module an import path lies; ok is false for
// packages of other modules and the standard library.
func (m *modules) directory(importPath string) (dir string, ok bool) {
	if importPath == m.own {
		return ".", true
	}
	return strings.CutPrefix(importPath, m.own+"/")
}
