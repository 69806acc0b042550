package stages

import (
	"context"
	"time"
)

// Kind is one sort of stage, named by "uses:" in pipeline.yaml.
//
// A kind has no mutable state: the engine calls Run of one value from several
// goroutines at once, for different stages.
type Kind interface {
	// Name is what "uses:" says: "ode".
	Name() string

	// Summary is one sentence for --help, the JSON schema and the docs.
	Summary() string

	// Defaults returns a pointer to a new parameter struct that holds the
	// default values, for the stage of that name. The file's "with:" is decoded
	// into it. Its exported fields carry the tags `yaml:"learning_rate"` (the
	// key; every field has one) and `doc:"..."` (one sentence with unit and
	// default, used by the schema). Fields are bool, string, int, int64,
	// uint64, float64, [File], slices and structs of these, or pointers to structs
	// where absence has a meaning. A field tagged `enum:"a b c"` takes these words only.
	Defaults(stage string) any

	// Ports lists what the stage takes from other stages. It may depend on the
	// parameters (a pointer of the type that Defaults returns).
	Ports(parameters any) []Port

	// Validate checks decoded parameters and the ports in use, before anything
	// runs. wired maps each port in use to the kinds of the stages wired to it,
	// in order. It returns every problem, not only the first.
	Validate(parameters any, wired map[string][]string) []Problem

	// Run does the work. It writes its output files with call.OutputPath and
	// returns when they are complete and closed. It stops soon after ctx is
	// done, with an error that wraps ctx.Err().
	Run(ctx context.Context, call *Call) error
}

// A Sourced kind takes content from outside the pipeline (an archive on disk, a
// download). The engine asks for its digest before it makes the stage's key, so
// that a change of the outside content makes the stage stale.
type Sourced interface {
	Kind

	// Locate says which outside content the stage would use now. It must be
	// fast, must not touch the network and must not write (status and
	// --dry-run call it).
	Locate(ctx context.Context, parameters any, settings Settings) (Source, error)

	// Acquire makes the source available, downloading it where that is needed
	// and allowed, and returns the one to use. It is called before the key is
	// made whenever Locate returned a source with Pending set.
	Acquire(ctx context.Context, parameters any, settings Settings, progress Progress) (Source, error)
}

// A Rooted kind narrows the code that its results depend on: the digest of a
// stage's code is then made from these roots instead of the kind's package alone.
type Rooted interface {
	Kind

	// CodeRoots returns the roots for a stage with these parameters.
	CodeRoots(parameters any) []CodeRoot
}

// CodeRoot names code that a result depends on. With an empty Symbol it is the
// package and everything in the module that it imports; with a Symbol it is the
// declarations of the package that can be reached from that one, and what they import.
type CodeRoot struct {
	Package string // import path
	Symbol  string // top-level identifier, or ""
}

// Source is outside content and where it lies.
type Source struct {
	Identity string // goes into the key: "sha256:…", or "embedded:sha256:…"
	Summary  string // for people: "data/cifar10/cifar-10-binary.tar.gz (official archive)"
	Path     string // where Run finds it; may be empty; not part of the key
	Pending  bool   // it isn't on this machine yet: Acquire must be called
	Warning  string // printed once before the stages run; "" for none

	// Fallback is what would be used if a pending source can't be had, nil where
	// that is an error. What was made from it stays fresh for the commands that
	// only look, until a run has got the pending one.
	Fallback *Source
}

// Settings are the settings of a run that a kind may need. They are in no key.
type Settings struct {
	DataDir        string   // absolute path of data/, which holds cifar10/
	StateDir       string   // absolute path where a Sourced kind may keep notes between runs
	Archive        string   // --archive, or ""
	Mirrors        []string // addresses of the archive, tried in order
	Offline        bool     // never touch the network
	RequireCIFAR10 bool     // the embedded default is an error
	Force          bool     // try again what was remembered as out of reach
	Now            func() time.Time
}

// Port is one input of a stage, named in "needs:".
type Port struct {
	Name     string   // key in "needs:"
	Doc      string   // one sentence for the schema
	Kinds    []string // kinds of stage that may be wired to it
	Required bool
	Many     bool // takes a list of stages as well as one
}

// Problem is a mistake in a stage's parameters or wiring.
type Problem struct {
	Path     string // dotted, below the stage: "with.init.scale", "needs.covariance", "with"
	Message  string // what is wrong: "learning_rate is -1"
	Expected string // what would be right: "a number above 0"
}

// File is a parameter that names a file, relative to the pipeline file's folder.
// The engine resolves it to an absolute path before Validate and Run, refuses a
// missing one with its place in the pipeline file, and puts the content's digest
// into the key in place of the path. The empty File is none.
type File string

// Call is what a stage is given to run.
type Call struct {
	Stage      string // the stage's name, for messages only: it must not change any output
	Parameters any    // pointer of the type that Defaults returns, validated
	Seed       uint64 // the pipeline's seed, or the stage's own where it has one
	Workers    int    // goroutines to use at the most; must not change any output
	Source     Source // for Sourced kinds
	Inputs     map[string][]Input
	Progress   Progress
	Checkpoint Checkpoint

	// OutputDir is an empty folder; every regular file in it at the end of a
	// successful Run is an output, named by its path relative to the folder.
	OutputDir string

	// Caveat attaches a caveat to this stage's outputs. The engine hands every
	// caveat on to all stages downstream.
	Caveat func(Caveat)
}

// Input is the output of one upstream stage, verified against its digests.
type Input struct {
	Stage   string            // for messages only
	Kind    string            // the upstream kind: "ode"
	Files   map[string]string // output name to absolute path of a read-only file
	Caveats []Caveat
}

// Caveat is something that a reader must know about a result and everything
// made from it, such as that surrogates stood in for real images.
type Caveat struct {
	ID    string `json:"id"`    // "embedded-default"
	Label string `json:"label"` // short, drawn on figures
	Text  string `json:"text"`  // one or two sentences, for the report and the terminal
}

// Progress receives how far a stage is. It is safe for use from several goroutines.
type Progress interface {
	// Total says how much there is to do and in which unit ("steps", "bytes").
	// It may be called again for a next phase; the count then starts at 0.
	Total(n int64, unit string)
	// Add says that n more units are done.
	Add(n int64)
	// Note shows a short line: "resuming from t = 120".
	Note(text string)
}

// Checkpoint keeps named state of a running stage, so that a run that was
// interrupted goes on from there. It is dropped when the stage ends well. Saving
// is atomic; what was saved under another key (other parameters, inputs or code) is never seen.
type Checkpoint interface {
	Save(name string, state []byte) error
	// Load returns what was saved last, or nil where there is nothing usable.
	Load(name string) ([]byte, error)
}
