package cifar10

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"
)

// startBytes is how much of a file tells what it may be.
const startBytes = 512

// IsGzip reports whether a file that starts so is compressed by gzip.
func IsGzip(start []byte) bool { return bytes.HasPrefix(start, []byte{0x1f, 0x8b}) }

// NotGzip returns the error for a file that isn't compressed by gzip, with a guess at what it is from how it starts.
func NotGzip(start []byte) error {
	const text = "it isn't a gzip file"
	if guess := guessed(start[:min(len(start), startBytes)]); guess != "" {
		return errors.New(text + ": " + guess)
	}
	return errors.New(text)
}

func guessed(start []byte) string {
	for prefix, what := range map[string]string{
		"PK\x03\x04": "a zip archive", "\xfd7zXZ\x00": "an xz file", "BZh": "a bzip2 file",
		"\x28\xb5\x2f\xfd": "a zstd file", "7z\xbc\xaf": "a 7z archive", "\x93NUMPY": "a NumPy array",
	} {
		if bytes.HasPrefix(start, []byte(prefix)) {
			return "it looks like " + what
		}
	}
	switch page := strings.ToLower(strings.TrimSpace(string(start))); {
	case len(start) == 0:
		return "it is empty"
	case strings.HasPrefix(page, "<!doctype html") || strings.HasPrefix(page, "<html"):
		return "it looks like a web page, which a server may have sent in place of the file"
	case len(start) > 262 && string(start[257:262]) == "ustar":
		return "it looks like a tar file without gzip; gzip compresses it"
	case utf8.Valid(start) && !bytes.ContainsFunc(start, isControl):
		return "it looks like text"
	}
	return ""
}

func isControl(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\r\n", r) }

// otherVersion says which other archive has a member of that path; "" where none is known.
func otherVersion(path string) string {
	for prefix, what := range map[string]string{
		"cifar-10-batches-py/": "the Python version of CIFAR10", "cifar-10-batches-mat/": "the Matlab version of CIFAR10",
		"cifar-100-": "CIFAR100",
	} {
		if strings.HasPrefix(path, prefix) {
			return "it is of " + what + "; the binary version of CIFAR10 is needed"
		}
	}
	return ""
}
