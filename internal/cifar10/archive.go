package cifar10

import (
	"archive/tar"
	"bufio"
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"autoencoder-dynamics/internal/regular"
)

// maxOverhead bounds what an archive may unpack to beside its batches: tar
// headers, padding and the two text files. The official one needs 20 KB.
const maxOverhead = 1 << 20

// LargestArchive is the size in bytes above which no file is the archive: gzip never makes data longer by more than a thousandth.
const LargestArchive = ((TrainBatches+1)*RecordsPerBatch*recordBytes+maxOverhead)/1000*1001 + maxOverhead

// Options change what [Read] expects. The zero value is right for real archives.
type Options struct {
	// RecordsPerBatch is the number of images in each of the six files; 0 is
	// the official 10,000. Tests use small archives.
	RecordsPerBatch int

	// Progress is called with the number of images read since the last call; nil is allowed.
	Progress func(images int)
}

// Images returns the number of images that are expected in all: 60,000, unless changed.
func (o Options) Images() int {
	if o.RecordsPerBatch == 0 {
		return (TrainBatches + 1) * RecordsPerBatch
	}
	return (TrainBatches + 1) * o.RecordsPerBatch
}

// unpacked is how many bytes an archive unpacks to at the most.
func (o Options) unpacked() int64 { return int64(o.Images())*recordBytes + maxOverhead }

// packed is how many bytes an archive has at the most, [LargestArchive] of the official one.
func (o Options) packed() int64 { return o.unpacked()/1000*1001 + maxOverhead }

// ReadFile reads the archive at path as [Read] does. Its errors name the file and what to do.
func ReadFile(ctx context.Context, path string, options Options) (*Dataset, error) {
	file, _, err := regular.Open(path)
	if err != nil {
		return nil, fmt.Errorf("CIFAR10 archive: %w", err)
	}
	defer file.Close()
	dataset, err := Read(ctx, file, options)
	if err != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("CIFAR10 archive %s: %w\nReplace it by a good copy of %s (%s), or remove it", path, err, ArchiveName, URL)
	}
	return dataset, err
}

// Read reads an archive from r to its end.
//
// The members may come in any order. It returns an error where r isn't a
// gzip-compressed tar file, ends early or is damaged (gzip's checksum is
// verified), where a member is missing, repeated, unexpected, a link or of the
// wrong size, where a label is above 9, and an error that wraps ctx.Err() when
// ctx is done. It reads at most [LargestArchive] bytes, and takes memory for the images alone.
func Read(ctx context.Context, r io.Reader, options Options) (*Dataset, error) {
	limited := &budgetReader{r: contextReader{ctx, r}, left: options.packed(), spent: errors.New("it is longer than the archive of CIFAR10 can be")}
	digest := &digestingReader{r: limited, hash: sha256.New()}
	compressed := bufio.NewReaderSize(digest, 1<<17)
	dataset, err := unpack(compressed, options)
	if err == nil {
		err = expectEnd(compressed)
	}
	if err != nil {
		return nil, explain(ctx, err)
	}
	dataset.ArchiveSHA256, dataset.ArchiveBytes = hex.EncodeToString(digest.hash.Sum(nil)), digest.bytes
	return dataset, nil
}

func unpack(compressed *bufio.Reader, options Options) (*Dataset, error) {
	if start, err := compressed.Peek(startBytes); !IsGzip(start) && (err == nil || errors.Is(err, io.EOF)) {
		return nil, NotGzip(start)
	}
	unzipped, err := gzip.NewReader(compressed)
	if err != nil {
		return nil, err
	}
	unzipped.Multistream(false)
	plain := &budgetReader{r: unzipped, left: options.unpacked(), spent: errors.New("it unpacks to more than the archive of CIFAR10 holds")}
	members := members{records: options.Images() / (TrainBatches + 1), progress: options.Progress}
	if err := members.readAll(tar.NewReader(plain)); err != nil {
		return nil, err
	}
	// What follows the tar's end is padding. Reading it makes gzip verify its checksum.
	if _, err := io.Copy(io.Discard, plain); err != nil {
		return nil, err
	}
	return members.dataset, nil
}

// expectEnd returns an error unless nothing follows the gzip data.
func expectEnd(r *bufio.Reader) error {
	switch _, err := r.ReadByte(); err {
	case nil:
		return errors.New("something follows the end of the gzip data")
	case io.EOF:
		return nil
	default:
		return err
	}
}

// explain says in words what the errors of damaged files mean.
func explain(ctx context.Context, err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, gzip.ErrHeader):
		return fmt.Errorf("it isn't a gzip file (%w)", err)
	case errors.Is(err, gzip.ErrChecksum), errors.As(err, &corrupt):
		return fmt.Errorf("the file is damaged (%w)", err)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Errorf("the file ends too early, as after a download that broke off (%w)", io.ErrUnexpectedEOF)
	}
	return err
}

// contextReader ends reading soon after its context is done.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// budgetReader refuses to read more than an archive may hold.
type budgetReader struct {
	r     io.Reader
	left  int64
	spent error // where more is asked for
}

func (b *budgetReader) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, b.spent
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

// digestingReader hashes and counts what is read through it.
type digestingReader struct {
	r     io.Reader
	hash  hash.Hash
	bytes int64
}

func (d *digestingReader) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	d.hash.Write(p[:n])
	d.bytes += int64(n)
	return n, err
}
