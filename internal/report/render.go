package report

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"
)

//go:embed style.css
var style string

//go:embed report.html.tmpl
var pageText string

// ErrEmpty says that a report has no figure, and so nothing to show.
var ErrEmpty = errors.New("there is nothing to show: the report has no figure; make one first")

// Render writes the report as one HTML file that opens from disk without a
// network. It writes nothing where it returns an error about the report itself
// ([ErrEmpty], or a download that isn't below the report's folder).
func Render(w io.Writer, r Report) error {
	p, err := newPage(r)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	t, err := template.New("report").Parse(pageText)
	if err != nil {
		return fmt.Errorf("report: parsing the page's template: %w", err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, p); err != nil {
		return fmt.Errorf("report: filling in the page: %w", err)
	}
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}
