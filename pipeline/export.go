package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/pipelinefile"
)

// exported is an output of every plot stage and the ending of its name in reports/figures/.
type exported struct{ output, ending string }

func exports() []exported {
	var all []exported
	for _, format := range figure.Formats() {
		all = append(all, exported{figure.PictureFile(format), "." + format})
	}
	return append(all, exported{figure.DataFile, ".csv"})
}

// exportedFrom returns the figure and its output that a file in reports/figures/ is a copy of, by the file's name.
func (s *session) exportedFrom(path string) (stage, output string, ok bool) {
	all := exports()
	for _, file := range figure.TableFiles() {
		all = append(all, exported{file, "-" + file})
	}
	for _, name := range s.figures() {
		for _, export := range all {
			if path == s.reportPath("figures", name+export.ending) {
				return name, export.output, true
			}
		}
	}
	return "", "", false
}

// fileNames says what figures name files after: those that are exported, and the pages of diff.
func fileNames() pipelinefile.FileNames {
	names := pipelinefile.FileNames{Kinds: []string{plotKind}, Taken: []string{"index"}}
	for _, file := range figure.TableFiles() {
		names.Endings = append(names.Endings, "-"+strings.TrimSuffix(file, filepath.Ext(file)))
	}
	return names
}

func (s *session) reportPath(parts ...string) string {
	return filepath.Join(append([]string{s.settings.Reports}, parts...)...)
}

// exportFigure copies a fresh figure's files from the cache to reports/figures/.
func (s *session) exportFigure(ctx context.Context, name string) error {
	_, paths, err := s.engine.Outputs(ctx, name)
	if err != nil {
		return err
	}
	wanted := exports()
	for _, file := range figure.TableFiles() {
		if _, ok := paths[file]; ok {
			wanted = append(wanted, exported{file, "-" + file})
		} else if err := removeFile(s.reportPath("figures", name+"-"+file)); err != nil { // of an earlier run
			return err
		}
	}
	for _, export := range wanted {
		content, err := os.ReadFile(paths[export.output])
		if err != nil {
			return fmt.Errorf("figure %s: %w", name, err)
		}
		if err := writeFile(s.reportPath("figures", name+export.ending), content); err != nil {
			return err
		}
	}
	return nil
}

// exportFresh copies those of the figures among the targets (nil: all stages)
// that are up to date, after a run in which other stages failed. The report is left
// as it was: it shows a whole run.
func (s *session) exportFresh(ctx context.Context, targets []string) error {
	all, err := s.engine.Status(ctx, targets, nil)
	if err != nil {
		return err
	}
	var problems []error
	for _, status := range all {
		if status.Kind == plotKind && status.State == engine.Fresh {
			problems = append(problems, s.exportFigure(ctx, status.Stage))
		}
	}
	return errors.Join(problems...)
}

// exportAll copies every figure and writes the report and the claims.
func (s *session) exportAll(ctx context.Context) error {
	for _, name := range s.figures() {
		if err := s.exportFigure(ctx, name); err != nil {
			return err
		}
	}
	if err := s.writeClaims(ctx, s.figures()); err != nil {
		return err
	}
	return s.writeReport(ctx, s.figures())
}

// removeFile removes a file that may not be there. A folder that can't be
// written to is no error as long as there is nothing to remove.
func removeFile(path string) error {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// writeFile replaces a file in one step, and leaves one alone that has the
// content already, so that its time stamp says when it changed.
func writeFile(path string, content []byte) error {
	dropUnfinished(filepath.Dir(path))
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, content) {
		return nil
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return fmt.Errorf("can't write %s: %w", path, err)
	}
	file, err := os.CreateTemp(filepath.Dir(path), unfinished+"*")
	if err != nil {
		return fmt.Errorf("can't write %s: %w", path, err)
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Chmod(0o644), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		os.Remove(file.Name())
		return fmt.Errorf("can't write %s: %w", path, err)
	}
	return nil
}

// unfinished begins the names of files that are being written.
const unfinished = ".new-"

// dropUnfinished removes what killed processes left in a folder. A file that is
// younger than an hour may be one that another process is about to rename.
func dropUnfinished(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // writing will say what is wrong with it
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), unfinished) {
			continue
		}
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > time.Hour {
			_ = os.Remove(filepath.Join(dir, entry.Name())) // it does no harm where it stays
		}
	}
}
