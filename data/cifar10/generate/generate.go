package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/cifar10/moments"
)

// generator turns one archive into the two files.
type generator struct {
	archive, out  string
	dataset, note string // for people
	messages      io.Writer
	options       cifar10.Options // for tests: small archives
}

func (g generator) run(ctx context.Context) error {
	images, err := cifar10.ReadFile(ctx, g.archive, g.options)
	if err != nil {
		return err
	}
	comparison := cifar10.Compare(images)
	fmt.Fprintf(g.messages, "%d training images; %s\n", images.Train.Count(), comparison)
	m, err := moments.Compute(ctx, images.Train.Images, nil)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := moments.Write(&file, m); err != nil {
		return err
	}
	sum := sha256.Sum256(file.Bytes())
	provenance := moments.Provenance{
		Dataset:       g.dataset,
		Note:          g.note,
		ArchiveSHA256: images.ArchiveSHA256,
		ArchiveBytes:  images.ArchiveBytes,
		Official:      images.Official(),
		Comparison:    comparison,
		Train:         cifar10.Digest(images.Train),
		Greyscale:     "(0.299 R + 0.587 G + 0.114 B) / 255, ITU-R BT.601",
		Covariance:    "mean of each pixel removed, divided by the number of training images, float32",
		MomentsSHA256: hex.EncodeToString(sum[:]),
	}
	return g.write(file.Bytes(), provenance)
}

// write replaces both files, each in one step.
func (g generator) write(file []byte, provenance moments.Provenance) error {
	text, err := json.MarshalIndent(provenance, "", "  ")
	if err != nil {
		return err
	}
	if err := replace(filepath.Join(g.out, "moments.npz"), file); err != nil {
		return err
	}
	return replace(filepath.Join(g.out, "provenance.json"), append(text, '\n'))
}

// replace writes a file beside path and renames it over path.
func replace(path string, content []byte) error {
	temporary := path + ".new"
	if err := os.WriteFile(temporary, content, 0o644); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}
