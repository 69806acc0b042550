package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	dynamics "autoencoder-dynamics"
	"autoencoder-dynamics/figures"
	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/engine/code"
	"autoencoder-dynamics/internal/pipelinefile"
	"autoencoder-dynamics/internal/progress"
	"autoencoder-dynamics/internal/settings"
	"autoencoder-dynamics/internal/shell"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/stages/covariance"
	"autoencoder-dynamics/stages/download"
	"autoencoder-dynamics/stages/ode"
	"autoencoder-dynamics/stages/plot"
	"autoencoder-dynamics/stages/sgd"
	"autoencoder-dynamics/stages/whiten"
)

// plotKind is the kind whose stages are figures.
const plotKind = "plot"

// kinds are what "uses:" can name. A new kind of stage is added here.
func kinds() []stages.Kind {
	return []stages.Kind{
		download.Kind{}, whiten.Kind{}, covariance.Kind{}, ode.Kind{}, sgd.Kind{},
		plot.Kind{Figures: figures.All()},
	}
}

// session is one command's view of the project: its settings, its pipeline, and
// an engine on the cache.
type session struct {
	*app
	options  *options
	root     string // the project's folder
	settings settings.Settings
	pipeline *pipelinefile.Pipeline
	cache    *cache.Cache
	engine   *engine.Engine
	display  progress.Display
}

// open reads the settings and the pipeline file. It writes nothing.
func (a *app) open(c *cobra.Command, o *options) (*session, error) {
	s := &session{app: a, options: o, root: projectRoot(a.dir)}
	var err error
	if s.settings, err = settings.Load(c.Flags(), s.root, a.environ); err != nil {
		return nil, usageError{err}
	}
	for _, warning := range s.settings.Warnings {
		fmt.Fprintln(a.err, "warning:", warning)
	}
	if archive := s.settings.Archive; archive != "" {
		if _, err := os.Stat(archive); err != nil {
			return nil, usagef("%s names a CIFAR10 archive that can't be read: %w", s.settings.Origin("archive"), err)
		}
	}
	if s.pipeline, err = s.parse(c.Flags().Args()); err != nil {
		return nil, err
	}
	s.display = s.newDisplay()
	s.cache = cache.New(cache.Options{Disk: a.disk(s.settings.Cache), Now: a.now, Warn: s.display.Warn})
	source, err := code.New(dynamics.Source)
	if err != nil {
		return nil, err
	}
	// As many stages may run at once as there are jobs, each with as many
	// goroutines: this is what keeps them from using more processors than that.
	runtime.GOMAXPROCS(min(s.settings.Jobs, runtime.NumCPU()))
	s.engine, err = engine.New(engine.Config{
		Pipeline: s.pipeline, Cache: s.cache, Source: source,
		Settings: s.stageSettings(), Display: s.display, Jobs: s.settings.Jobs, Memory: s.limitMemory(),
		Versions: engine.Versions{Go: runtime.Version(), Arch: runtime.GOARCH, Build: buildSettings()},
		Host:     a.host, Now: a.now, Explore: len(o.set) > 0, Hint: s.hint,
	})
	return s, err
}

// buildSettings lists the settings of this program's compilation that can
// change a floating-point result or choose other code.
func buildSettings() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	var settings []string
	for _, setting := range info.Settings {
		switch setting.Key {
		case "-tags", "-gcflags", "-race", "GOAMD64", "GOARM64", "GOEXPERIMENT", "DefaultGODEBUG":
			settings = append(settings, setting.Key+"="+setting.Value)
		}
	}
	slices.Sort(settings)
	return strings.Join(settings, " ")
}

// hint is a command line that does something in this very pipeline. A shell reads every word as it is.
func (s *session) hint(arguments ...string) string {
	words := slices.Clone(arguments)
	for _, flag := range []struct{ name, value string }{
		{"-f", s.options.file}, {"--profile", s.given("profile", s.settings.Profile)},
		{"--archive", s.given("archive", s.settings.Archive)}, {"--cache", s.given("cache", s.settings.Cache)},
	} {
		if flag.value != "" {
			words = append(words, flag.name, flag.value)
		}
	}
	for _, set := range s.options.set {
		words = append(words, "--set", set)
	}
	return "go run ./pipeline " + shell.Join(words...)
}

// given is a setting's value where it was given as a flag: variables and the
// settings file hold for the next command too.
func (s *session) given(name, value string) string {
	if s.settings.Origin(name) == "the flag --"+name {
		return value
	}
	return ""
}

// projectRoot is the nearest folder at or above dir that holds this module's
// go.mod, or dir itself where there is none.
func projectRoot(dir string) string {
	for folder := dir; ; folder = filepath.Dir(folder) {
		text, err := os.ReadFile(filepath.Join(folder, "go.mod"))
		if err == nil && strings.HasPrefix(string(text), "module autoencoder-dynamics\n") {
			return folder
		}
		if folder == filepath.Dir(folder) {
			return dir
		}
	}
}

// parse reads the pipeline file; names are those that the command line names.
func (s *session) parse(names []string) (*pipelinefile.Pipeline, error) {
	path := s.options.file
	if path == "" {
		path = filepath.Join(s.root, "pipeline.yaml")
		if relative, err := filepath.Rel(s.dir, path); err == nil {
			path = relative
		}
	}
	absolute := path
	if !filepath.IsAbs(absolute) {
		absolute = filepath.Join(s.dir, path)
	}
	text, err := pipelinefile.Read(absolute)
	if err != nil {
		return nil, usagef("can't read the pipeline file: %w; name one with -f", err)
	}
	p, err := pipelinefile.Parse(path, text, pipelinefile.Options{
		Kinds: kinds(), Profile: s.settings.Profile, ProfileFrom: s.settings.Origin("profile"), Set: s.options.set,
		FileNames: fileNames(),
	})
	if err != nil {
		return nil, usageError{namedFirst(err, names)}
	}
	return p, nil
}

func (s *session) stageSettings() stages.Settings {
	return stages.Settings{
		DataDir: s.settings.Data, StateDir: filepath.Join(s.settings.Cache, "state"),
		Archive: s.settings.Archive, Mirrors: s.settings.Mirrors, Offline: s.settings.Offline,
		RequireCIFAR10: s.settings.RequireCIFAR10, Force: s.options.force, Now: s.now,
	}
}

func (s *session) newDisplay() progress.Display {
	return progress.New(progress.Options{
		Writer: s.screen, IsTerminal: s.terminal, Width: s.width,
		Color: progress.UseColor(string(s.settings.Color), s.terminal, s.variable("NO_COLOR")),
		Quiet: s.settings.Quiet, JSON: s.options.json, Now: s.now,
	})
}

func (a *app) variable(name string) string {
	for _, entry := range a.environ {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}
