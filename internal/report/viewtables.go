package report

import (
	"fmt"
	"math"
	"unicode/utf8"
)

type tableView struct {
	Table
	ID      string
	Href    string // of the CSV file, or ""
	Brief   bool   // short enough to stay on one page of paper
	Columns []columnView
	Rows    [][]cellView
}

// A table with at most this many rows isn't broken across pages, a text cell with at most this many letters not across lines.
const (
	briefRows = 8
	briefText = 24
)

type columnView struct {
	Column
	Class string // "number" to the right, "long" with texts that may wrap, or ""
}

type cellView struct {
	Text  string
	Class string // how wide its column is
	Href  string // of the figure that it names, or ""
}

// tables prepares tables, without those that have no rows.
func (b *builder) tables(prefix string, all []Table) ([]tableView, error) {
	var views []tableView
	for _, t := range all {
		if len(t.Rows) == 0 {
			continue
		}
		v := tableView{Table: t, ID: b.ids.of(prefix, t.Title), Brief: len(t.Rows) <= briefRows, Columns: columns(t)}
		if t.Path != "" {
			var err error
			if v.Href, err = relative(t.Path); err != nil {
				return nil, fmt.Errorf("table %s: %w", t.Title, err)
			}
		}
		for i, row := range t.Rows {
			if len(row) != len(t.Columns) {
				return nil, fmt.Errorf("table %s: row %d has %d cells for %d columns", t.Title, i+1, len(row), len(t.Columns))
			}
			v.Rows = append(v.Rows, b.cells(v.Columns, row))
		}
		views = append(views, v)
	}
	return views, nil
}

// columns says how wide the columns of a table are.
func columns(t Table) []columnView {
	views := make([]columnView, len(t.Columns))
	for i, c := range t.Columns {
		views[i] = columnView{Column: c}
		if c.Numbers {
			views[i].Class = "number"
			continue
		}
		for _, row := range t.Rows {
			if i < len(row) && utf8.RuneCountInString(row[i].Text) > briefText {
				views[i].Class = "long"
			}
		}
	}
	return views
}

func (b *builder) cells(columns []columnView, row []Cell) []cellView {
	views := make([]cellView, len(row))
	for i, cell := range row {
		views[i] = cellView{Text: cell.Text, Class: columns[i].Class}
		switch {
		case columns[i].Figures && b.named[cell.Text] != nil:
			figure := b.named[cell.Text]
			views[i].Text, views[i].Href = fmt.Sprintf("Figure %d", figure.Number), "#"+figure.ID
		case !columns[i].Numbers:
		case math.IsNaN(cell.Number):
			views[i].Text = "–"
		default:
			views[i].Text = number(cell.Number)
		}
	}
	return views
}

// matrix shows the parameters of several stages side by side.
type matrix struct {
	Stages []string
	Rows   []matrixRow
}

type matrixRow struct {
	Key    string
	Differ bool // not the same in all stages
	Values []string
}

// newMatrix puts the parameters of several stages side by side: a row for each
// key, in the order in which the keys are met.
func newMatrix(all []StageParameters) matrix {
	var m matrix
	rows := map[string]int{}
	for column, s := range all {
		m.Stages = append(m.Stages, s.Stage)
		for _, v := range s.Values {
			at, ok := rows[v.Key]
			if !ok {
				at = len(m.Rows)
				rows[v.Key] = at
				m.Rows = append(m.Rows, matrixRow{Key: v.Key, Values: make([]string, len(all))})
			}
			m.Rows[at].Values[column] = v.Value
		}
	}
	for i, row := range m.Rows {
		for _, v := range row.Values {
			m.Rows[i].Differ = m.Rows[i].Differ || v != row.Values[0]
		}
	}
	return m
}
