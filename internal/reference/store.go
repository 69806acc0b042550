package reference

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"autoencoder-dynamics/internal/regular"
)

// Store is a folder of accepted figures: VARIANT/FIGURE/.
type Store struct{ Dir string }

// Accepted is an accepted figure.
type Accepted struct {
	Manifest Manifest
	Content  Content
}

// ErrNone says that no figure was accepted under that variant.
var ErrNone = errors.New("nothing was accepted yet")

// oldSuffix is the end of the name of a folder that is being replaced. A figure without a folder of its own lies there,
// where the replacement was interrupted.
const oldSuffix = ".old"

func (s Store) folder(variant Variant, name string) string {
	return filepath.Join(s.Dir, string(variant), name)
}

func (s Store) oldFolder(variant Variant, name string) string {
	return filepath.Join(s.Dir, string(variant), "."+name+oldSuffix)
}

// Read returns an accepted figure; an error that is ErrNone where there is none. Files that were changed since, or
// merged by halves, are an error that says so.
func (s Store) Read(variant Variant, name string) (Accepted, error) {
	if err := errors.Join(checkName("variant", string(variant)), checkName("figure", name)); err != nil {
		return Accepted{}, err
	}
	dir := s.folder(variant, name)
	a, err := readFolder(filesIn(dir), variant, name)
	if errors.Is(err, fs.ErrNotExist) {
		if _, statErr := os.Stat(dir); errors.Is(statErr, fs.ErrNotExist) {
			a, err = readFolder(filesIn(s.oldFolder(variant, name)), variant, name)
			if errors.Is(err, fs.ErrNotExist) {
				return a, ErrNone
			}
		}
	}
	if err != nil {
		return a, fmt.Errorf("accepted figure %s: %w; restore the folder, or accept the figure again", dir, err)
	}
	return a, nil
}

// Manifest returns only the manifest of an accepted figure, which may be all that is whole; ErrNone where there is none.
func (s Store) Manifest(variant Variant, name string) (Manifest, error) {
	for _, dir := range []string{s.folder(variant, name), s.oldFolder(variant, name)} {
		text, err := readFile(dir, manifestFile)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return Manifest{}, err
		}
		m, err := parseManifest(text, variant, name)
		if err != nil {
			return m, fmt.Errorf("%s: %w", filepath.Join(dir, manifestFile), err)
		}
		return m, nil
	}
	return Manifest{}, ErrNone
}

// Variants lists the variants under which a figure was accepted, sorted.
func (s Store) Variants(name string) ([]Variant, error) {
	entries, err := os.ReadDir(s.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	var all []Variant
	for _, entry := range entries {
		if _, err := s.Manifest(Variant(entry.Name()), name); err == nil {
			all = append(all, Variant(entry.Name()))
		}
	}
	slices.Sort(all)
	return all, nil
}

// filesIn reads files of a folder by their names.
func filesIn(dir string) func(file string) ([]byte, error) {
	return func(file string) ([]byte, error) { return readFile(dir, file) }
}

// readFolder reads an accepted figure from its files, each read by its name.
func readFolder(read func(file string) ([]byte, error), variant Variant, name string) (Accepted, error) {
	text, err := read(manifestFile)
	if err != nil {
		return Accepted{}, err
	}
	m, err := parseManifest(text, variant, name)
	if err != nil {
		return Accepted{}, fmt.Errorf("%s: %w", manifestFile, err)
	}
	files := map[string][]byte{}
	for _, file := range contentFiles() {
		if files[file], err = read(file); err != nil {
			return Accepted{}, err
		}
		if digest(file, files[file]) != m.Files[file] {
			return Accepted{}, fmt.Errorf("%s isn't the one that was accepted: its digest differs from the manifest's", file)
		}
	}
	content, err := parseContent(files, maxAcceptedPixels)
	return Accepted{m, content}, err
}

// readFile reads a file of a figure's folder that isn't too long for one.
func readFile(dir, name string) ([]byte, error) {
	return regular.ReadFile(filepath.Join(dir, name), maxFile)
}

// digest is that of the content, line ends of texts taken as line feeds: git may have changed them.
func digest(name string, content []byte) string {
	if filepath.Ext(name) != ".png" {
		content = bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n"))
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// Size returns how many bytes an accepted figure takes.
func (s Store) Size(variant Variant, name string) (total int64, err error) {
	entries, err := os.ReadDir(s.folder(variant, name))
	for _, entry := range entries {
		if info, infoErr := entry.Info(); infoErr == nil {
			total += info.Size()
		}
	}
	return total, err
}

// pack returns the files of an accepted figure's folder.
func pack(m Manifest, c Content) (map[string][]byte, error) {
	files, err := c.files()
	if err != nil {
		return nil, err
	}
	m.Format, m.Files = Format, map[string]string{}
	for name, content := range files {
		m.Files[name] = digest(name, content)
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", manifestFile, err)
	}
	files[manifestFile] = append(text, '\n')
	return files, nil
}
