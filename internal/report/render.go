package report

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"strings"
)

//go:embed page
var files embed.FS

// What the page holds of its own: one style sheet, in the order in which rules override others, and one script.
var (
	style  = read("page.css", "figure.css", "reader.css", "print.css")
	script = read("reader.js")
)

// ErrEmpty says that a report has no figure, and so nothing to show.
var ErrEmpty = errors.New("there is nothing to show: the report has no figure; make one first")

// read returns embedded files one after the other.
func read(names ...string) string {
	var all strings.Builder
	for _, name := range names {
		text, err := fs.ReadFile(files, "page/"+name)
		if err != nil {
			panic(err) // the file isn't in the program
		}
		all.WriteString("\n")
		all.Write(text)
	}
	return all.String()
}

// Render writes the report as one HTML file that opens from disk without a
// network. It writes nothing where it returns an error about the report itself
// ([ErrEmpty], a table whose rows don't fit, or a file that isn't below the report's folder).
func Render(w io.Writer, r Report) error {
	p, err := newPage(r)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	t, err := template.New("page").Funcs(template.FuncMap{"prose": prose}).ParseFS(files, "page/*.tmpl")
	if err != nil {
		return fmt.Errorf("report: parsing the page's templates: %w", err)
	}
	var out bytes.Buffer
	if err := t.ExecuteTemplate(&out, "page.html.tmpl", p); err != nil {
		return fmt.Errorf("report: filling in the page: %w", err)
	}
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}
