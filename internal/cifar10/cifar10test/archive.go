package cifar10test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"

	"autoencoder-dynamics/internal/cifar10"
)

// Folder is the folder that all members of the archive lie in.
const Folder = "cifar-10-batches-bin/"

// Member is one member of a tar file.
type Member struct {
	Header  tar.Header // Size is filled in where it is 0
	Content []byte
}

// Archive returns a valid archive with that many records in each of its six
// batches (the real one has 10,000). The same arguments give the same bytes.
func Archive(recordsPerBatch int, seed uint64) []byte {
	return Pack(Members(recordsPerBatch, seed))
}

// Members returns the members of a valid archive, in the order of the official one.
func Members(recordsPerBatch int, seed uint64) []Member {
	members := []Member{{Header: tar.Header{Name: Folder, Typeflag: tar.TypeDir, Mode: 0o755}}}
	for i, name := range []string{
		"data_batch_1.bin", "batches.meta.txt", "data_batch_3.bin", "data_batch_4.bin",
		"test_batch.bin", "readme.html", "data_batch_5.bin", "data_batch_2.bin",
	} {
		member := File(name, []byte("airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n"))
		if name[len(name)-4:] == ".bin" {
			member.Content = Records(recordsPerBatch, rand.New(rand.NewPCG(seed, uint64(i))))
		}
		members = append(members, member)
	}
	return members
}

// File returns a regular member of the archive's folder.
func File(name string, content []byte) Member {
	return Member{tar.Header{Name: Folder + name, Typeflag: tar.TypeReg, Mode: 0o644}, content}
}

// Records returns records of made-up images: a label byte, then the planes.
func Records(count int, random *rand.Rand) []byte {
	records := make([]byte, 0, count*(1+cifar10.ImageBytes))
	for range count {
		records = append(records, byte(random.IntN(cifar10.Classes)))
		for range 3 {
			records = appendPlane(records, random)
		}
	}
	return records
}

// appendPlane appends one colour plane: a gradient, with noise on every eighth pixel.
func appendPlane(records []byte, random *rand.Rand) []byte {
	level, across, down := random.IntN(100)+50, random.IntN(5)-2, random.IntN(5)-2
	noise := random.Uint64()
	for y := range cifar10.Side {
		for x := range cifar10.Side {
			value := level + across*(x-cifar10.Side/2) + down*(y-cifar10.Side/2)
			if (x+y)%8 == 0 {
				noise = noise*6364136223846793005 + 1442695040888963407
				value += int(noise >> 60)
			}
			records = append(records, byte(min(max(value, 0), 255)))
		}
	}
	return records
}

// Pack returns a gzip-compressed tar file of the members. It panics where tar refuses one.
func Pack(members []Member) []byte {
	return Zip(Plain(members))
}

// Zip returns the bytes compressed by gzip.
func Zip(plain []byte) []byte {
	var packed bytes.Buffer
	zipped, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	check(err)
	_, err = zipped.Write(plain)
	check(err)
	check(zipped.Close())
	return packed.Bytes()
}

// Plain returns a tar file of the members, not compressed. It panics where tar refuses one.
func Plain(members []Member) []byte {
	var plain bytes.Buffer
	archive := tar.NewWriter(&plain)
	for _, member := range members {
		if member.Header.Size == 0 {
			member.Header.Size = int64(len(member.Content))
		}
		check(archive.WriteHeader(&member.Header))
		if len(member.Content) > 0 {
			_, err := archive.Write(member.Content)
			check(err)
		}
	}
	check(archive.Close())
	return plain.Bytes()
}

func check(err error) {
	if err != nil {
		panic(fmt.Sprintf("cifar10test: %v", err))
	}
}
