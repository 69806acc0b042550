package reference

import (
	"encoding/json"
	"io/fs"
)

// ReadFiles is Store.Read of files that are in memory.
func ReadFiles(files map[string][]byte, variant Variant, name string) (Accepted, error) {
	return readFolder(func(file string) ([]byte, error) {
		if content, ok := files[file]; ok {
			return content, nil
		}
		return nil, fs.ErrNotExist
	}, variant, name)
}

// Sealed is the files with a manifest whose digests are theirs, as far as the manifest can be read.
func Sealed(manifest []byte, files map[string][]byte) map[string][]byte {
	var m map[string]json.RawMessage
	_ = json.Unmarshal(manifest, &m)
	digests := map[string]string{}
	for name, content := range files {
		digests[name] = digest(name, content)
	}
	if text, err := json.Marshal(digests); err == nil && m != nil {
		m["files"] = text
		manifest, _ = json.Marshal(m)
	}
	all := map[string][]byte{manifestFile: manifest}
	for name, content := range files {
		all[name] = content
	}
	return all
}

// AcceptWith is Accept with another rename.
func AcceptWith(s Store, m Manifest, c Content, rename func(from, to string) error) error {
	return s.accept(m, c, rename)
}

// CompareDrawings is the gate of what is drawn alone.
var CompareDrawings = compareDrawings

// CompareNumbers is the gate of the numbers alone.
var CompareNumbers = compareNumbers
