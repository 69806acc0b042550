package stagetest

import (
	"slices"
	"sync"
)

// Progress is a stages.Progress that adds up what a stage reports. The zero
// value is ready to use, from several goroutines.
type Progress struct {
	mu          sync.Mutex
	total, done int64
	notes       []string
}

// Total adds n to what was announced: a stage may have several phases.
func (p *Progress) Total(n int64, _ string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total += n
}

// Add adds n to what was done.
func (p *Progress) Add(n int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done += n
}

// Note keeps the text.
func (p *Progress) Note(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.notes = append(p.notes, text)
}

// Counts returns what was announced and what was done, in all.
func (p *Progress) Counts() (total, done int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.total, p.done
}

// Notes returns the notes, in order.
func (p *Progress) Notes() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.notes)
}
