package download

import (
	"context"
	"errors"
	"fmt"

	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/cifar10/fetch"
	"autoencoder-dynamics/stages"
)

// Acquire downloads the archive where Locate finds none.
//
// Where no server can be reached, or none sends the archive in spite of all
// retries, it returns the embedded default with a warning that says why, or an error
// with RequireCIFAR10. Only the first is remembered for an hour; after the second
// the next run goes on with what has arrived. Trouble on this machine, such as a
// full disk, is always an error.
func (k Kind) Acquire(ctx context.Context, parameters any, settings stages.Settings, progress stages.Progress) (stages.Source, error) {
	source, err := k.Locate(ctx, parameters, settings)
	if err != nil || !source.Pending {
		return source, err
	}
	request, timing := k.request(settings), k.test.timing
	timing.Client, timing.Progress = k.HTTP, progress
	_, err = fetch.Fetch(ctx, request, timing)
	switch {
	case err == nil:
		forgetUnreachable(settings)
		return stages.Source{
			Identity: archiveIdentity + request.SHA256,
			Summary:  heldName(settings) + " (official archive)",
			Path:     request.Path,
		}, nil
	case ctx.Err() != nil:
		return stages.Source{}, err
	case errors.Is(err, fetch.ErrUnreachable):
		if noteErr := rememberUnreachable(settings, request.URLs); noteErr != nil {
			progress.Note(fmt.Sprintf("the next run will try the network again: %v", noteErr))
		}
		return embeddedSource(settings, err.Error())
	case errors.Is(err, fetch.ErrRefused):
		return embeddedSource(settings, "the download failed: "+err.Error())
	}
	return stages.Source{}, fmt.Errorf("downloading %s: %w\nWith --archive FILE or --offline nothing is downloaded", cifar10.ArchiveName, err)
}
