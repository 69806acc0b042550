package theory

// sparse is a matrix of few entries, row by row. Entries of one place add up.
type sparse struct {
	ends    []int // of the rows
	columns []int
	values  []float64
}

func (m *sparse) clear() { m.ends, m.columns, m.values = m.ends[:0], m.columns[:0], m.values[:0] }

// add adds an entry to the last row.
func (m *sparse) add(column int, value float64) {
	m.columns, m.values = append(m.columns, column), append(m.values, value)
}

func (m *sparse) endRow() { m.ends = append(m.ends, len(m.columns)) }

// row returns where the entries of row i begin and end.
func (m *sparse) row(i int) (from, to int) {
	if i > 0 {
		from = m.ends[i-1]
	}
	return from, m.ends[i]
}

// addRow adds scale times row i to dst.
func (m *sparse) addRow(dst []float64, scale float64, i int) {
	from, to := m.row(i)
	values := m.values[from:to]
	for e, c := range m.columns[from:to] {
		dst[c] += scale * values[e]
	}
}

// product sets dst to the matrix times x.
func (m *sparse) product(dst, x []float64) {
	for i := range m.ends {
		from, to := m.row(i)
		var sum float64
		for e := from; e < to; e++ {
			sum += m.values[e] * x[m.columns[e]]
		}
		dst[i] = sum
	}
}
