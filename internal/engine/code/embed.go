package code

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// findEmbeds adds the files that a source file's //go:embed directives name.
func (s *Source) findEmbeds(p *goPackage, file *goFile) error {
	for _, group := range file.syntax.Comments {
		for _, comment := range group.List {
			list, ok := strings.CutPrefix(comment.Text, "//go:embed")
			if !ok || strings.TrimLeft(list, " \t") == list {
				continue
			}
			patterns, err := embedPatterns(list)
			if err != nil {
				return fmt.Errorf("code digest: %s: %s: %w", file.path, comment.Text, err)
			}
			for _, pattern := range patterns {
				if err := s.addEmbeds(p, pattern); err != nil {
					return fmt.Errorf("code digest: %s: //go:embed %s: %w", file.path, pattern, err)
				}
			}
		}
	}
	return nil
}

// addEmbeds adds the files of one pattern. The go command has made sure that
// there are some, so where there are none the source of the module isn't complete.
func (s *Source) addEmbeds(p *goPackage, pattern string) error {
	names, err := fs.Glob(s.files, path.Join(p.dir, strings.TrimPrefix(pattern, "all:")))
	if err != nil {
		return err
	}
	before := len(p.embeds)
	for _, name := range names {
		if err := s.addTree(p, name); err != nil {
			return err
		}
	}
	if len(p.embeds) == before {
		return errors.New("no such file in the source that the program carries; add the files to source.go in the module's root")
	}
	return nil
}

func (s *Source) addTree(p *goPackage, name string) error {
	return fs.WalkDir(s.files, name, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			p.embeds = append(p.embeds, name)
		}
		return err
	})
}

// embedPatterns splits what follows //go:embed: patterns with blanks between
// them, each of which may be quoted as a Go string.
func embedPatterns(list string) ([]string, error) {
	var patterns []string
	for list = strings.TrimSpace(list); list != ""; list = strings.TrimSpace(list) {
		if list[0] != '"' && list[0] != '`' {
			pattern := strings.Fields(list)[0]
			patterns = append(patterns, pattern)
			list = list[len(pattern):]
			continue
		}
		quoted, err := strconv.QuotedPrefix(list)
		if err != nil {
			return nil, err
		}
		pattern, err := strconv.Unquote(quoted)
		if err != nil {
			return nil, err
		}
		patterns = append(patterns, pattern)
		list = list[len(quoted):]
	}
	return patterns, nil
}
