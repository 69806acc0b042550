package code

import (
	"go/build"
	"io"
	"io/fs"
	"path"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
)

// buildContext returns the build constraints under which the running program
// was compiled. They are not those of its environment: GOOS and GOARCH may be
// set to build for somewhere else.
func buildContext(files fs.FS, settings []debug.BuildSetting) build.Context {
	c := build.Context{
		GOOS: runtime.GOOS, GOARCH: runtime.GOARCH, Compiler: runtime.Compiler,
		ReleaseTags: build.Default.ReleaseTags,
		JoinPath:    path.Join,
		OpenFile:    func(name string) (io.ReadCloser, error) { return files.Open(name) },
	}
	for _, setting := range settings {
		switch setting.Key {
		case "-tags":
			c.BuildTags = append(c.BuildTags, strings.Split(setting.Value, ",")...)
		case "-race", "-msan", "-asan":
			if setting.Value == "true" {
				c.BuildTags = append(c.BuildTags, setting.Key[1:])
			}
		case "CGO_ENABLED":
			c.CgoEnabled = setting.Value == "1"
		case "GOAMD64":
			c.ToolTags = append(c.ToolTags, architectureLevels(setting.Value)...)
		}
	}
	return c
}

// architectureLevels returns the tags that GOAMD64 sets: those of its level and
// of all below.
func architectureLevels(level string) []string {
	levels := []string{"v1", "v2", "v3", "v4"}
	var tags []string
	for _, l := range levels[:slices.Index(levels, level)+1] {
		tags = append(tags, "amd64."+l)
	}
	return tags
}

// buildSettings returns how the running program was built; none where the
// compiler didn't record it.
func buildSettings() []debug.BuildSetting {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	return info.Settings
}
