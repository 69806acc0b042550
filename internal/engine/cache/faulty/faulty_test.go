package faulty_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/engine/cache/faulty"
)

func memory() *faulty.Memory { return faulty.NewMemory(time.Now) }

// replace writes a file as the cache does, or as careless programs do.
func replace(disk cache.Disk, name, content string, careful bool) error {
	file, err := disk.Create(name + ".new")
	if err != nil {
		return err
	}
	_, err = file.Write([]byte(content))
	if careful {
		err = errors.Join(err, file.Sync())
	}
	if err = errors.Join(err, file.Close(), disk.Rename(name+".new", name)); err == nil && careful {
		err = disk.SyncDir(".")
	}
	return err
}

// dying runs what a process does on a disk until it dies, and reports whether it did.
func dying(inner cache.Disk, plan faulty.Plan, process func(disk cache.Disk) error) (died bool, err error) {
	plan.Die = func() { panic("died") }
	defer func() { died = recover() != nil }()
	return false, process(faulty.Wrap(inner, plan))
}

// found are the states of file x after a process that replaces "old" was
// disturbed in all ways.
func found(t *testing.T, careful bool, plans func(at int) []faulty.Plan) map[string]bool {
	t.Helper()
	states := map[string]bool{}
	for at := 1; ; at++ {
		any := false
		for _, plan := range plans(at) {
			m := memory()
			m.Plant("x", 0o644, "old")
			plan.At = at
			died, err := dying(m, plan, func(disk cache.Disk) error { return replace(disk, "x", "new bytes", careful) })
			any = any || died || err != nil
			states[m.Tree()["x"]] = true
		}
		if !any {
			return states
		}
	}
}

func kills(int) []faulty.Plan {
	return []faulty.Plan{{Do: faulty.KillBefore}, {Do: faulty.KillMiddle}, {Do: faulty.KillAfter}}
}

func powerCuts(int) (plans []faulty.Plan) {
	for seed := range uint64(30) {
		plans = append(plans, faulty.Plan{Do: faulty.Power, Seed: seed})
	}
	return plans
}

// TestPowerFindsCarelessWrites is why these tests can be believed: who doesn't sync is found out.
func TestPowerFindsCarelessWrites(t *testing.T) {
	for name, states := range map[string]map[string]bool{
		"careful, killed":     found(t, true, kills),
		"careless, killed":    found(t, false, kills),
		"careful, power lost": found(t, true, powerCuts),
	} {
		if len(states) != 2 || !states["old"] || !states["new bytes"] {
			t.Errorf("%s: %v: expected the old bytes and the new ones", name, states)
		}
	}
	states := map[string]bool{}
	for state := range found(t, false, powerCuts) {
		if part := strings.TrimSuffix("new bytes", strings.TrimPrefix("new bytes", state)); len(state) > 0 && len(state) < 9 && part == state {
			state = "n" // the first part of it
		}
		states[state] = true
	}
	for _, want := range []string{"old", "new bytes", "", "\x00\x00\x00\x00\x00\x00\x00\x00\x00", "n"} {
		if !states[want] {
			t.Errorf("careless, power lost: %q never came of it: %v", want, states)
		}
	}
}

// TestPowerLosesFolders makes a folder, and syncs it or not.
func TestPowerLosesFolders(t *testing.T) {
	for _, careful := range []bool{true, false} {
		lost := 0
		for seed := range uint64(20) {
			m := memory()
			_, _ = dying(m, faulty.Plan{At: 8, Do: faulty.Power, Seed: seed * 3}, func(disk cache.Disk) error {
				err := disk.Mkdir("sub")
				file, createErr := disk.Create("sub/x")
				if err = errors.Join(err, createErr); err != nil {
					return err
				}
				_, err = file.Write([]byte("x"))
				err = errors.Join(err, file.Sync(), file.Close(), disk.SyncDir("sub"))
				if careful {
					err = errors.Join(err, disk.SyncDir("."))
				} else {
					err = errors.Join(err, disk.SyncDir("sub"))
				}
				return errors.Join(err, disk.Mkdir("end"))
			})
			if m.Tree()["sub/x"] != "x" {
				lost++
			}
		}
		if careful && lost > 0 || !careful && (lost == 0 || lost == 20) {
			t.Errorf("careful %t: lost %d times of 20", careful, lost)
		}
	}
}

func TestErrorsComeOnceOrForEver(t *testing.T) {
	for _, ever := range []bool{false, true} {
		m := memory()
		disk := faulty.Wrap(m, faulty.Plan{At: 2, Do: faulty.Fail, Err: syscall.ENOSPC, Ever: ever})
		file, err := disk.Create("x")
		if err != nil {
			t.Fatal(err)
		}
		if n, err := file.Write([]byte("1234")); n != 2 || !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("ever %t: wrote %d, %v", ever, n, err)
		}
		if got := m.Tree()["x"]; got != "12" {
			t.Errorf("ever %t: the file holds %q", ever, got)
		}
		if _, err := file.Write([]byte("34")); errors.Is(err, syscall.ENOSPC) != ever {
			t.Errorf("ever %t: %v", ever, err)
		}
	}
}

