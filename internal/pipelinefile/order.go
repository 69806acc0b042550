package pipelinefile

import (
	"slices"
	"strings"
)

// Order returns the stages so that each comes after all that it needs. Where there is a choice
// the one that stands first in the file comes first. (Stages in a circle, which Parse refuses, would
// be left out.)
func (p *Pipeline) Order() []*Stage {
	index := make(map[string]int, len(p.Stages))
	for i := range p.Stages {
		index[p.Stages[i].Name] = i
	}
	waiting := make([]int, len(p.Stages))      // how many needs of a stage are still to come
	dependents := make([][]int, len(p.Stages)) // who needs it
	for i, stage := range p.Stages {
		for _, need := range stage.Needs {
			for _, name := range need.Stages {
				if j, ok := index[name]; ok {
					waiting[i]++
					dependents[j] = append(dependents[j], i)
				}
			}
		}
	}
	var ready []int // sorted
	for i, n := range waiting {
		if n == 0 {
			ready = append(ready, i)
		}
	}
	order := make([]*Stage, 0, len(p.Stages))
	for len(ready) > 0 {
		i := ready[0]
		ready = ready[1:]
		order = append(order, &p.Stages[i])
		for _, j := range dependents[i] {
			if waiting[j]--; waiting[j] == 0 {
				at, _ := slices.BinarySearch(ready, j)
				ready = slices.Insert(ready, at, j)
			}
		}
	}
	return order
}

// checkCycles reports stages that need each other in a circle, with the whole circle.
func (r *reader) checkCycles(drafts []*draft, byName map[string]*draft) {
	s := &cycleSearch{reader: r, byName: byName, state: map[*draft]int{}}
	for _, d := range drafts {
		s.visit(d)
	}
}

// cycleSearch walks along the needs, depth first.
type cycleSearch struct {
	*reader
	byName map[string]*draft
	state  map[*draft]int // 0 not seen, 1 on the way that led here, 2 done
	way    []*draft
}

func (s *cycleSearch) visit(d *draft) {
	if s.state[d] != 0 {
		return
	}
	s.state[d] = 1
	s.way = append(s.way, d)
	for _, need := range d.needs {
		for _, name := range need.stages {
			other := s.byName[name.value]
			if other == nil {
				continue
			}
			if s.state[other] == 1 {
				s.reportCycle(s.way[slices.Index(s.way, other):], name.at)
				continue
			}
			s.visit(other)
		}
	}
	s.way = s.way[:len(s.way)-1]
	s.state[d] = 2
}

// reportCycle names the circle of needs, which the name at that place closes.
func (s *cycleSearch) reportCycle(cycle []*draft, at place) {
	const most = 30
	var names []string
	for i, d := range cycle {
		d.sound = false
		if i < most {
			names = append(names, d.name)
		}
	}
	if len(cycle) > most {
		names = append(names, "…")
	}
	names = append(names, cycle[0].name)
	s.problem(at, "no stage to need itself, directly or through others", "circular needs: %s", strings.Join(names, " needs "))
}
