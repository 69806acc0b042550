package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// question is a file that "explain" is asked about, and what it has to say.
type question struct {
	name string
	make func(p *patient, figure string) (path string, err error)
	code int    // exit code
	says string // on standard output or standard error
	not  string // what it must not say
}

// changedFile changes the file of a figure.
func changedFile(change func(content []byte) []byte) func(*patient, string) (string, error) {
	return func(_ *patient, figure string) (string, error) {
		content, err := os.ReadFile(figure)
		return figure, errors.Join(err, os.WriteFile(figure, change(content), 0o644))
	}
}

func questions() []question {
	const isnt = "isn't it"
	outside := func(name string, make func(path string) error) func(*patient, string) (string, error) {
		return func(p *patient, _ string) (string, error) {
			path := filepath.Join(p.folder, name)
			return path, make(path)
		}
	}
	all := []question{
		{"a sparse file of 10 GB", outside("sparse", func(path string) error {
			return errors.Join(os.WriteFile(path, nil, 0o644), os.Truncate(path, 10<<30))
		}), 1, "is no output of any stage", "seed"},
		{"as it was made", changedFile(func(b []byte) []byte { return b }), 0, "theory-vs-sgd (plot)", isnt},
		{"a bit flipped", changedFile(func(b []byte) []byte { b[len(b)/2] ^= 8; return b }), 1, isnt, "seed"},
		{"truncated", changedFile(func(b []byte) []byte { return b[:len(b)/2] }), 1, isnt, "seed"},
		{"emptied", changedFile(func([]byte) []byte { return nil }), 1, isnt, "seed"},
		{"a byte longer", changedFile(func(b []byte) []byte { return append(b, 0) }), 1, isnt, "seed"},
		{"another output of the same stage", func(p *patient, figure string) (string, error) {
			other := "svg"
			if strings.HasSuffix(figure, other) {
				other = "pdf"
			}
			content, err := os.ReadFile(strings.TrimSuffix(figure, filepath.Ext(figure)) + "." + other)
			return figure, errors.Join(err, os.WriteFile(figure, content, 0o644))
		}, 0, isnt, ""},
		{"an output of another stage", func(p *patient, figure string) (string, error) {
			content, err := os.ReadFile(p.objectsOf("theory")["curves.csv"])
			return figure, errors.Join(err, os.WriteFile(figure, content, 0o644))
		}, 0, isnt, ""},
		{"a copy elsewhere", func(p *patient, figure string) (string, error) {
			content, err := os.ReadFile(figure)
			path := filepath.Join(p.folder, "copy")
			return path, errors.Join(err, os.WriteFile(path, content, 0o644))
		}, 0, "theory-vs-sgd (plot)", isnt},
		{"of a run with another seed", func(p *patient, figure string) (string, error) {
			yaml, err := os.ReadFile(filepath.Join(p.folder, "pipeline.yaml"))
			p.must(err)
			p.write("other.yaml", strings.Replace(string(yaml), "seed: 5", "seed: 6", 1))
			o := p.run("figure", "theory-vs-sgd", "-f", "other.yaml")
			if o.code != 0 {
				return "", errors.New(o.brief())
			}
			return figure, nil
		}, 0, "isn't what this pipeline asks for now", isnt},
		{"the report", func(p *patient, _ string) (string, error) { return filepath.Join(p.reports, "index.html"), nil }, 1, "is no output of any stage", "seed"},
		{"a folder", outside("folder", func(path string) error { return os.Mkdir(path, 0o777) }), 2, "not a regular file", "seed"},
		{"nothing", outside("nothing", func(string) error { return nil }), 2, "no file of that name", "seed"},
		{"a symlink to endless bytes", outside("zero", func(path string) error { return os.Symlink("/dev/zero", path) }), 2, "not a regular file", "seed"},
	}
	for _, special := range specials() {
		all = append(all, question{special.name, outside("special", special.make), 2, "not a regular file", "seed"})
	}
	return all
}

// editedReports asks what files were made from that may not be what the pipeline made.
func editedReports(b *bench, calm *undisturbed) {
	all := questions()
	b.row("reports", "files of figures edited, truncated, exchanged; strange files: explain", b.some(len(all), len(all)), func(t *trial) {
		q := all[t.number]
		p := t.patient(calm)
		p.stage, p.what = "theory-vs-sgd", "explain FILE: "+q.name
		figure := filepath.Join(p.reports, "figures", "theory-vs-sgd."+pick(t, []string{"png", "svg", "pdf", "csv"}))
		path, err := q.make(p, figure)
		t.must(err)
		c := p.command("explain", path)
		c.limit = timeLimit / 4
		o := c.run()
		said := o.stdout + o.stderr
		if o.code != q.code || !strings.Contains(said, q.says) || q.not != "" && strings.Contains(said, q.not) {
			p.wrong("expected exit code %d and %q, not %q: %s", q.code, q.says, q.not, o.brief())
		}
		if !strings.HasPrefix(path, p.reports) || strings.HasPrefix(q.name, "of a run") {
			return // nothing was changed in reports, or the report is that run's
		}
		if o := p.run("report"); o.want(0) {
			reports, err := p.readReports()
			t.must(err)
			if all := differing("reports/", calm.snapshot.reports, reports); len(all) > 0 {
				p.wrong("report leaves files as they are that the pipeline didn't make: %s", strings.Join(all, "; "))
			}
		}
	})
}
