package pipelinefile

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strconv"

	"autoencoder-dynamics/internal/quantity"
	"autoencoder-dynamics/internal/regular"
)

// Files is the file system as far as parameters of type [stages.File] need it.
// The engine may pass one that remembers digests between runs.
type Files interface {
	// Digest returns "sha256:" and the digest of the regular file's content in
	// hexadecimal. For a missing file the error wraps fs.ErrNotExist.
	Digest(path string) (string, error)

	// Names lists what a folder holds, for suggestions; nil where it can't.
	Names(folder string) []string
}

// Disk is the real file system.
type Disk struct{}

// Digest implements Files.
func (Disk) Digest(path string) (string, error) {
	file, size, err := regular.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	if size > maxFile {
		return "", tooLarge(size)
	}
	hash := sha256.New()
	read, err := io.Copy(hash, io.LimitReader(file, maxFile+1)) // it may grow meanwhile
	if err != nil {
		return "", err
	}
	if read > maxFile {
		return "", tooLarge(read)
	}
	return "sha256:" + hex.EncodeToString(hash.Sum(nil)), nil
}

func tooLarge(size int64) error {
	return fmt.Errorf("it has %s, more than the %s that are read", quantity.Bytes(size), quantity.Bytes(maxFile))
}

// Names implements Files.
func (Disk) Names(folder string) []string {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names
}

// resolveFiles makes every non-empty File in the parameters absolute and takes its
// digest. It reports each file that can't be read, at the place that at gives for its dotted name.
func (r *reader) resolveFiles(parameters any, stage string, at func(field string) place) []FileUse {
	var uses []FileUse
	eachFile(reflect.ValueOf(parameters), "", func(name string, v reflect.Value) {
		written := v.String()
		if written == "" {
			return
		}
		path := filepath.FromSlash(written)
		if !filepath.IsAbs(path) {
			path = filepath.Join(r.dir, path)
		}
		v.SetString(path)
		digest, err := r.digest(path)
		if err != nil {
			f := finding{at: at(name), stage: stage, message: fmt.Sprintf("%s: %s can't be read: %v", name, written, bare(err)), expected: "a file that can be read"}
			if errors.Is(err, fs.ErrNotExist) {
				f.message = fmt.Sprintf("%s: there is no file %s", name, written)
				f.expected = "a path relative to the folder of the pipeline file"
				f.name, f.candidates = filepath.Base(path), r.files.Names(filepath.Dir(path))
			}
			r.report.add(f)
			return
		}
		uses = append(uses, FileUse{Field: name, Path: path, Digest: digest})
	})
	return uses
}

// bare takes the path off an error: the message names it already.
func bare(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// digest returns a file's digest, reading every file once.
func (r *reader) digest(path string) (string, error) {
	if known, ok := r.digests[path]; ok {
		return known, nil
	}
	digest, err := r.files.Digest(path)
	if err == nil {
		r.digests[path] = digest
	}
	return digest, err
}

// eachFile calls visit for every File field inside a value, in the order of the fields.
func eachFile(v reflect.Value, path string, visit func(name string, v reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachFile(v.Elem(), path, visit)
		}
	case reflect.Struct:
		fields, _ := fieldsOf(v.Type())
		for _, f := range fields {
			eachFile(v.FieldByIndex(f.index), join(path, f.name), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachFile(v.Index(i), join(path, strconv.Itoa(i)), visit)
		}
	case reflect.String:
		if v.Type() == fileType {
			visit(path, v)
		}
	}
}
