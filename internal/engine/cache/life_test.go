package cache_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/engine/cache/faulty"
)

// life is all that ever happens to a cache, as the engine makes it happen, on a
// disk that may fail at any step. It remembers what it was told had been done.
type life struct {
	memory *faulty.Memory
	cache  *cache.Cache

	stored map[cache.Digest]bool // Put returned
	states map[string][]string   // what may be found of each saved state; "" is nothing
	roots  []map[string]cache.Digest
	bad    cache.Digest // an object that somebody overwrote
	harmed map[string]bool
}

// pipelineFile is there as long as the tests run.
const pipelineFile = "life_test.go"

func fixedClock() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }

func newLife() *life {
	return &life{
		memory: faulty.NewMemory(fixedClock), stored: map[cache.Digest]bool{}, harmed: map[string]bool{},
		states: map[string][]string{"state": {""}, "other": {""}, "waiting": {""}},
		roots:  []map[string]cache.Digest{{}},
	}
}

// on begins a process: the cache is opened on a disk.
func (l *life) on(disk cache.Disk) *life {
	l.cache = cache.New(cache.Options{Disk: disk, Now: fixedClock})
	return l
}

// made are the outputs of the life's actions.
var made = map[string]map[string]string{
	"a": {"one.csv": "1\n", "sub/two.csv": "2,2\n"},
	"b": {"one.csv": "1\n", "three.csv": strings.Repeat("3,3,3\n", 100)}, // one object is a's too
	"c": {"four.csv": "nobody refers to it\n"},
	"d": {"five.csv": "its folder is somebody's symlink\n"},
}

func preimageOf(name string) json.RawMessage { return json.RawMessage(`"` + name + `"`) }
func keyFor(name string) cache.Digest        { return cache.DigestBytes(preimageOf(name)) }
func digestOf(text string) cache.Digest      { return cache.DigestBytes([]byte(text)) }

