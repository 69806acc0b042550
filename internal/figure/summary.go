package figure

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"

	"autoencoder-dynamics/internal/figure/markup"
)

// Summary is figure.json: what the figure is and where its parts lie, without the numbers. Texts
// are plain, their symbols in Unicode ("E₄").
type Summary struct {
	Name         string         `json:"name"`
	Title        string         `json:"title"`
	Caption      string         `json:"caption"`
	Alt          string         `json:"alt"`
	WidthInches  float64        `json:"width_inches"`
	HeightInches float64        `json:"height_inches"`
	Caveats      []Caveat       `json:"caveats"`
	Legend       []EntrySummary `json:"legend,omitempty"`
	Panels       []PanelSummary `json:"panels"`
}

// PanelSummary is one panel of a Summary.
type PanelSummary struct {
	Letter string          `json:"letter"`
	Title  string          `json:"title"`
	X      *AxisSummary    `json:"x,omitempty"` // nil for schemes and image tiles
	Y      *AxisSummary    `json:"y,omitempty"`
	Frame  FrameSummary    `json:"frame"`
	Series []SeriesSummary `json:"series"`
	Legend []EntrySummary  `json:"legend,omitempty"`
}

// AxisSummary is an axis with its range.
type AxisSummary struct {
	Label string        `json:"label"`
	Scale Scale         `json:"scale"`
	Min   float64       `json:"min"`
	Max   float64       `json:"max"`
	Ticks []TickSummary `json:"ticks"`
	Named bool          `json:"named,omitempty"` // the ticks are names, not numbers
}

// TickSummary is a labelled tick.
type TickSummary struct {
	At    float64 `json:"at"`
	Label string  `json:"label"`
}

// EntrySummary is an entry of a legend.
type EntrySummary struct {
	Text  string `json:"text"`
	Style Role   `json:"style,omitempty"` // empty for a network's line and marker
	Color string `json:"color"`
}

// FrameSummary is where data is drawn, in points from the upper left corner, as in the SVG's view box.
type FrameSummary struct {
	Left   float64 `json:"left"`
	Top    float64 `json:"top"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// SeriesSummary names a series as data.csv and the SVG's groups (data-name) do. Besides series there are reference
// lines, heat maps and image tiles, each tile for itself; the SVG groups tiles by their heading.
type SeriesSummary struct {
	Name      string       `json:"name"`
	Style     Role         `json:"style"`
	Color     string       `json:"color,omitempty"` // "#rrggbb"
	Replicas  int          `json:"replicas,omitempty"`
	Tolerance Tolerance    `json:"tolerance"`
	Private   bool         `json:"private,omitempty"` // an image that must not be given away
	Heat      *HeatSummary `json:"heat,omitempty"`
}

// The styles of what isn't a series.
const (
	heatStyle Role = "heatmap"
	tileStyle Role = "tiles"
)

// HeatSummary is a heat map without its values: how a colour, and a place, are read off.
type HeatSummary struct {
	Label string    `json:"label"` // of the colour bar
	Ramp  string    `json:"ramp"`  // "sequential" or "diverging"
	Low   float64   `json:"low"`   // the values at the ends of the colour scale
	High  float64   `json:"high"`
	X     []float64 `json:"x"` // edges of the cells
	Y     []float64 `json:"y"`
}

// Summarize returns what figure.json holds.
func Summarize(b *Built, s Style) Summary {
	l := arrange(b, s)
	summary := Summary{
		Name: b.Name, Title: markup.Unicode(b.Title), Caption: markup.Unicode(b.Caption), Alt: markup.Unicode(b.Alt),
		WidthInches: rounded(l.width / 72), HeightInches: rounded(l.height / 72),
		Caveats: append([]Caveat{}, b.Caveats...),
	}
	summary.Legend = summarizeLegend(b.Legend, s)
	for _, panel := range l.panels {
		summary.Panels = append(summary.Panels, panel.summary(s, l.height))
	}
	return summary
}

func (p laid) summary(s Style, height vg.Length) PanelSummary {
	size := p.frame.Size()
	summary := PanelSummary{
		Letter: p.letter, Title: markup.Unicode(p.Title), Series: p.summarizeSeries(s),
		Frame: FrameSummary{rounded(p.frame.Min.X), rounded(height - p.frame.Max.Y), rounded(size.X), rounded(size.Y)},
	}
	if p.hasAxes() {
		summary.X, summary.Y = p.x.summary(), p.y.summary()
	}
	summary.Legend = append(summarizeLegend(p.RowLegend, s), summarizeLegend(p.Legend, s)...)
	return summary
}

// summarizeSeries lists what the panel draws.
func (p laid) summarizeSeries(s Style) []SeriesSummary {
	all := []SeriesSummary{}
	for _, series := range p.Series {
		c := lookOf(s, series.Role, series.Color, false).fill
		all = append(all, SeriesSummary{
			Name: markup.Unicode(series.Name), Style: series.Role, Color: hexadecimal(c), Replicas: series.Replicas, Tolerance: series.tolerance()})
	}
	for _, reference := range p.References {
		all = append(all, SeriesSummary{
			Name: markup.Unicode(reference.Label), Style: Guide, Color: hexadecimal(s.color("reference")), Tolerance: theoryTolerance()})
	}
	if h := p.Heat; h != nil {
		all = append(all, SeriesSummary{Name: markup.Unicode(h.Name), Style: heatStyle, Tolerance: h.tolerance(), Heat: &HeatSummary{
			Label: markup.Unicode(h.BarLabel), Ramp: h.Ramp.name(), Low: h.Low, High: h.High, X: h.X, Y: h.Y}})
	}
	if p.Tiles != nil {
		for _, group := range p.Tiles.Groups {
			for i := range group.Images {
				all = append(all, SeriesSummary{Name: group.tileName(i), Style: tileStyle, Tolerance: tileTolerance(), Private: group.Private})
			}
		}
	}
	return all
}

func summarizeLegend(entries []Entry, s Style) []EntrySummary {
	var all []EntrySummary
	for _, entry := range entries {
		all = append(all, EntrySummary{markup.Unicode(entry.Text), entry.Role, hexadecimal(lookOf(s, entry.Role, entry.Color, entry.Faint).fill)})
	}
	return all
}

func (a axis) summary() *AxisSummary {
	summary := AxisSummary{Label: markup.Unicode(a.Label), Scale: a.Scale, Min: a.low, Max: a.high, Ticks: []TickSummary{}, Named: len(a.Ticks) > 0}
	for _, t := range a.ticks {
		if t.label != "" {
			summary.Ticks = append(summary.Ticks, TickSummary{t.at, markup.Unicode(t.label)})
		}
	}
	return &summary
}

// rounded keeps lengths to a hundredth.
func rounded(x vg.Length) float64 { return math.Round(float64(x)*100) / 100 }

func hexadecimal(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
