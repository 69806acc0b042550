package cifar10

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// SetDigests are the SHA-256 digests of a set, in hexadecimal.
type SetDigests struct {
	Count  int    `json:"count"`
	Images string `json:"images_sha256"` // of the N×3×32×32 bytes
	Labels string `json:"labels_sha256"` // of the N bytes
}

// Digest hashes the images and labels of a set, in the order in which they lie in memory.
func Digest(s Set) SetDigests {
	return SetDigests{Count: s.Count(), Images: hexDigest(s.Images), Labels: hexDigest(s.Labels)}
}

// Comparison says in how far a data set is the official one. Where the archive's own
// digest isn't the official one, only the labels and the first 1,017 images of
// each batch can be compared, because the official digest of all pixels isn't known.
type Comparison struct {
	Archive     bool   `json:"archive"`      // the archive is the official one, byte for byte
	TrainLabels bool   `json:"train_labels"` // all 50,000 labels are the official ones
	TestLabels  bool   `json:"test_labels"`  // all 10,000 likewise
	Heads       []bool `json:"heads"`        // the first 1,017 images of data_batch_1 … 5 and test_batch are the official ones
	HeadRecords int    `json:"head_records"` // 1,017
}

// Compare compares a data set with what is known of the official one.
func Compare(d *Dataset) Comparison {
	c := Comparison{
		Archive:     d.Official(),
		TrainLabels: hexDigest(d.Train.Labels) == officialTrainLabels,
		TestLabels:  hexDigest(d.Test.Labels) == officialTestLabels,
		HeadRecords: knownHead,
	}
	for batch, want := range officialHeads() {
		c.Heads = append(c.Heads, headDigest(d, batch) == want)
	}
	return c
}

// Known reports whether everything that can be compared is official.
func (c Comparison) Known() bool {
	for _, same := range c.Heads {
		if !same {
			return false
		}
	}
	return c.TrainLabels && c.TestLabels
}

// String says the result in one sentence.
func (c Comparison) String() string {
	if c.Archive {
		return "the official archive, byte for byte"
	}
	matching := 0
	for _, same := range c.Heads {
		if same {
			matching++
		}
	}
	labels := "the labels are the official ones"
	if !c.TrainLabels || !c.TestLabels {
		labels = "the labels differ from the official ones"
	}
	return fmt.Sprintf("not the official archive; %s; the first %d images are the official ones in %d of %d batches; nothing is known of the others",
		labels, c.HeadRecords, matching, len(c.Heads))
}

// headDigest hashes the first images of a batch, or returns "" where the batch is shorter.
func headDigest(d *Dataset, batch int) string {
	records := d.Test.Count()
	set, first := d.Train, batch*records
	if batch == TrainBatches {
		set, first = d.Test, 0
	}
	if records < knownHead {
		return ""
	}
	return hexDigest(set.Images[first*ImageBytes : (first+knownHead)*ImageBytes])
}

func hexDigest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
