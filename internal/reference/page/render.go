package page

import (
	"bufio"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"os"
	"strings"
)

//go:embed page.html.tmpl
var pageSource string

//go:embed index.html.tmpl
var indexSource string

//go:embed style.css
var style string

// mark begins every page, so that IsPage knows them again.
const mark = "<!doctype html>\n<!-- accepted figures compared -->\n"

// Render writes the page of a figure.
func Render(w io.Writer, p Page) error {
	v, err := newView(p)
	if err != nil {
		return fmt.Errorf("page of figure %s: %w", p.Figure, err)
	}
	if err := execute(w, pageSource, v); err != nil {
		return fmt.Errorf("page of figure %s: %w", p.Figure, err)
	}
	return nil
}

// RenderIndex writes the list of pages.
func RenderIndex(w io.Writer, i Index) error {
	if err := execute(w, indexSource, i); err != nil {
		return fmt.Errorf("index of figures that differ: %w", err)
	}
	return nil
}

func execute(w io.Writer, source string, data any) error {
	parsed, err := template.New("page").Funcs(template.FuncMap{
		"style": func() template.CSS { return template.CSS(style) },
	}).Parse(source)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, mark); err != nil {
		return err
	}
	return parsed.Execute(w, data)
}

// IsPage reports whether a file is one that this package wrote.
func IsPage(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	var first strings.Builder
	_, err = io.CopyN(&first, bufio.NewReader(file), int64(len(mark)))
	return err == nil && first.String() == mark
}
