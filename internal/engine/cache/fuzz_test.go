package cache

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// FuzzManifest reads any text as a manifest. What is accepted must be what Put
// writes for the same values, and can't name a path outside.
func FuzzManifest(f *testing.F) {
	good := Manifest{
		Format: Format, Key: DigestBytes([]byte(`{}`)), Preimage: json.RawMessage(`{}`), Detail: json.RawMessage(`{}`),
		Outputs: []Output{{"sub/x.csv", DigestBytes(nil), 0}},
	}
	var err error
	if good.Check, err = good.check(); err != nil {
		f.Fatal(err)
	}
	text, err := json.Marshal(good)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(append(text, '\n'))
	f.Add([]byte(`{"format":1,"outputs":[{"name":"../x"}]}`))
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := parseManifest(text)
		if err == nil {
			checkManifest(t, m, text)
		} else if !errors.Is(err, ErrDamaged) {
			t.Errorf("the error isn't ErrDamaged: %v", err)
		}
		checkForged(t, text)
	})
}

// checkForged signs what the text holds as Put would, so that what comes after
// the digests is tried too.
func checkForged(t *testing.T, text []byte) {
	t.Helper()
	var m Manifest
	if json.Unmarshal(text, &m) != nil {
		return
	}
	m.Format, m.Key = Format, DigestBytes(m.Preimage)
	var err error
	if m.Check, err = m.check(); err != nil {
		return
	}
	forged, err := json.Marshal(m)
	if err != nil {
		return
	}
	forged = append(forged, '\n')
	if m, err := parseManifest(forged); err == nil {
		checkManifest(t, m, forged)
	}
}

func checkManifest(t *testing.T, m Manifest, text []byte) {
	t.Helper()
	again, err := json.Marshal(m)
	if err != nil || !bytes.Equal(append(again, '\n'), text) {
		t.Errorf("accepted, but it would be written as %s, %v", again, err)
	}
	names := map[string]bool{}
	for _, o := range m.Outputs {
		if !filepath.IsLocal(filepath.FromSlash(o.Name)) || !o.Digest.Valid() || o.Size < 0 || names[o.Name] {
			t.Errorf("accepted an output %+v", o)
		}
		names[o.Name] = true
	}
}

// FuzzRoot reads any text as a root.
func FuzzRoot(f *testing.F) {
	good := Root{File: "/p/pipeline.yaml", Keys: map[string]Digest{"s": DigestBytes(nil)}}
	old, err := good.text()
	if err != nil {
		f.Fatal(err)
	}
	if good.Check, err = good.check(); err != nil {
		f.Fatal(err)
	}
	text, err := good.text()
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range [][]byte{old, text, []byte(`{"file":"x"}`), nil} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := parseRoot(text)
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("the error isn't ErrDamaged: %v", err)
			}
			return
		}
		if again, err := r.text(); err != nil || !bytes.Equal(again, text) {
			t.Errorf("accepted, but it would be written as %s, %v", again, err)
		}
		for stage, key := range r.Keys {
			if !key.Valid() {
				t.Errorf("stage %q has the key %q", stage, key)
			}
		}
	})
}

// FuzzCheckpoint reads any file as saved state: it may only yield what was saved
// under that very name for that very action.
func FuzzCheckpoint(f *testing.F) {
	c := New(Options{Disk: Folder(f.TempDir()), Now: time.Now})
	p := c.Checkpoint(DigestBytes([]byte("k")))
	if err := p.Save("replica 1", []byte("state")); err != nil {
		f.Fatal(err)
	}
	path := c.path(p.path("replica 1"))
	good, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(string(DigestBytes([]byte("state"))) + "\nstate"))
	f.Add([]byte(strings.Repeat("0", digestLength) + "\n"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := os.WriteFile(path, content, fs.FileMode(0o644)); err != nil {
			t.Fatal(err)
		}
		state, err := p.Load("replica 1")
		switch {
		case bytes.Equal(content, good):
			if err != nil || string(state) != "state" {
				t.Errorf("what was saved is %q, %v", state, err)
			}
		case !errors.Is(err, ErrDamaged) || state != nil:
			t.Errorf("%q passes for saved state: %q, %v", content, state, err)
		}
	})
}
