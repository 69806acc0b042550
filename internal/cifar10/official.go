package cifar10

// The official archive and its shape.
const (
	ArchiveName = "cifar-10-binary.tar.gz"
	URL         = "https://www.cs.toronto.edu/~kriz/" + ArchiveName

	ArchiveBytes  = 170_052_171 // size of the official archive
	ArchiveSHA256 = "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"

	Side       = 32          // pixels along an edge of an image
	Pixels     = Side * Side // pixels of one colour plane
	ImageBytes = 3 * Pixels  // red, green and blue plane, each row by row
	Classes    = 10          // labels are 0 … Classes-1

	TrainBatches    = 5      // files of the training set; the test set is one file
	RecordsPerBatch = 10_000 // images in each file
)

// knownHead is the number of records at the start of every batch whose official pixels are known.
const knownHead = 1_017

// SHA-256 digests of pieces of the official archive. The digest of all decoded
// pixels isn't known to the authors of this code, because they had no access to
// the official archive when they wrote it. They had copies of the official
// Python batches that were cut off after about a thousand images, whose label lists are
// complete. From those:
//
//	officialTrainLabels  the 50,000 labels of data_batch_1 … data_batch_5, one byte each
//	officialTestLabels   the 10,000 labels of test_batch
//	officialHeads        for each batch (the last is test_batch), the pixels of its first
//	                     1,017 records, 1,017×3,072 bytes without the label bytes
const (
	officialTrainLabels = "2b7cd2f24487317614016b72ffd53071c3062f592f0eb300c18a770d41ae1253"
	officialTestLabels  = "cec8a24a1e92aa2ecaa0bbd3dbfa86bf6cd8759fbd209a832824c8cf0afca9d5"
)

func officialHeads() [TrainBatches + 1]string {
	return [...]string{
		"0eff582f8523c74d8a229f30a2eea4f6a7a92d230131e82e1058a5ccec27b4b1",
		"be4efe840ac6563002fcf34b6ff42d17807bd9d0ba0375058d8e899e655c2f40",
		"b03970c8989714f90ff65d2a58c5da52ee0adad2ead71f36c24740c5d67d7220",
		"3846fa9d4bb48a7c6bf32dedaee9a765c90bf238a1a3c8e4f2b5e33b2b3b0627",
		"bbc3fc83172a758471c8d1903c42028eb514dab3e4aaf20853be20e7aecebbde",
		"2c64b81a519186681be7080da632757a9e060e16b6a4bfe963ef342b6ba0f15c",
	}
}
