package main

import (
	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/report"
)

// reportNetworks lists the networks that the legends of a figure tell apart by colour. The figure's legend is for all
// panels, and that of a panel for those of its row that have none of their own.
func reportNetworks(d figure.Summary) []report.Network {
	var all []report.Network
	for _, e := range d.Legend {
		if e.Style == "" || alike(d.Legend, e.Style) > 1 {
			all = append(all, report.Network{Name: e.Text, Color: e.Color})
		}
	}
	for i, p := range d.Panels {
		for _, e := range p.Legend {
			if e.Style == "" {
				all = append(all, report.Network{Name: e.Text, Color: e.Color, Panels: under(d.Panels, i)})
			}
		}
	}
	return all
}

// reportKinds names the styles of series by the legends of a figure: those that have one entry alone, in the legend of
// the figure or else in those of its panels.
func reportKinds(d figure.Summary) map[string]string {
	kinds := named(d.Legend)
	var entries []figure.EntrySummary
	for _, p := range d.Panels {
		entries = append(entries, p.Legend...)
	}
	for style, text := range named(entries) {
		if alike(d.Legend, figure.Role(style)) == 0 {
			kinds[style] = text
		}
	}
	return kinds
}

// named returns the texts of the entries that are the only one of their style.
func named(entries []figure.EntrySummary) map[string]string {
	texts := map[string]string{}
	for _, e := range entries {
		if e.Style != "" && alike(entries, e.Style) == 1 {
			texts[string(e.Style)] = e.Text
		}
	}
	return texts
}

// alike counts the entries of a style: several of them are told apart by their colours.
func alike(entries []figure.EntrySummary, style figure.Role) int {
	n := 0
	for _, e := range entries {
		if e.Style == style {
			n++
		}
	}
	return n
}

// under returns the panels that the legend of panel i is for.
func under(panels []figure.PanelSummary, i int) []int {
	places := []int{i}
	for j, p := range panels {
		if j != i && p.Frame.Top == panels[i].Frame.Top && len(p.Legend) == 0 {
			places = append(places, j)
		}
	}
	return places
}
