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
}

// AxisSummary is an axis with its range.
type AxisSummary struct {
	Label string  `json:"label"`
	Scale Scale   `json:"scale"`
	Min   float64 `json:"min"`
	Max   float64 `json:"max"`
}

// FrameSummary is where data is drawn, in points from the upper left corner, as in the SVG's view box.
type FrameSummary struct {
	Left   float64 `json:"left"`
	Top    float64 `json:"top"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// SeriesSummary names a series as data.csv and the SVG's groups (data-name) do.
type SeriesSummary struct {
	Name      string    `json:"name"`
	Style     Role      `json:"style"`
	Color     string    `json:"color"` // "#rrggbb"
	Replicas  int       `json:"replicas,omitempty"`
	Tolerance Tolerance `json:"tolerance"`
	Private   bool      `json:"private,omitempty"` // image tiles that must not be given away
}

// Summarize returns what figure.json holds.
func Summarize(b *Built, s Style) Summary {
	l := arrange(b, s)
	summary := Summary{
		Name: b.Name, Title: markup.Unicode(b.Title), Caption: markup.Unicode(b.Caption), Alt: markup.Unicode(b.Alt),
		WidthInches: rounded(l.width / 72), HeightInches: rounded(l.height / 72),
		Caveats: append([]Caveat{}, b.Caveats...),
	}
	for _, panel := range l.panels {
		summary.Panels = append(summary.Panels, panel.summary(s, l.height))
	}
	return summary
}

func (p laid) summary(s Style, height vg.Length) PanelSummary {
	size := p.frame.Size()
	summary := PanelSummary{
		Letter: p.letter, Title: markup.Unicode(p.Title), Series: []SeriesSummary{},
		Frame: FrameSummary{rounded(p.frame.Min.X), rounded(height - p.frame.Max.Y), rounded(size.X), rounded(size.Y)},
	}
	if p.hasAxes() {
		summary.X, summary.Y = p.x.summary(), p.y.summary()
	}
	for _, series := range p.Series {
		c := lookOf(s, series.Role, series.Color, false).fill
		summary.Series = append(summary.Series, SeriesSummary{
			Name: series.Name, Style: series.Role, Color: hexadecimal(c), Replicas: series.Replicas, Tolerance: series.tolerance()})
	}
	for _, reference := range p.References {
		summary.Series = append(summary.Series,
			SeriesSummary{Name: markup.Unicode(reference.Label), Style: Guide, Color: hexadecimal(s.color("reference")), Tolerance: theoryTolerance()})
	}
	return summary
}

func (a axis) summary() *AxisSummary {
	return &AxisSummary{markup.Unicode(a.Label), a.Scale, a.low, a.high}
}

// rounded keeps lengths to a hundredth.
func rounded(x vg.Length) float64 { return math.Round(float64(x)*100) / 100 }

func hexadecimal(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
