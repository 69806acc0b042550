package settings

import "path/filepath"

// Settings are the settings of a run. All paths are absolute: in flags and variables they
// are relative to the working folder, in the settings file to the project's root.
type Settings struct {
	// Root is the project's root, as given to Load.
	Root string

	// Cache is the folder of the cache, ".cache" in the root by default.
	Cache string

	// Data is the folder that holds cifar10/, "data" in the root by default.
	Data string

	// Reports is the folder for the report, "reports" in the root by default.
	Reports string

	// Jobs is how many goroutines compute at once, at least 1; by default as many as there are processors.
	Jobs int

	// Memory is how many bytes the run may take, 0 for what the machine and its limits leave.
	Memory int64

	// Archive is the path of a CIFAR10 archive, "" for none.
	Archive string

	// Mirrors are addresses of the archive, tried in order, before or instead of
	// the authors' site as the download stage says; none by default.
	Mirrors []string

	// Offline keeps the run from touching the network.
	Offline bool

	// RequireCIFAR10 makes it an error that the embedded default would stand in for the images.
	RequireCIFAR10 bool

	// Profile is the profile of pipeline.yaml to apply, "" for none.
	Profile string

	// Color says when the terminal gets colours.
	Color Color

	// Quiet leaves out everything but results and errors.
	Quiet bool

	// File is the settings file that was read, "" for none.
	File string

	// Warnings are sentences that the user should see once, about variables that look like settings and are none.
	Warnings []string

	origins map[string]origin
}

// Color says when the terminal gets colours.
type Color string

// The values of Settings.Color.
const (
	ColorAuto   Color = "auto"   // on a terminal
	ColorAlways Color = "always" // in files and pipes too
	ColorNever  Color = "never"
)

// Origin says where the value of a setting came from: "the flag --jobs", "the
// variable PIPELINE_JOBS", path and line of the settings file as in
// "/home/me/paper/settings.yaml:3", or "the default"; "" for a name that is no setting.
func (s Settings) Origin(name string) string { return s.origins[name].where }

// fill takes over the checked values by name.
func (s *Settings) fill(values map[string]any) {
	s.Cache = s.path("cache", values)
	s.Data = s.path("data", values)
	s.Reports = s.path("reports", values)
	s.Archive = s.path("archive", values)
	s.Jobs = values["jobs"].(int)
	s.Memory, _ = amount(values["memory"].(string)) // it was checked
	s.Mirrors = values["mirrors"].([]string)
	s.Offline = values["offline"].(bool)
	s.RequireCIFAR10 = values["require-cifar10"].(bool)
	s.Profile = values["profile"].(string)
	s.Color = Color(values["color"].(string))
	s.Quiet = values["quiet"].(bool)
}

// path makes a path absolute. What was typed is relative to where it was typed.
func (s *Settings) path(name string, values map[string]any) string {
	path := filepath.FromSlash(values[name].(string))
	if path == "" {
		return ""
	}
	if !filepath.IsAbs(path) && !s.origins[name].layer.typed() {
		path = filepath.Join(s.Root, path)
	}
	if absolute, err := filepath.Abs(path); err == nil {
		return absolute
	}
	return path
}
