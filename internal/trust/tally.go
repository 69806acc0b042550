package main

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

type failureKind string

const (
	lost  failureKind = "lost"
	wrong failureKind = "wrong"
)

// failure is one lost or wrong result.
type failure struct {
	Section string      `json:"section"`
	Row     string      `json:"row"`
	Trial   int         `json:"trial"`
	Kind    failureKind `json:"kind"`
	Text    string      `json:"text"`
	Repeat  string      `json:"repeat"` // the command line that does this trial again
}

// row is one line of the table.
type row struct {
	Section  string `json:"section"`
	Row      string `json:"row"`
	What     string `json:"what"`
	Tried    int    `json:"tried"`
	Lost     int    `json:"lost"`
	Wrong    int    `json:"wrong"`
	Note     string `json:"note,omitempty"`
	NotTried string `json:"not_tried,omitempty"` // why nothing was tried
}

// tally counts. It may be used by any number of goroutines.
type tally struct {
	mu       sync.Mutex
	options  options
	rows     []*row
	failures []failure
	breaks   []broken
	times    []sectionTime
	total    time.Duration
}

// broken is a section that couldn't be carried out.
type broken struct {
	Section string `json:"section"`
	Text    string `json:"error"`
}

type sectionTime struct {
	Section string  `json:"section"`
	Seconds float64 `json:"seconds"`
}

func newTally(o options) *tally { return &tally{options: o} }

// find returns the row; the caller holds the lock.
func (t *tally) find(section, name string) *row {
	i := slices.IndexFunc(t.rows, func(r *row) bool { return r.Section == section && r.Row == name })
	if i >= 0 {
		return t.rows[i]
	}
	r := &row{Section: section, Row: name, What: name}
	t.rows = append(t.rows, r)
	return r
}

func (t *tally) change(section, name string, do func(*row)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	do(t.find(section, name))
}

func (t *tally) open(section, name, what string) {
	t.change(section, name, func(r *row) { r.What = what })
}

func (t *tally) add(section, name string, tried int) {
	t.change(section, name, func(r *row) { r.Tried += tried })
}

// note adds a remark to a row. With -only there may be no such row.
func (t *tally) note(section, name, text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	there := slices.ContainsFunc(t.rows, func(r *row) bool { return r.Section == section && r.Row == name })
	if there || t.options.only == "" {
		t.find(section, name).Note = text
	}
}

func (t *tally) notTried(section, name, what, why string) {
	t.change(section, name, func(r *row) { r.What, r.NotTried = what, why })
}

func (t *tally) fail(f failure) {
	t.change(f.Section, f.Row, func(r *row) {
		if f.Kind == lost {
			r.Lost++
		} else {
			r.Wrong++
		}
		t.failures = append(t.failures, f)
	})
}

func (t *tally) broken(section string, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.breaks = append(t.breaks, broken{section, err.Error()})
}

func (t *tally) took(section string, d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.times = append(t.times, sectionTime{section, d.Seconds()})
}

// good reports whether something was tried, and nothing was lost or wrong.
func (t *tally) good() bool {
	tried, _, _ := t.sums()
	return len(t.failures) == 0 && len(t.breaks) == 0 && tried > 0
}

func (t *tally) sums() (tried, lost, wrong int) {
	for _, r := range t.rows {
		tried, lost, wrong = tried+r.Tried, lost+r.Lost, wrong+r.Wrong
	}
	return tried, lost, wrong
}

// sortedFailures are the failures in the order of the table, whatever ran first.
func (t *tally) sortedFailures() []failure {
	place := map[string]int{}
	for i, r := range t.rows {
		place[r.Section+"\x00"+r.Row] = i
	}
	return slices.SortedStableFunc(slices.Values(t.failures), func(a, b failure) int {
		return cmp.Or(cmp.Compare(place[a.Section+"\x00"+a.Row], place[b.Section+"\x00"+b.Row]), cmp.Compare(a.Trial, b.Trial))
	})
}
