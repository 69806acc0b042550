package download

import (
	"context"
	"fmt"
	"strings"

	embedded "autoencoder-dynamics/data/cifar10"
	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/cifar10/moments"
	"autoencoder-dynamics/internal/jsonfile"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/stages"
)

// How the identity of a source begins.
const (
	archiveIdentity  = "sha256:"
	embeddedIdentity = "embedded:sha256:"
)

// About is about.json. It holds nothing that depends on the machine or the time.
type About struct {
	Source     string              `json:"source"`     // "archive" or "embedded default"
	Identity   string              `json:"identity"`   // digest of the archive or of the embedded file
	Official   bool                `json:"official"`   // it is the official archive, byte for byte
	Comparison string              `json:"comparison"` // with the official data, in one sentence
	Archive    *AboutArchive       `json:"archive,omitempty"`
	Embedded   *moments.Provenance `json:"embedded,omitempty"` // what the embedded moments were made from
}

// AboutArchive describes the archive that was read.
type AboutArchive struct {
	SHA256     string             `json:"sha256"`
	Bytes      int64              `json:"bytes"`
	Train      cifar10.SetDigests `json:"train"`
	Test       cifar10.SetDigests `json:"test"`
	Comparison cifar10.Comparison `json:"comparison"`
}

// produce writes the outputs of the source.
func produce(ctx context.Context, call *stages.Call, options cifar10.Options) error {
	if strings.HasPrefix(call.Source.Identity, embeddedIdentity) {
		return produceEmbedded(call)
	}
	return produceImages(ctx, call, options)
}

func produceEmbedded(call *stages.Call) error {
	mean, covariance, provenance, err := embedded.Moments()
	if err != nil {
		return err
	}
	err = npz.WriteFile(call.OutputPath("moments.npz"),
		npz.Array{Name: "mean", Shape: []int{len(mean)}, Data: mean},
		npz.Array{Name: "covariance", Shape: []int{len(mean), len(mean)}, Data: covariance},
	)
	if err != nil {
		return err
	}
	call.Caveat(stages.Caveat{
		ID:    "embedded-default",
		Label: fmt.Sprintf("embedded default: Gaussian surrogates of %s, not its images", provenance.Dataset),
		Text: fmt.Sprintf("The CIFAR10 images were out of reach or not asked for. Gaussian inputs stand in for them, with the mean and "+
			"covariance that ship with the program (from %s). %s", provenance.Dataset, provenance.Note),
	})
	return writeAbout(call, About{
		Source:     "embedded default",
		Identity:   call.Source.Identity,
		Comparison: "not images, but the moments of " + provenance.Dataset + "; that is " + provenance.Comparison.String(),
		Embedded:   &provenance,
	})
}

func produceImages(ctx context.Context, call *stages.Call, options cifar10.Options) error {
	data, err := readArchive(ctx, call, options)
	if err != nil {
		return err
	}
	for name, set := range map[string]cifar10.Set{"train.npz": data.Train, "test.npz": data.Test} {
		err := npz.WriteFile(call.OutputPath(name),
			npz.Array{Name: "images", Shape: []int{set.Count(), 3, cifar10.Side, cifar10.Side}, Data: set.Images},
			npz.Array{Name: "labels", Shape: []int{set.Count()}, Data: set.Labels},
		)
		if err != nil {
			return err
		}
	}
	comparison := cifar10.Compare(data)
	if !data.Official() {
		call.Caveat(unofficial(data, comparison))
	}
	return writeAbout(call, About{
		Source:     "archive",
		Identity:   call.Source.Identity,
		Official:   data.Official(),
		Comparison: comparison.String(),
		Archive: &AboutArchive{
			SHA256: data.ArchiveSHA256, Bytes: data.ArchiveBytes,
			Train: cifar10.Digest(data.Train), Test: cifar10.Digest(data.Test), Comparison: comparison,
		},
	})
}

// readArchive reads the archive and makes sure that it is the one whose digest is in the stage's key.
func readArchive(ctx context.Context, call *stages.Call, options cifar10.Options) (*cifar10.Dataset, error) {
	options.Progress = func(n int) { call.Progress.Add(int64(n)) }
	call.Progress.Total(int64(options.Images()), "images")
	data, err := cifar10.ReadFile(ctx, call.Source.Path, options)
	if err != nil {
		return nil, err
	}
	if got := archiveIdentity + data.ArchiveSHA256; got != call.Source.Identity {
		return nil, fmt.Errorf("CIFAR10 archive %s changed while the pipeline was running: it was %s and is %s now; run the pipeline again",
			call.Source.Path, call.Source.Identity, got)
	}
	return data, nil
}

func unofficial(data *cifar10.Dataset, comparison cifar10.Comparison) stages.Caveat {
	return stages.Caveat{
		ID:    "unofficial-archive",
		Label: "unofficial CIFAR10 archive " + data.ArchiveSHA256[:12],
		Text: fmt.Sprintf("The archive (SHA-256 %s) is %s. The official one has SHA-256 %s.",
			data.ArchiveSHA256, comparison, cifar10.ArchiveSHA256),
	}
}

func writeAbout(call *stages.Call, about About) error {
	return jsonfile.Write(call.OutputPath("about.json"), about)
}
