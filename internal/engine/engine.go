package engine

import (
	"fmt"
	"sync"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/engine/code"
	"autoencoder-dynamics/internal/pipelinefile"
	"autoencoder-dynamics/internal/progress"
	"autoencoder-dynamics/stages"
)

// Config is all that an engine works with. Every field but Memory must be set.
type Config struct {
	Pipeline *pipelinefile.Pipeline
	Cache    *cache.Cache
	Source   *code.Source     // the program's own source
	Settings stages.Settings  // handed to the stages that need them
	Display  progress.Display // what the user sees
	Jobs     int              // stages, and threads, at the same time; at least 1
	Memory   Memory           // that stages may hold together; the zero value is no bound
	Versions Versions
	Host     string           // for the provenance
	Now      func() time.Time // for the provenance; never part of a result
	Explore  bool             // --set was used: don't record what the pipeline refers to

	// Hint writes the command line that does something to a stage in this
	// pipeline, for error messages: Hint("run", "erf-theory", "--force").
	Hint func(arguments ...string) string
}

// Versions are what a result depends on beside the module's own code.
type Versions struct {
	Go   string `json:"go"`   // "go1.26.8"
	Arch string `json:"arch"` // "amd64": floating-point results differ between architectures
	// Build are the settings of the compiler that can change a result, such as
	// "GOAMD64=v1": a newer level fuses multiplications with additions.
	Build string `json:"build,omitempty"`
}

// Engine runs one pipeline. It is safe for use by one caller at a time.
type Engine struct {
	config Config
	stages []*pipelinefile.Stage // in an order in which needs come first
	byName map[string]*pipelinefile.Stage

	locating sync.Mutex // held while a source is looked for, which may hash a large file

	mu       sync.Mutex
	sources  map[string]stages.Source // what Locate or Acquire said, by stage
	history  map[string][]record      // what the cache holds, by stage name
	verified map[cache.Output]stamp   // objects whose bytes were checked in this process, as they were then
	warned   map[string]bool
}

// New returns an engine for a pipeline that was parsed without problems.
func New(config Config) (*Engine, error) {
	if config.Jobs < 1 {
		return nil, fmt.Errorf("jobs is %d: expected at least 1", config.Jobs)
	}
	e := &Engine{
		config: config, byName: map[string]*pipelinefile.Stage{},
		sources: map[string]stages.Source{}, verified: map[cache.Output]stamp{}, warned: map[string]bool{},
	}
	for _, stage := range config.Pipeline.Order() {
		e.stages = append(e.stages, stage)
		e.byName[stage.Name] = stage
	}
	return e, nil
}

// Stages returns the names of all stages, each after the ones that it needs.
func (e *Engine) Stages() []string {
	names := make([]string, len(e.stages))
	for i, stage := range e.stages {
		names[i] = stage.Name
	}
	return names
}

// Stage returns the stage of that name, or nil.
func (e *Engine) Stage(name string) *pipelinefile.Stage { return e.byName[name] }

// Closure returns the targets and everything that they need, each after its
// needs. With no targets it returns all stages.
func (e *Engine) Closure(targets []string) []string {
	if len(targets) == 0 {
		return e.Stages()
	}
	wanted := map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		stage := e.byName[name]
		if stage == nil || wanted[name] {
			return
		}
		wanted[name] = true
		for _, need := range stage.Needs {
			for _, upstream := range need.Stages {
				visit(upstream)
			}
		}
	}
	for _, target := range targets {
		visit(target)
	}
	var names []string
	for _, stage := range e.stages {
		if wanted[stage.Name] {
			names = append(names, stage.Name)
		}
	}
	return names
}

// hint is a command line in quotes, for messages: what lies between them can be pasted.
func (e *Engine) hint(arguments ...string) string {
	return `"` + e.config.Hint(arguments...) + `"`
}

// since is how long ago something started: never less than nothing, though the
// clock may have been set back.
func (e *Engine) since(started time.Time) time.Duration {
	return max(e.config.Now().Sub(started), 0)
}

func (e *Engine) warnOnce(text string) {
	if text == "" {
		return
	}
	e.mu.Lock()
	seen := e.warned[text]
	e.warned[text] = true
	e.mu.Unlock()
	if !seen {
		e.config.Display.Warn(text)
	}
}
