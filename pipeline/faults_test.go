package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/engine/cache/faulty"
)

// faultsFromEnvironment lets this test binary, under the name "pipeline", meet
// what a test asks for: PIPELINE_TEST_FAULTS is a plan of package faulty for the
// cache's disk, and PIPELINE_TEST_CLOCK="jump=-3600s@5" lets the clock jump by that much
// after it was looked at five times; "drift=-1s" moves it by that much at every look.
func faultsFromEnvironment(a *app) {
	fail := func(err error) {
		fmt.Fprintln(os.Stderr, "pipeline under test:", err)
		os.Exit(exitUsage)
	}
	if text := a.variable("PIPELINE_TEST_FAULTS"); text != "" {
		plan, err := faulty.Parse(text)
		if err != nil {
			fail(err)
		}
		plan.Die = killSelf
		a.disk = func(dir string) cache.Disk { return faulty.Wrap(cache.Folder(dir), plan) }
	}
	if text := a.variable("PIPELINE_TEST_CLOCK"); text != "" {
		now, err := jumpingClock(text, a.now)
		if err != nil {
			fail(err)
		}
		a.now = now
	}
	a.environ = slices.DeleteFunc(a.environ, func(entry string) bool { // they are no settings
		return strings.HasPrefix(entry, "PIPELINE_TEST_")
	})
}

// killSelf ends the process as kill -9 does; it doesn't return.
func killSelf() {
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		_ = self.Kill()
	}
	select {}
}

func jumpingClock(text string, now func() time.Time) (func() time.Time, error) {
	var calls atomic.Int64
	if drift, ok := strings.CutPrefix(text, "drift="); ok {
		by, err := time.ParseDuration(drift)
		return func() time.Time { return now().Add(time.Duration(calls.Add(1)) * by) }, err
	}
	jump, after, ok := strings.Cut(strings.TrimPrefix(text, "jump="), "@")
	by, err := time.ParseDuration(jump)
	var limit int64
	if _, scanErr := fmt.Sscan(after, &limit); err != nil || scanErr != nil || !ok {
		return nil, fmt.Errorf("PIPELINE_TEST_CLOCK is %q: expected such as jump=-3600s@5", text)
	}
	return func() time.Time {
		if calls.Add(1) > limit {
			return now().Add(by)
		}
		return now()
	}, nil
}
