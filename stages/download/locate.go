package download

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/cifar10/fetch"
	"autoencoder-dynamics/internal/regular"
	"autoencoder-dynamics/stages"
)

// Locate returns the source that would be used now; see the package comment for the order.
func (k Kind) Locate(ctx context.Context, parameters any, settings stages.Settings) (stages.Source, error) {
	if parameters.(*Parameters).Source == "embedded" {
		return embeddedSource(settings, "the pipeline file says source: embedded")
	}
	if settings.Archive != "" {
		return archiveSource(ctx, settings.Archive, settings.Archive)
	}
	held := heldPath(settings)
	if _, err := os.Lstat(held); err == nil {
		return archiveSource(ctx, held, heldName(settings))
	} else if !errors.Is(err, fs.ErrNotExist) {
		return stages.Source{}, fmt.Errorf("looking for the CIFAR10 archive: %w", err)
	}
	if settings.Offline {
		return embeddedSource(settings, "the network isn't to be used (--offline)")
	}
	if ago, ok := recallUnreachable(settings, addresses(settings)); ok {
		return embeddedSource(settings, fmt.Sprintf("no server could be reached %s ago (--force tries again)", ago))
	}
	pending := k.pendingSource(settings)
	if !settings.RequireCIFAR10 {
		fallback, err := embeddedSource(settings, "they haven't been downloaded yet; the next run tries to")
		if err != nil {
			return stages.Source{}, err
		}
		pending.Fallback = &fallback
	}
	return pending, nil
}

// heldPath is where a downloaded archive lies.
func heldPath(settings stages.Settings) string {
	return filepath.Join(settings.DataDir, "cifar10", cifar10.ArchiveName)
}

// heldName is heldPath as people know it: data/cifar10/cifar-10-binary.tar.gz.
func heldName(settings stages.Settings) string {
	return filepath.Join(filepath.Base(settings.DataDir), "cifar10", cifar10.ArchiveName)
}

// addresses are the mirrors of the settings, or the official address.
func addresses(settings stages.Settings) []string {
	if len(settings.Mirrors) > 0 {
		return settings.Mirrors
	}
	return []string{cifar10.URL}
}

// pendingSource is the official archive, still to be downloaded.
func (k Kind) pendingSource(settings stages.Settings) stages.Source {
	request := k.request(settings)
	host := request.URLs[0]
	if u, err := url.Parse(host); err == nil && u.Host != "" {
		host = u.Host
	}
	summary := fmt.Sprintf("official archive, to be downloaded from %s (%.0f MB", host, float64(request.Size)/1e6)
	if part, err := os.Stat(request.Path + ".part"); err == nil && part.Size() > 0 && part.Size() <= request.Size {
		summary += fmt.Sprintf(", %d %% of it are there", 100*part.Size()/request.Size)
	}
	return stages.Source{Identity: archiveIdentity + request.SHA256, Summary: summary + ")", Path: request.Path, Pending: true}
}

func (k Kind) request(settings stages.Settings) fetch.Request {
	request := k.test.file
	if request.Size == 0 {
		request.Size, request.SHA256 = cifar10.ArchiveBytes, cifar10.ArchiveSHA256
	}
	request.URLs, request.Path = addresses(settings), heldPath(settings)
	return request
}

// archiveSource is an archive on disk. name is what to call it in messages.
func archiveSource(ctx context.Context, path, name string) (stages.Source, error) {
	digest, err := archiveDigest(ctx, path)
	if err != nil {
		if ctx.Err() != nil {
			return stages.Source{}, ctx.Err()
		}
		remedy := "Name %s (%s) with --archive or CIFAR10_ARCHIVE, or remove what is in its place"
		if _, statErr := os.Lstat(path); errors.Is(statErr, fs.ErrNotExist) {
			remedy = "Give the path of %s (%s) with --archive or CIFAR10_ARCHIVE, or leave it out"
		}
		return stages.Source{}, fmt.Errorf("CIFAR10 archive %s: %w\n"+remedy, path, err, cifar10.ArchiveName, cifar10.URL)
	}
	kind := "official archive"
	if digest != cifar10.ArchiveSHA256 {
		kind = "unofficial archive " + digest[:12]
	}
	return stages.Source{Identity: archiveIdentity + digest, Summary: fmt.Sprintf("%s (%s)", name, kind), Path: path}, nil
}

// archiveDigest hashes a gzip file.
func archiveDigest(ctx context.Context, path string) (string, error) {
	file, size, err := regular.Open(path)
	if err != nil {
		if cause := errors.Unwrap(err); cause != nil {
			err = cause // the caller names the file
		}
		return "", err
	}
	defer file.Close()
	if size > cifar10.LargestArchive {
		return "", fmt.Errorf("it has %d bytes, and the archive of CIFAR10 can't have more than %d", size, int64(cifar10.LargestArchive))
	}
	hash := sha256.New()
	buffer := make([]byte, 1<<18)
	for first := true; ; first = false {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		n, err := io.ReadFull(file, buffer)
		if first && !cifar10.IsGzip(buffer[:n]) {
			return "", cifar10.NotGzip(buffer[:n])
		}
		hash.Write(buffer[:n])
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return hex.EncodeToString(hash.Sum(nil)), nil
		}
		if err != nil {
			return "", err
		}
	}
}
