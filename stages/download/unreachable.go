package download

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"time"

	"autoencoder-dynamics/internal/regular"
	"autoencoder-dynamics/stages"
)

// unreachableFor is how long the network isn't tried again after no server could be reached.
const unreachableFor = time.Hour

// maxNote is how long the note may be in bytes, with all the addresses of mirrors.
const maxNote = 1 << 20

// unreachable is the note between runs that the network was out of reach.
type unreachable struct {
	Time      time.Time `json:"time"`
	Addresses []string  `json:"addresses"` // digests of those that were tried: there may be a password in one
}

func digests(addresses []string) []string {
	all := make([]string, len(addresses))
	for i, address := range addresses {
		sum := sha256.Sum256([]byte(address))
		all[i] = hex.EncodeToString(sum[:])
	}
	return all
}

func notePath(settings stages.Settings) string {
	return filepath.Join(settings.StateDir, "download-unreachable.json")
}

func now(settings stages.Settings) time.Time {
	if settings.Now == nil {
		return time.Now()
	}
	return settings.Now()
}

// recallUnreachable reports whether, and how long ago, none of these addresses could be
// reached. With Force and RequireCIFAR10 the network is to be tried anyway. A note that
// can't be read counts as none: the worst is another try.
func recallUnreachable(settings stages.Settings, addresses []string) (ago time.Duration, ok bool) {
	if settings.Force || settings.RequireCIFAR10 || settings.StateDir == "" {
		return 0, false
	}
	content, err := regular.ReadFile(notePath(settings), maxNote)
	if err != nil {
		return 0, false
	}
	var note unreachable
	if json.Unmarshal(content, &note) != nil || !slices.Equal(note.Addresses, digests(addresses)) {
		return 0, false
	}
	ago = now(settings).Sub(note.Time)
	return ago.Round(time.Second), ago >= 0 && ago < unreachableFor
}

// rememberUnreachable keeps the note. It is written whole or not at all.
func rememberUnreachable(settings stages.Settings, addresses []string) error {
	if settings.StateDir == "" {
		return nil
	}
	content, err := json.Marshal(unreachable{now(settings).UTC(), digests(addresses)})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(settings.StateDir, 0o755); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(settings.StateDir, "download-unreachable-*")
	if err != nil {
		return err
	}
	_, err = temporary.Write(content)
	if closeErr := temporary.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(temporary.Name(), notePath(settings))
	}
	if err != nil {
		_ = os.Remove(temporary.Name())
	}
	return err
}

// forgetUnreachable drops the note after the network was found again.
func forgetUnreachable(settings stages.Settings) {
	if settings.StateDir != "" {
		_ = os.Remove(notePath(settings)) // an old note would only expire later
	}
}
