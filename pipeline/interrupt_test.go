package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
)

// Wherever a command is when it is asked to stop, it says what is left, and what to do.
func TestInterruptionsSayWhatToDo(t *testing.T) {
	dir := t.TempDir()
	const text = `
stages:
  spiked: {uses: covariance, with: {model: spiked, dim: 20, spikes: 2}}
  theory: {uses: ode, needs: {covariance: spiked}, with: {hidden: 2, horizon: 10, points: 5}}
`
	if err := os.WriteFile(filepath.Join(dir, "pipeline.yaml"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	run := func(ctx context.Context, arguments ...string) (int, string) {
		var out, errs bytes.Buffer
		a := &app{out: &out, err: &errs, dir: dir, now: time.Now, disk: cache.Folder, host: "test", width: func() int { return 80 }}
		return a.run(ctx, append(arguments, "--offline")), errs.String()
	}
	if code, said := run(t.Context(), "all"); code != exitDone {
		t.Fatal(said)
	}
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	for _, arguments := range [][]string{{"all"}, {"run", "spiked"}, {"run", "spiked", "--force"}, {"verify", "theory"}} {
		code, said := run(interrupted, arguments...)
		last := said[strings.LastIndex(strings.TrimSpace(said), "\n")+1:]
		if code != exitInterrupted || !strings.HasPrefix(last, "pipeline: interrupted: ") || !strings.Contains(last, "run") || strings.Contains(last, "context") {
			t.Errorf("%v: exit code %d: %s", arguments, code, said)
		}
	}
}
