package engine_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/engine/code"
	"autoencoder-dynamics/internal/pipelinefile"
	"autoencoder-dynamics/internal/progress"
	"autoencoder-dynamics/stages"
)

// join is a kind that writes its text and the texts of its inputs, one a line.
type join struct {
	log *journal
}

type joinParameters struct {
	Text      string
	Round     bool // write the text's length only: many texts, one output
	Fail      bool
	Panic     bool
	Caveat    string
	Block     chan struct{} // wait for this, or the end of the context
	Cancelled bool          // fail as a request does whose context ended
	During    func()        // called when it has started
	Save      bool          // save state when it has read its inputs
	Load      bool          // start with the state that was saved
}

// journal records the stages that ran, in order.
type journal struct {
	mu   sync.Mutex
	runs []string
}

func (j *journal) add(name string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.runs = append(j.runs, name)
}

// take returns the stages that ran since the last call, sorted.
func (j *journal) take() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	runs := j.runs
	j.runs = nil
	slices.Sort(runs)
	return runs
}

func (join) Name() string                                             { return "join" }
func (join) Summary() string                                          { return "joins texts" }
func (join) Defaults(string) any                                      { return &joinParameters{} }
func (join) Ports(any) []stages.Port                                  { return []stages.Port{{Name: "in", Many: true}} }
func (join) Validate(any, map[string][]string) []stages.Problem       { return nil }
func (k join) CodeRoots(any) []stages.CodeRoot                        { return []stages.CodeRoot{{Package: "m/join"}} }
func (k join) Run(ctx context.Context, call *stages.Call) (err error) { return k.run(ctx, call) }

func (k join) run(ctx context.Context, call *stages.Call) error {
	k.log.add(call.Stage)
	p := call.Parameters.(*joinParameters)
	if p.Block != nil {
		if err := call.Checkpoint.Save("state", []byte("half")); err != nil {
			return err
		}
		select {
		case <-p.Block:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if p.During != nil {
		p.During()
	}
	if p.Panic {
		panic("kernel")
	}
	if p.Cancelled {
		return fmt.Errorf("inner request: %w", context.Canceled)
	}
	if p.Fail {
		return fmt.Errorf("it can't %s", p.Text)
	}
	text := p.Text
	if p.Load {
		state, err := call.Checkpoint.Load("state")
		if err != nil {
			return err
		}
		text = string(state) + text
	}
	if p.Round {
		text = fmt.Sprint(len(p.Text))
	}
	for _, in := range call.Inputs["in"] {
		path, err := in.Path("out.txt")
		if err != nil {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		text += "\n" + string(content)
	}
	if p.Save {
		if err := call.Checkpoint.Save("state", []byte(text)); err != nil {
			return fmt.Errorf("saving: %w", err)
		}
	}
	if p.Caveat != "" {
		call.Caveat(stages.Caveat{ID: p.Caveat, Label: p.Caveat, Text: p.Caveat})
	}
	return os.WriteFile(call.OutputPath("out.txt"), []byte(text), 0o666)
}

// project is a pipeline under test. Each call of engine is like a new process
// on the same cache.
type project struct {
	t      *testing.T
	dir    string
	stages []pipelinefile.Stage
	source string // of the kind's code
	log    *journal
	shown  *transcript
	go_    string
	memory engine.Memory
}

// transcript collects what several engines show at once.
type transcript struct {
	mu   sync.Mutex
	text strings.Builder
}

func (t *transcript) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(b)
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

func newProject(t *testing.T) *project {
	return &project{t: t, dir: t.TempDir(), source: "var x = 1", log: &journal{}, shown: &transcript{}, go_: "go1.26"}
}

// add declares a stage, or replaces the one of that name.
func (p *project) add(name string, parameters joinParameters, needs ...string) {
	stage := pipelinefile.Stage{Name: name, Kind: join{p.log}, Seed: 1, Parameters: &parameters}
	parametersOnly := parameters
	parametersOnly.Block = nil
	stage.Canonical, _ = json.Marshal(struct {
		Text   string `json:"text"`
		Round  bool   `json:"round"`
		Fail   bool   `json:"fail"`
		Panic  bool   `json:"panic"`
		Caveat string `json:"caveat"`
	}{parameters.Text, parameters.Round, parameters.Fail, parameters.Panic, parameters.Caveat})
	if len(needs) > 0 {
		stage.Needs = []pipelinefile.Need{{Port: "in", Stages: needs}}
	}
	for i := range p.stages {
		if p.stages[i].Name == name {
			p.stages[i] = stage
			return
		}
	}
	p.stages = append(p.stages, stage)
}

func (p *project) cacheDisk() cache.Disk { return cache.Folder(filepath.Join(p.dir, "cache")) }

func (p *project) cache() *cache.Cache {
	return cache.New(cache.Options{Disk: p.cacheDisk(), Now: time.Now})
}

func (p *project) engine(jobs int) *engine.Engine { return p.engineOn(jobs, p.cache()) }

func (p *project) engineOn(jobs int, on *cache.Cache) *engine.Engine {
	p.t.Helper()
	source, err := code.New(fstest.MapFS{
		"go.mod": {Data: []byte("module m\n")}, "go.sum": {},
		"join/join.go": {Data: []byte("package join\n\n" + p.source + "\n")},
	})
	if err != nil {
		p.t.Fatal(err)
	}
	e, err := engine.New(engine.Config{
		Pipeline: &pipelinefile.Pipeline{Path: "pipeline.yaml", Dir: p.dir, Stages: p.stages},
		Cache:    on, Source: source,
		Display: progress.New(progress.Options{Writer: p.shown, Now: time.Now}),
		Jobs:    jobs, Memory: p.memory, Versions: engine.Versions{Go: p.go_, Arch: "test"}, Host: "here", Now: time.Now,
		Hint: func(arguments ...string) string { return strings.Join(arguments, " ") },
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return e
}

// run runs all stages and returns which ran.
func (p *project) run() []string {
	p.t.Helper()
	if _, err := p.engine(2).Run(p.t.Context(), nil, nil); err != nil {
		p.t.Fatal(err)
	}
	return p.log.take()
}

// states returns "name state: reasons" for every stage.
func (p *project) states() map[string]string {
	p.t.Helper()
	all, err := p.engine(1).Status(p.t.Context(), nil, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	states := map[string]string{}
	for _, s := range all {
		text := string(s.State)
		for _, reason := range s.Reasons {
			text += "; " + reason.String()
		}
		states[s.Stage] = text
	}
	return states
}

func (p *project) output(stage string) string {
	p.t.Helper()
	path, err := p.engine(1).Output(p.t.Context(), stage, "out.txt")
	if err != nil {
		p.t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(text)
}

// chain declares a → b → c, and d beside them.
func chain(p *project) {
	p.add("a", joinParameters{Text: "alpha"})
	p.add("b", joinParameters{Text: "beta"}, "a")
	p.add("c", joinParameters{Text: "gamma"}, "b")
	p.add("d", joinParameters{Text: "delta"})
}
