package cache_test

import (
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"

	"autoencoder-dynamics/internal/engine/cache/faulty"
)

// errKilled is what a process dies of in these tests.
var errKilled = errors.New("killed")

// TestCacheSurvivesEveryFault lets a cache live once undisturbed, and then again
// for each of its steps and each thing that can go wrong there. Whatever happened, what is
// found afterwards must be right, nothing that had been stored may be lost, and the
// next process must get to the same end.
func TestCacheSurvivesEveryFault(t *testing.T) {
	calm := newLife()
	counted := faulty.Wrap(calm.memory, faulty.Plan{})
	if err := calm.on(counted).run(); err != nil {
		t.Fatal(err)
	}
	if err := calm.check(); err != nil {
		t.Fatal(err)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // thousands of small lives
	faults, steps, end := map[string]int{}, counted.Steps(), calm.end()
	for step := range len(steps) + 1 { // and one that never comes: to be killed before it is to be killed after the last
		for i, plan := range plans() {
			if testing.Short() && (step+i)%3 > 0 {
				continue // under the race detector this takes half a minute
			}
			if plan.Do == faulty.KillMiddle && (step == len(steps) || !strings.HasPrefix(steps[step], "write ")) {
				continue // nothing else has a middle
			}
			plan.At = step + 1
			faults[string(plan.Do)]++
			if err := survive(plan, end); err != nil {
				t.Errorf("step %d, %s: %v", plan.At, describe(plan), err)
			}
		}
	}
	t.Logf("%d steps, faults injected: %v", len(steps), faults)
	if len(steps) < 150 {
		t.Errorf("only %d steps: the life of this cache is too easy", len(steps))
	}
}

// plans are the things that may go wrong at one step. To be killed after it is to be
// killed before the next one.
func plans() []faulty.Plan {
	plans := []faulty.Plan{{Do: faulty.KillBefore}, {Do: faulty.KillMiddle}}
	for seed := range uint64(4) {
		plans = append(plans, faulty.Plan{Do: faulty.Power, Seed: seed})
	}
	for _, err := range []error{syscall.ENOSPC, syscall.EIO, syscall.EROFS, syscall.EMFILE, syscall.EACCES} {
		plans = append(plans, faulty.Plan{Do: faulty.Fail, Err: err})
	}
	return append(plans, faulty.Plan{Do: faulty.Fail, Err: syscall.ENOSPC, Ever: true}, faulty.Plan{Do: faulty.Fail, Err: syscall.EROFS, Ever: true})
}

func describe(p faulty.Plan) string {
	return fmt.Sprintf("%s %v, ever %t, seed %d, reads %t", p.Do, p.Err, p.Ever, p.Seed, p.Reads)
}

// TestCacheSurvivesFailedReads lets every step fail that reads.
func TestCacheSurvivesFailedReads(t *testing.T) {
	calm := newLife()
	counted := faulty.Wrap(calm.memory, faulty.Plan{Reads: true})
	if err := calm.on(counted).run(); err != nil {
		t.Fatal(err)
	}
	faults, steps, end := 0, counted.Steps(), calm.end()
	for step := range steps {
		// By turns, since there are many steps, and few kinds of them.
		err, ever := []error{syscall.EIO, syscall.EMFILE, syscall.EACCES}[step%3], step/3%2 == 0
		plan := faulty.Plan{At: step + 1, Do: faulty.Fail, Err: err, Ever: ever, Reads: true}
		faults++
		if err := survive(plan, end); err != nil {
			t.Errorf("step %d (%s), %s: %v", plan.At, steps[step], describe(plan), err)
		}
	}
	t.Logf("%d faults injected", faults)
}

// survive lives with one fault, looks at what is left, and lives on.
func survive(plan faulty.Plan, end map[string]string) error {
	l := newLife()
	err := disturbed(l, plan)
	if plan.Do == faulty.Fail && err != nil && !errors.Is(err, plan.Err) {
		return fmt.Errorf("the error doesn't say what happened: %w", err)
	}
	if err := l.check(); err != nil {
		return err
	}
	if err := l.on(l.memory).run(); err != nil {
		return fmt.Errorf("the next process: %w", err)
	}
	if got := l.end(); !maps.Equal(got, end) {
		return fmt.Errorf("it ends with %d files, differing from the %d of an undisturbed life: %v", len(got), len(end), difference(got, end))
	}
	return nil
}

// disturbed lives until the plan's fault, and returns how it ended.
func disturbed(l *life, plan faulty.Plan) (err error) {
	defer func() {
		if p := recover(); p == errKilled {
			err = errKilled
		} else if p != nil {
			panic(p)
		}
	}()
	plan.Die = func() { panic(errKilled) }
	return l.on(faulty.Wrap(l.memory, plan)).run()
}

// difference names the files that two trees don't share.
func difference(a, b map[string]string) (names []string) {
	for name := range a {
		if content, ok := b[name]; !ok || content != a[name] {
			names = append(names, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			names = append(names, "no "+name)
		}
	}
	return names
}
