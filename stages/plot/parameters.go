package plot

import (
	"fmt"
	"strconv"

	"gonum.org/v1/plot/vg"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/nearest"
	"autoencoder-dynamics/stages"
)

// Parameters are what a plot stage takes under "with:". All are optional.
type Parameters struct {
	Figure   string  `yaml:"figure" doc:"name of the figure; the stage's own name unless given"`
	Width    float64 `yaml:"width" doc:"printed width in inches, 2 to 12; 0 is the figure's own (3.3 or 6.9)"`
	FontSize float64 `yaml:"font_size" doc:"size of labels in points, 5 to 14; 0 is the shared style's (7.5)"`
	Colors   Colors  `yaml:"colors" doc:"colours in place of the shared palette's, each written \"#rrggbb\""`
}

// Colors replace colours of the shared palette; the empty string keeps one.
type Colors struct {
	Theory     string   `yaml:"theory" doc:"lines of the theory"`
	SGD        string   `yaml:"sgd" doc:"markers of SGD"`
	Images     string   `yaml:"images" doc:"markers of SGD on real images"`
	Surrogates string   `yaml:"surrogates" doc:"markers of SGD on Gaussian surrogates"`
	Adam       string   `yaml:"adam" doc:"markers of training by Adam"`
	Data       string   `yaml:"data" doc:"lines of data, such as eigenvalues"`
	Histogram  string   `yaml:"histogram" doc:"bars of histograms"`
	Reference  string   `yaml:"reference" doc:"thin lines to compare with, such as PCA errors"`
	Units      []string `yaml:"units" doc:"hidden units 1, 2, …; at most 6, further units repeat them"`
	Variants   []string `yaml:"variants" doc:"networks 1, 2, … that one panel compares, their lines and markers; at most 6, further ones repeat them"`
}

// override is a colour that the parameters change.
type override struct{ path, name, hex string }

// overrides lists the colours that are changed, with their place in the parameters.
func (c Colors) overrides() []override {
	var changed []override
	for _, one := range []override{
		{"with.colors.theory", "theory", c.Theory}, {"with.colors.sgd", "sgd", c.SGD},
		{"with.colors.images", "images", c.Images}, {"with.colors.surrogates", "surrogates", c.Surrogates},
		{"with.colors.adam", "adam", c.Adam},
		{"with.colors.data", "data", c.Data}, {"with.colors.histogram", "histogram", c.Histogram},
		{"with.colors.reference", "reference", c.Reference},
	} {
		if one.hex != "" {
			changed = append(changed, one)
		}
	}
	for i, hex := range c.Units {
		changed = append(changed, override{"with.colors.units", figure.UnitColor(i + 1), hex})
	}
	for i, hex := range c.Variants {
		changed = append(changed, override{"with.colors.variants", figure.VariantColor(i + 1), hex})
	}
	return changed
}

// style is the shared style with the parameters applied.
func (p *Parameters) style() (figure.Style, error) {
	style := figure.NewStyle()
	style.Width = figure.Width(p.Width)
	if p.FontSize > 0 {
		style.SmallSize *= vg.Length(p.FontSize) / style.FontSize
		style.FontSize = vg.Length(p.FontSize)
	}
	for _, one := range p.Colors.overrides() {
		var err error
		if style, err = style.WithColor(one.name, one.hex); err != nil {
			return style, fmt.Errorf("%s: %w", one.path, err)
		}
	}
	return style, nil
}

// Validate implements stages.Kind.
func (k Kind) Validate(parameters any, _ map[string][]string) []stages.Problem {
	p := parameters.(*Parameters)
	problems := append(k.checkFigure(p.Figure), checkRange("with.width", "width", p.Width, 2, 12)...)
	problems = append(problems, checkRange("with.font_size", "font_size", p.FontSize, 5, 14)...)
	for _, one := range p.Colors.overrides() {
		if _, err := figure.ParseColor(one.hex); err != nil {
			problems = append(problems, stages.Problem{Path: one.path, Message: fmt.Sprintf("%q isn't a colour", one.hex),
				Expected: `a colour written "#rrggbb", such as "#0072b2"`})
		}
	}
	problems = append(problems, checkCount("units", len(p.Colors.Units), figure.Units)...)
	return append(problems, checkCount("variants", len(p.Colors.Variants), figure.Variants)...)
}

// checkCount refuses more colours than there are to replace.
func checkCount(name string, n, most int) []stages.Problem {
	if n <= most {
		return nil
	}
	return []stages.Problem{{Path: "with.colors." + name, Message: fmt.Sprintf("%s has %d colours", name, n),
		Expected: fmt.Sprintf("at most %d", most)}}
}

func (k Kind) checkFigure(name string) []stages.Problem {
	if _, ok := k.find(name); ok {
		return nil
	}
	var names []string
	for _, one := range k.Figures {
		names = append(names, one.Name())
	}
	expected := fmt.Sprintf("one of %q, as the stage's name or as \"figure\"", names)
	if near := nearest.Name(name, names); near != "" {
		expected = fmt.Sprintf("%q, or another of %q", near, names)
	}
	return []stages.Problem{{Path: "with.figure", Message: fmt.Sprintf("no figure is called %q", name), Expected: expected}}
}

// checkRange accepts 0, which stands for the default, and the range.
func checkRange(path, name string, value, low, high float64) []stages.Problem {
	if value == 0 || (value >= low && value <= high) {
		return nil
	}
	return []stages.Problem{{Path: path, Message: fmt.Sprintf("%s is %s", name, strconv.FormatFloat(value, 'g', -1, 64)),
		Expected: fmt.Sprintf("a number from %g to %g, or 0 for the default", low, high)}}
}
