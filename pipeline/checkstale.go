package main

import (
	"fmt"
	"slices"
	"strings"
)

// allStale reports whether no figure is up to date, as in a fresh clone.
func allStale(all []compared) bool {
	return len(all) > 0 && !slices.ContainsFunc(all, func(one compared) bool { return one.Status != statusStale })
}

// printAllStale says once, and not for each figure, that nothing is there to be compared.
func (s *session) printAllStale(all []compared, width int) error {
	var names []string
	for _, one := range all {
		names = append(names, one.Figure)
	}
	which := fmt.Sprintf("none of %d figures is", len(names))
	if len(names) == 1 {
		which = "the figure isn't"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "STALE: %s up to date, so there is nothing to check yet:\n", which)
	writeRow(&b, "  ", []int{width - 2}, strings.Join(names, ", "))
	fmt.Fprintf(&b, "First: %s\n", s.toRefresh(names))
	_, err := fmt.Fprint(s.out, b.String())
	return err
}

// toRefresh is the command line that brings figures up to date.
func (s *session) toRefresh(names []string) string {
	const most = 4 // names that fit a line
	if len(names) > most || len(names) == len(s.figures()) {
		return s.hint("all")
	}
	return s.hint(append([]string{"figure"}, names...)...)
}