// run lives from the beginning to the end, or to the first error. What is there is
// left as it is, as a second run of a pipeline does.
func (l *life) run() error {
	for _, step := range []func() error{
		l.cache.Prepare,
		func() error { return l.make("a") },
		func() error { return l.make("b", "state", "half", "state", "more", "other", "x") },
		func() error { return l.refer("a") },
		func() error { return l.refer("b") },
		func() error { return l.make("c") },
		l.harm,
		func() error { return l.make("b") },
		func() error { return l.make("d") },
		func() error { return l.refer("d") },
		func() error { return l.save("e", "waiting", "for its process") },
		l.clean,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// make brings an action's result about; states are saved on the way.
func (l *life) make(name string, states ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second) // of a lock that stays behind
	defer cancel()
	release, err := l.cache.Use(ctx)
	if err != nil {
		return err
	}
	defer release()
	unlock, err := l.cache.Lock(ctx, keyFor(name), func() {})
	if err != nil {
		return err
	}
	defer unlock()
	if there, err := l.intact(name); err != nil {
		return err
	} else if there {
		l.mayDrop(states)
		return nil
	}
	for i := 0; i < len(states); i += 2 {
		if err := l.save(name, states[i], states[i+1]); err != nil {
			return err
		}
	}
	scratch, err := l.cache.NewScratch(keyFor(name))
	if err != nil {
		return err
	}
	defer scratch.Remove()
	for _, output := range slices.Sorted(maps.Keys(made[name])) {
		l.memory.Plant(strings.TrimPrefix(scratch.Dir(), l.memory.Dir()+"/")+"/"+output, 0o666, made[name][output])
	}
	if err := l.store(name, scratch); err != nil {
		return err
	}
	l.mayDrop(states)
	return l.cache.Checkpoint(keyFor(name)).Drop()
}

// mayDrop notes that saved states are no longer needed.
func (l *life) mayDrop(states []string) {
	for i := 0; i < len(states); i += 2 {
		l.states[states[i]] = append(l.states[states[i]], "")
	}
}

func (l *life) store(name string, scratch *cache.Scratch) error {
	outputs, err := scratch.Outputs()
	if err != nil {
		return err
	}
	if err := scratch.Store(outputs); err != nil {
		return err
	}
	if _, mended := made[name]["three.csv"]; mended {
		l.bad = ""
	}
	if err := l.cache.Put(cache.Manifest{Key: keyFor(name), Preimage: preimageOf(name), Outputs: outputs, Detail: json.RawMessage(`{}`)}); err != nil {
		return err
	}
	l.stored[keyFor(name)] = true
	return nil
}

// intact reports whether a result is there, and sets aside what is damaged of it.
func (l *life) intact(name string) (bool, error) {
	m, ok, err := l.cache.Get(keyFor(name))
	if err != nil || !ok {
		return false, err
	}
	for _, o := range m.Outputs {
		if err := l.cache.Verify(o); errors.Is(err, cache.ErrDamaged) {
			return false, nil
		} else if err != nil {
			return false, err
		}
	}
	return true, nil
}

func (l *life) save(name, state, content string) error {
	l.states[state] = append(l.states[state], content)
	if err := l.cache.Checkpoint(keyFor(name)).Save(state, []byte(content)); err != nil {
		return err
	}
	l.states[state] = []string{content}
	return nil
}

func (l *life) refer(name string) error {
	last := maps.Clone(l.roots[len(l.roots)-1])
	last[name] = keyFor(name)
	l.roots = append(l.roots, last)
	err := l.cache.UpdateRoot(pipelineFile, "", func(keys map[string]cache.Digest) { keys[name] = keyFor(name) })
	if err == nil {
		l.roots = []map[string]cache.Digest{last}
	}
	return err
}

// harm is mischief, once in a life: an object's bytes are changed, and a symlink
// is planted where an object will lie.
func (l *life) harm() error {
	if !l.harmed["b"] {
		l.harmed["b"] = true
		l.bad = digestOf(made["b"]["three.csv"])
		l.stored[keyFor("b")] = false
		l.memory.Plant(objectName(l.bad), 0o444, strings.Repeat("3,3,4\n", 100))
	}
	if folder := objectName(digestOf(made["d"]["five.csv"]))[:len("objects/ab")]; !l.harmed["d"] {
		l.harmed["d"] = true
		if _, err := l.memory.Lstat(folder); errors.Is(err, fs.ErrNotExist) {
			l.memory.Plant(folder, fs.ModeSymlink, "/elsewhere")
		}
	}
	return nil
}

func objectName(d cache.Digest) string { return "objects/" + string(d)[:2] + "/" + string(d) }

// clean runs gc, which may drop c.
func (l *life) clean() error {
	l.stored[keyFor("c")] = false
	_, err := l.cache.GC(time.Time{}, nil, false)
	return err
}

// check looks at what a process has left behind, as the next one finds it.
func (l *life) check() error {
	l.on(l.memory)
	if err := l.cache.CheckFormat(); err != nil {
		return err
	}
	for name, outputs := range made {
		if err := l.checkResult(name, outputs); err != nil {
			return fmt.Errorf("result %s: %w", name, err)
		}
	}
	for state, allowed := range l.states {
		name := "b"
		if state == "waiting" {
			name = "e"
		}
		found, err := l.cache.Checkpoint(keyFor(name)).Load(state)
		if err != nil || !slices.Contains(allowed, string(found)) {
			return fmt.Errorf("saved state %s is %q, %v: expected one of %q", state, found, err, allowed)
		}
	}
	found := l.cache.GetRoot(pipelineFile, "").Keys
	if !slices.ContainsFunc(l.roots, func(keys map[string]cache.Digest) bool { return maps.Equal(keys, found) }) {
		return fmt.Errorf("root is %v: expected one of %v", found, l.roots)
	}
	if _, err := l.cache.All(); err != nil {
		return err
	}
	_, err := l.cache.GC(time.Time{}, nil, true)
	return err
}

func (l *life) checkResult(name string, outputs map[string]string) error {
	if err := l.cache.Damage(keyFor(name)); err != nil {
		return err
	}
	m, ok, err := l.cache.Get(keyFor(name))
	switch {
	case err != nil:
		return err
	case !ok && l.stored[keyFor(name)]:
		return errors.New("it was stored, and is lost")
	case !ok:
		return nil
	case len(m.Outputs) != len(outputs):
		return fmt.Errorf("it has outputs %v", m.Outputs)
	}
	for _, o := range m.Outputs {
		if o.Digest != digestOf(outputs[o.Name]) {
			return fmt.Errorf("output %s isn't what was made", o.Name)
		}
		if err := l.cache.Check(o); err != nil && o.Digest != l.bad {
			return err
		}
	}
	return nil
}

// end is what a life leaves, but for the files of locks.
func (l *life) end() map[string]string {
	tree := l.memory.Tree()
	maps.DeleteFunc(tree, func(name, _ string) bool { return strings.HasPrefix(name, "locks/") })
	return tree
}
