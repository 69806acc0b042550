package report

import (
	"fmt"
	"math"
)

type tableView struct {
	Table
	ID   string
	Href string // of the CSV file, or ""
	Rows [][]cellView
}

type cellView struct {
	Text   string
	Number bool // aligned to the right
}

// tables prepares tables, without those that have no rows.
func (b *builder) tables(prefix string, all []Table) ([]tableView, error) {
	var views []tableView
	for _, t := range all {
		if len(t.Rows) == 0 {
			continue
		}
		v := tableView{Table: t, ID: b.ids.of(prefix, t.Title)}
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
			v.Rows = append(v.Rows, cells(t.Columns, row))
		}
		views = append(views, v)
	}
	return views, nil
}

func cells(columns []Column, row []Cell) []cellView {
	views := make([]cellView, len(row))
	for i, cell := range row {
		switch {
		case !columns[i].Numbers:
			views[i] = cellView{Text: cell.Text}
		case math.IsNaN(cell.Number):
			views[i] = cellView{Text: "–", Number: true}
		default:
			views[i] = cellView{Text: number(cell.Number), Number: true}
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
