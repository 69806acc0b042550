package main

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/go-gota/gota/dataframe"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/report"
)

// tableTexts says in words what the tables hold.
func tableTexts(file string) (title, note string) {
	switch file {
	case figure.LearningTimesFile:
		return "Learning times", "When the overlap of a principal component with the decoder's span passed one half."
	case figure.PlateausFile:
		return "Plateaus", "Errors at which learning halts or ends, beside the error that PCA leaves with as many components."
	case figure.ExponentsFile:
		return "Exponents", "Power laws, fitted over a range of their variable."
	case figure.DeviationsFile:
		return "Deviations", "How far the mean of a simulation's replicas is from the theory, relative to it."
	}
	return strings.TrimSuffix(file, ".csv"), ""
}

// joinedTables joins the tables of all figures, writes them to reports/tables, and returns what the report shows of them.
func (s *session) joinedTables(order []string, all []pictured) ([]report.Table, error) {
	var tables []report.Table
	for _, file := range figure.TableFiles() {
		paths := map[string]string{}
		for _, f := range all {
			if path, ok := f.tables[file]; ok {
				paths[f.Name] = path
			}
		}
		if len(paths) == 0 {
			if err := removeFile(s.reportPath("tables", file)); err != nil { // of an earlier run
				return nil, err
			}
			continue
		}
		joined, err := figure.JoinTables(order, paths)
		if err != nil {
			return nil, err
		}
		var text bytes.Buffer
		if err := joined.WriteCSV(&text); err != nil {
			return nil, err
		}
		if err := writeFile(s.reportPath("tables", file), text.Bytes()); err != nil {
			return nil, err
		}
		table := reportTable(file, joined)
		table.Path = "tables/" + file
		tables = append(tables, table)
	}
	return tables, nil
}

// figureTables reads the tables of one figure, which are exported beside its pictures.
func figureTables(name string, paths map[string]string) ([]report.Table, error) {
	var tables []report.Table
	for _, file := range figure.TableFiles() {
		path, ok := paths[file]
		if !ok {
			continue
		}
		frame, err := figure.ReadTable(path)
		if err != nil {
			return nil, err
		}
		table := reportTable(file, frame)
		table.Note = ""
		table.Path = "figures/" + name + "-" + file
		tables = append(tables, table)
	}
	return tables, nil
}

// reportTable turns a table of a figure into one of the report.
func reportTable(file string, frame dataframe.DataFrame) report.Table {
	texts := []string{"figure", "network", "source", "quantity", "variable", "inputs"} // the columns that hold no numbers
	title, note := tableTexts(file)
	table := report.Table{Title: title, Note: note, Rows: make([][]report.Cell, frame.Nrow())}
	for _, name := range frame.Names() {
		numbers := !slices.Contains(texts, name)
		table.Columns = append(table.Columns, report.Column{Name: columnHead(file, name), Numbers: numbers, Figures: name == "figure"})
		for i, text := range frame.Col(name).Records() {
			cell := report.Cell{Text: text}
			if numbers {
				cell = report.Cell{Number: numberIn(text)}
			}
			table.Rows[i] = append(table.Rows[i], cell)
		}
	}
	return table
}

// columnHead says what a column holds: its name in the file, or what that leaves open.
func columnHead(file, name string) string {
	heads := map[string]map[string]string{
		figure.LearningTimesFile: {"time": "time t", "component": "component m", "final_overlap": "overlap at the end"},
		figure.PlateausFile:      {"components": "components m", "expected": "expected pmse, Eₘ", "measured": "measured pmse", "time": "at time t"},
		figure.ExponentsFile: {"from": "fitted from", "to": "fitted to", "expected": "expected exponent", "measured": "measured exponent",
			"error": "standard error of the exponent"},
		figure.DeviationsFile: {"horizon": "compared up to t", "largest": "largest |SGD/theory − 1|", "at": "at t",
			"standard_error": "standard error there", "median": "median deviation"},
	}
	if head, ok := heads[file][name]; ok {
		return head
	}
	return strings.ReplaceAll(name, "_", " ")
}

// numberIn reads a cell of a table; NaN stands for one that is empty.
func numberIn(text string) float64 {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return x
}
