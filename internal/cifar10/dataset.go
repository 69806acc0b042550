package cifar10

// Set is a set of images with their labels.
type Set struct {
	Images []uint8 // N×3×32×32: each image's red, green and blue plane, row by row
	Labels []uint8 // N labels, 0 to 9
}

// Count returns the number N of images.
func (s Set) Count() int { return len(s.Labels) }

// Dataset is what an archive holds, and the digest of the archive itself.
type Dataset struct {
	Train Set // 50,000 images: data_batch_1 … data_batch_5 in this order
	Test  Set // 10,000 images: test_batch

	ArchiveSHA256 string // of the archive as it was read, in hexadecimal
	ArchiveBytes  int64  // its length
}

// Official reports whether the archive is the official one, byte for byte.
func (d *Dataset) Official() bool { return d.ArchiveSHA256 == ArchiveSHA256 }

func newSet(records int) Set {
	return Set{Images: make([]uint8, records*ImageBytes), Labels: make([]uint8, records)}
}
