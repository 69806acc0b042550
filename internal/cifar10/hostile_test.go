package cifar10_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/cifar10/cifar10test"
	"autoencoder-dynamics/internal/regular"
)

// Archives that were made to take time or memory are refused with little of either.
func TestReadIsBounded(t *testing.T) {
	members := cifar10test.Members(1, 3)
	long := func(kind byte, name string, size int64) []byte { // a header that announces far more than follows
		return cifar10test.Zip(append(header(kind, name, size), make([]byte, 3<<20)...))
	}
	file := cifar10test.Folder + "data_batch_1.bin"
	batchSize := int64(1 + cifar10.ImageBytes)
	tests := []struct {
		name    string
		archive []byte
		want    string
	}{
		{"PAX records of 1 GB", long('x', "pax", 1<<30), ""},
		{"PAX records of 1 MB", long('x', "pax", 1<<20), ""},
		{"global PAX records of 1 GB", long('g', "pax", 1<<30), ""},
		{"name of 1 GB", long('L', "name", 1<<30), ""},
		{"name of 1 MB", cifar10test.Zip(append(header('L', "name", 1<<20-1), append(bytes.Repeat([]byte("x"), 1<<20), header('0', "", 0)...)...)), ""},
		{"link of 1 GB", long('K', "link", 1<<30), ""},
		{"batch of 8 EB", long('0', file, 1<<62), "bytes, want"},
		{"negative size", cifar10test.Zip(negative()), "reading the tar file"},
		{"old sparse file", long('S', file, batchSize), ""},
		{"sparse file of a new kind", cifar10test.Zip(sparse(t, file)), ""},
		{"multi-volume", long('M', file, batchSize), "isn't a regular file"},
		{"FIFO", long('6', file, 0), "isn't a regular file"},
		{"block device", long('4', file, 0), "isn't a regular file"},
		{"unknown kind", long('?', file, batchSize), "isn't a regular file"},
		{"folder in place of a batch", long('5', file+"/", 0), "no such member"},
		{"folders without end", cifar10test.Zip(bytes.Repeat(header('5', cifar10test.Folder, 0), 10_000)), "unpacks to more"},
		{"bomb in a text", cifar10test.Zip(append(header('0', cifar10test.Folder+"readme.html", 1<<33), make([]byte, 8<<20)...)), "bytes of text"},
		{"bomb in place of a tar file", bombOf(16 << 20), "it has no"}, // zeros are a tar file's end
		{"bomb of other bytes", cifar10test.Zip(bytes.Repeat([]byte("no tar "), 1<<20)), "reading the tar file"},
		{"empty blocks", emptyBlocks(1 << 20), "ends too early"},
		{"gzip header without end", append([]byte("\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03"), bytes.Repeat([]byte("x"), 1<<20)...), "isn't a gzip file"},
		{"Python version", renamed(members, "cifar-10-batches-py/"), "Python version"},
		{"CIFAR100", renamed(members, "cifar-100-binary/"), "CIFAR100"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			began, before := time.Now(), allocated()
			_, err := cifar10.Read(t.Context(), bytes.NewReader(test.archive), cifar10.Options{RecordsPerBatch: 1})
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
			if bytes := allocated() - before; bytes > 8<<20 {
				t.Errorf("%d bytes of memory for an archive of %d", bytes, len(test.archive))
			}
			if err == nil || !strings.Contains(err.Error(), test.want) || len(err.Error()) > 1000 {
				t.Errorf("error is %.1200v, want a short one that says %q", err, test.want)
			}
		})
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// header is the header of a tar member of that kind, also of a kind that package tar doesn't write.
func header(kind byte, name string, size int64) []byte {
	block := make([]byte, 512)
	copy(block, name)
	copy(block[100:], "0000644\x000000000\x000000000\x00")
	if size < 1<<33 {
		copy(block[124:], fmt.Sprintf("%011o\x00", size))
	} else { // in base 256
		block[124] = 0x80
		for i := range 8 {
			block[135-i] = byte(size >> (8 * i))
		}
	}
	copy(block[136:], "00000000000\x00")
	block[156] = kind
	copy(block[257:], "ustar  \x00")
	return signed(block)
}

// signed fills in the checksum.
func signed(block []byte) []byte {
	copy(block[148:], "        ")
	sum := 0
	for _, b := range block {
		sum += int(b)
	}
	copy(block[148:], fmt.Sprintf("%06o\x00 ", sum))
	return block
}

// negative is the header of a file of −1 bytes.
func negative() []byte {
	block := header('0', cifar10test.Folder+"readme.html", 0)
	copy(block[124:], bytes.Repeat([]byte{0xff}, 12))
	return append(signed(block), make([]byte, 1024)...)
}

// sparse is a batch of the right size of which no byte is stored, and a map of its holes that claims more.
func sparse(t *testing.T, name string) []byte {
	t.Helper()
	records := map[string]string{
		"GNU.sparsf.size": "3073", "GNU.sparsf.numblocks": "999999999", "GNU.sparsf.map": "0,1,2,3", "GNU.sparsf.major": "0", "GNU.sparsf.minor": "1",
	}
	var plain bytes.Buffer
	w := tar.NewWriter(&plain)
	if err := errors.Join(w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644, PAXRecords: records, Format: tar.FormatPAX}), w.Close()); err != nil {
		t.Fatal(err)
	}
	return bytes.ReplaceAll(plain.Bytes(), []byte("GNU.sparsf"), []byte("GNU.sparse")) // which package tar doesn't write
}

func renamed(members []cifar10test.Member, folder string) []byte {
	for i := range members {
		members[i].Header.Name = folder + strings.TrimPrefix(members[i].Header.Name, cifar10test.Folder)
	}
	return cifar10test.Pack(members)
}

// bombOf is that many zeros, in a thousandth of the bytes.
func bombOf(n int64) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	for range n >> 20 {
		_, _ = w.Write(make([]byte, 1<<20))
	}
	_ = w.Close()
	return b.Bytes()
}

// emptyBlocks is gzip data of that many bytes that unpack to none.
func emptyBlocks(n int) []byte {
	start := []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03")
	return append(start, bytes.Repeat([]byte("\x00\x00\x00\xff\xff"), n/5)...)
}

// endless never ends, and counts what was taken of it.
type endless struct {
	start io.Reader
	place int
	taken int64
}

func (e *endless) Read(p []byte) (int, error) {
	n, _ := e.start.Read(p)
	for ; n < len(p); n++ {
		p[n] = "\x00\x00\x00\xff\xff"[e.place] // a block of deflate without content
		e.place = (e.place + 1) % 5
	}
	e.taken += int64(n)
	return n, nil
}

// A source that yields for ever, and nothing, is left when it is longer than any archive.
func TestReadEndsWithoutEnd(t *testing.T) {
	source := &endless{start: strings.NewReader("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03")}
	if _, err := cifar10.Read(t.Context(), source, cifar10.Options{RecordsPerBatch: 1}); err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("error is %v, want one that says longer", err)
	}
	if source.taken > 4<<20 {
		t.Errorf("%d bytes were read", source.taken)
	}
}

func TestReadFileRefusesWhatIsNoFile(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip(err)
	}
	for _, path := range []string{fifo, "/dev/zero", filepath.Dir(fifo)} {
		if _, err := os.Stat(path); err != nil {
			continue
		}
		if _, err := cifar10.ReadFile(t.Context(), path, cifar10.Options{}); !errors.Is(err, regular.ErrNot) {
			t.Errorf("%s: error is %v, want one that says no regular file", path, err)
		}
	}
}
