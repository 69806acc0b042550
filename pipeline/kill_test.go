package main

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// killed is long enough to be killed in every stage, more than once in the simulation.
const killed = `
seed: 5
stages:
  spiked: {uses: covariance, with: {model: spiked, dim: 300, spikes: 3, samples: 900}}
  theory:
    uses: ode
    needs: {covariance: spiked}
    with: &run {activation: erf, hidden: 3, horizon: 1000, points: 20}
  simulation:
    uses: sgd
    needs: {covariance: spiked}
    with: {<<: *run, replicas: 4}
  theory-vs-sgd: {uses: plot, needs: {theory: theory, sgd: simulation}}
`

// TestKilledRunsEndInTheSameBytes kills the program (SIGKILL: it can't clean up)
// at random moments until a run gets through, and compares every output with
// those of a run that nobody disturbed.
func TestKilledRunsEndInTheSameBytes(t *testing.T) {
	if testing.Short() {
		t.Skip("runs for some seconds")
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "pipeline") // TestMain goes by this name
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Symlink(self, program), os.WriteFile(filepath.Join(dir, "pipeline.yaml"), []byte(killed), 0o666)); err != nil {
		t.Fatal(err)
	}
	command := func(cache string, arguments ...string) *exec.Cmd {
		c := exec.CommandContext(t.Context(), program, append(arguments, "--cache", cache, "--reports", cache+"-reports")...)
		c.Dir = dir
		return c
	}
	if out, err := command("calm", "all").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	source := rand.New(rand.NewPCG(1, 2))
	kills := 0
	for delay := 20; ; delay = delay*5/4 + source.IntN(60) {
		run := command("stormy", "all")
		if err := run.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(delay)*time.Millisecond, func() { _ = run.Process.Kill() })
		err := run.Wait()
		timer.Stop()
		if err == nil {
			break
		}
		if kills++; !strings.Contains(err.Error(), "killed") {
			t.Fatal(err)
		}
	}
	t.Logf("killed %d times", kills)
	if kills < 4 {
		t.Errorf("killed only %d times: the stages are too short for this test", kills)
	}
	for _, stage := range []string{"spiked", "theory", "simulation", "theory-vs-sgd"} {
		if calm, stormy := outputs(t, command("calm", "path", stage, "--json")), outputs(t, command("stormy", "path", stage, "--json")); calm != stormy {
			t.Errorf("%s: %s\nundisturbed: %s", stage, stormy, calm)
		}
	}
}

// outputs returns the names and digests of a stage's outputs: objects are named
// by their digest, and "path" checks the bytes.
func outputs(t *testing.T, path *exec.Cmd) string {
	t.Helper()
	text, err := path.Output()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	if err := json.Unmarshal(text, &files); err != nil {
		t.Fatal(err)
	}
	for name, path := range files {
		files[name] = filepath.Base(path)
	}
	sorted, err := json.Marshal(files)
	if err != nil {
		t.Fatal(err)
	}
	return string(sorted)
}
