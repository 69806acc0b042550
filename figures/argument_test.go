package figures_test

import (
	"slices"
	"testing"

	"autoencoder-dynamics/figures"
)

// TestArgumentHoldsEveryFigure makes sure that a new figure finds its place in the report.
func TestArgumentHoldsEveryFigure(t *testing.T) {
	var order []string
	for _, part := range figures.Argument() {
		if part.Title == "" || part.Lead == "" || len(part.Figures) == 0 {
			t.Errorf("part %q lacks something", part.Title)
		}
		order = append(order, part.Figures...)
	}
	place := -1
	for _, one := range figures.All() {
		at := slices.Index(order, one.Name())
		switch {
		case at < 0:
			t.Errorf("figure %s is in no part of the argument", one.Name())
		case at <= place:
			t.Errorf("figure %s isn't where figures.All has it", one.Name())
		}
		place = at
	}
	if unique := slices.Compact(slices.Sorted(slices.Values(order))); len(unique) != len(order) {
		t.Error("a figure is in two parts")
	}
}
