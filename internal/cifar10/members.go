package cifar10

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

const (
	folder       = "cifar-10-batches-bin/"
	recordBytes  = 1 + ImageBytes // a label, then the three planes
	maxTextBytes = 64 << 10       // limit for batches.meta.txt and readme.html, which hold about 100 bytes
	recordsChunk = 64             // records read at a time
)

// batchNames are the members that hold images: those of the training set in order, then the test set.
func batchNames() []string {
	return []string{"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"}
}

// members collects the members of one archive.
type members struct {
	records  int // in each batch
	progress func(images int)
	dataset  *Dataset
	seen     []string
}

// readAll reads every member and returns an error unless all batches were there.
func (m *members) readAll(archive *tar.Reader) error {
	for {
		header, err := archive.Next()
		if err == io.EOF {
			return m.complete()
		}
		if err != nil {
			return fmt.Errorf("reading the tar file: %w", err)
		}
		if err := m.readMember(header, archive); err != nil {
			return fmt.Errorf("member %.100q: %w", header.Name, err)
		}
	}
}

func (m *members) complete() error {
	for _, name := range batchNames() {
		if !slices.Contains(m.seen, name) {
			return fmt.Errorf("it has no %s%s", folder, name)
		}
	}
	return nil
}

// readMember checks a member against what the official archive holds, and reads it.
func (m *members) readMember(header *tar.Header, content io.Reader) error {
	path := strings.TrimPrefix(header.Name, "./")
	if header.Typeflag == tar.TypeDir && (path == folder || path == "") {
		return nil
	}
	name, ok := strings.CutPrefix(path, folder)
	batch := slices.Index(batchNames(), name)
	text := name == "batches.meta.txt" || name == "readme.html"
	switch {
	case !ok && otherVersion(path) != "":
		return errors.New(otherVersion(path))
	case !ok || batch < 0 && !text:
		return errors.New("the archive of CIFAR10 has no such member")
	case header.Typeflag != tar.TypeReg:
		return errors.New("it isn't a regular file")
	case slices.Contains(m.seen, name):
		return errors.New("it is there twice")
	}
	m.seen = append(m.seen, name)
	if text {
		if header.Size > maxTextBytes {
			return fmt.Errorf("%d bytes of text, where about 100 are expected", header.Size)
		}
		_, err := io.Copy(io.Discard, content)
		return err
	}
	if want := int64(m.records) * recordBytes; header.Size != want {
		return fmt.Errorf("%d bytes, want %d (%d records of %d)", header.Size, want, m.records, recordBytes)
	}
	return m.readBatch(batch, content)
}

// readBatch reads the records of a batch to their place in the data set.
func (m *members) readBatch(batch int, content io.Reader) error {
	images, labels := m.place(batch)
	buffer := make([]byte, recordsChunk*recordBytes)
	for first := 0; first < m.records; first += recordsChunk {
		count := min(recordsChunk, m.records-first)
		if _, err := io.ReadFull(content, buffer[:count*recordBytes]); err != nil {
			return err
		}
		for i := range count {
			record := buffer[i*recordBytes : (i+1)*recordBytes]
			if record[0] >= Classes {
				return fmt.Errorf("record %d has the label %d, want 0 to %d", first+i, record[0], Classes-1)
			}
			labels[first+i] = record[0]
			copy(images[(first+i)*ImageBytes:], record[1:])
		}
		if m.progress != nil {
			m.progress(count)
		}
	}
	return nil
}

// place returns where the images and labels of a batch belong. Memory is taken
// only once a batch of the right size has been announced.
func (m *members) place(batch int) (images, labels []uint8) {
	if m.dataset == nil {
		m.dataset = &Dataset{Train: newSet(TrainBatches * m.records), Test: newSet(m.records)}
	}
	set, first := m.dataset.Train, batch*m.records
	if batch == TrainBatches {
		set, first = m.dataset.Test, 0
	}
	end := first + m.records
	return set.Images[first*ImageBytes : end*ImageBytes], set.Labels[first:end]
}
