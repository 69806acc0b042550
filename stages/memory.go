package stages

// A MemoryEstimator says, before a stage runs, how much memory it will take, so that
// no more stages run at once than there is memory for, and one that doesn't fit fails
// before it works. A kind without it counts as small.
type MemoryEstimator interface {
	Kind

	// Memory returns what Run with this call holds at its peak, beyond what the program itself
	// takes: the arrays that live at the same time, each with its size as it is
	// allocated, for as many workers as the call has, and room for the values of one
	// type while they are turned into another. What is below some megabytes may be left
	// out; garbage is not counted. It looks at parameters and at the headers of the call's
	// inputs alone, so that it is fast, and the call has neither an output folder nor a
	// checkpoint. Where an input can't be read it returns an error, as Run would.
	Memory(call *Call) (Memory, error)
}

// Memory is an amount of memory, made up of parts. The zero value is none.
type Memory struct {
	Bytes int64

	largest int64 // part
	what    string
}

// Add adds a part of as many bytes as the product of the counts. What says what it is, and in
// brackets which parameters set it: "the training sets of 2 replicas at a time (samples)".
func (m *Memory) Add(what string, counts ...int) {
	// Parameters that nobody could carry out may overflow; they are as good as the largest number.
	const most = 1 << 60
	bytes := 1.0
	for _, n := range counts {
		bytes *= float64(max(0, n))
	}
	part := int64(min(bytes, most))
	if part > m.largest {
		m.largest, m.what = part, what
	}
	m.Bytes = min(m.Bytes+part, most)
}

// Mostly returns what takes at least half of the memory, "" where nothing does.
func (m Memory) Mostly() string {
	if m.largest < m.Bytes/2 {
		return ""
	}
	return m.what
}

// Larger returns the larger of two amounts, of which a stage needs one after the other.
func (m Memory) Larger(other Memory) Memory {
	if other.Bytes > m.Bytes {
		return other
	}
	return m
}