// TestDeadProcessesChangeNothing: deferred calls still run in a test that "dies".
func TestDeadProcessesChangeNothing(t *testing.T) {
	m := memory()
	died, _ := dying(m, faulty.Plan{At: 2, Do: faulty.KillAfter}, func(disk cache.Disk) error {
		defer func() {
			if err := disk.Remove("x"); !errors.Is(err, faulty.ErrDead) {
				t.Error(err)
			}
			if _, err := disk.Open("x"); !errors.Is(err, faulty.ErrDead) {
				t.Error(err)
			}
		}()
		if _, held, err := disk.Lock("lock", false); !held || err != nil {
			t.Error(held, err)
		}
		return replace(disk, "x", "", true)
	})
	if _, there := m.Tree()["x.new"]; !died || !there {
		t.Error(died, m.Tree())
	}
	if _, held, err := m.Lock("lock", false); !held || err != nil {
		t.Error("the lock outlived its process", err)
	}
}

func TestParse(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	p, err := faulty.Parse("at=17 do=error:EIO for=ever seed=3 reads=yes log=" + log)
	if err != nil {
		t.Fatal(err)
	}
	if p.At != 17 || p.Do != faulty.Fail || p.Err != syscall.EIO || !p.Ever || p.Seed != 3 || !p.Reads {
		t.Errorf("%+v", p)
	}
	for _, wrong := range []string{"at=x", "at=1", "do=explode", "do=error:EWHAT", "for=long", "when=1", "reads=perhaps"} {
		if _, err := faulty.Parse(wrong); err == nil {
			t.Errorf("%q was accepted", wrong)
		}
	}
	text, err := os.ReadFile(log)
	if err != nil || len(text) > 0 {
		t.Error(text, err)
	}
}

// TestLog compares the lines with what the package's documentation says.
func TestLog(t *testing.T) {
	var log bytes.Buffer
	_, _ = dying(memory(), faulty.Plan{At: 5, Do: faulty.Power, Log: &log}, func(disk cache.Disk) error {
		return replace(disk, "x", "1", true)
	})
	want := "1 create x.new\n2 write x.new\n3 sync x.new\n4 close x.new\n5 rename x.new → x ! power\n"
	if log.String() != want {
		t.Errorf("%s\nexpected\n%s", log.String(), want)
	}
}

// TestMemoryIsADisk does the same on a real folder and in memory.
func TestMemoryIsADisk(t *testing.T) {
	for name, disk := range map[string]cache.Disk{"folder": cache.Folder(t.TempDir()), "memory": memory()} {
		t.Run(name, func(t *testing.T) {
			want := func(err, target error) {
				t.Helper()
				if !errors.Is(err, target) {
					t.Errorf("error %v, expected %v", err, target)
				}
			}
			_, err := disk.Open("none")
			want(err, fs.ErrNotExist)
			_, err = disk.Create("none/x")
			want(err, fs.ErrNotExist)
			want(disk.Mkdir("a"), nil)
			want(disk.Mkdir("a"), fs.ErrExist)
			want(disk.Mkdir("."), nil)
			want(replace(disk, "a/x", "1", true), nil)
			_, err = disk.Create("a/x")
			want(err, fs.ErrExist)
			want(replace(disk, "a/x", "2", true), nil)
			if disk.Rename("a/x", "a") == nil || disk.Remove("a") == nil {
				t.Error("a folder with a file in it is gone")
			}
			if _, err := disk.Open("a"); err == nil {
				t.Error("a folder was opened as a file")
			}
			if _, err := disk.ReadDir("a/x"); err == nil {
				t.Error("a file was read as a folder")
			}
			entries, err := disk.ReadDir("a")
			if err != nil || len(entries) != 1 || entries[0].Name() != "x" || entries[0].IsDir() {
				t.Error(entries, err)
			}
			unlock, held, err := disk.Lock("lock", true)
			if !held || err != nil {
				t.Fatal(held, err)
			}
			if _, held, err := disk.Lock("lock", false); held || err != nil {
				t.Error("locked twice", err)
			}
			unlock()
			want(disk.RemoveAll("a"), nil)
			want(disk.RemoveAll("a"), nil)
			want(disk.SyncDir("a"), fs.ErrNotExist)
			_, err = disk.Lstat("a")
			want(err, fs.ErrNotExist)
		})
	}
}

func TestTreesAreRemovedStepByStep(t *testing.T) {
	m := memory()
	m.Plant("a/x", 0o644, "")
	m.Plant("a/b/y", 0o644, "")
	disk := faulty.Wrap(m, faulty.Plan{})
	if err := disk.RemoveAll("a"); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(disk.Steps(), ", "); got != "remove a/b/y, remove a/b, remove a/x, remove a" {
		t.Error(got)
	}
}
