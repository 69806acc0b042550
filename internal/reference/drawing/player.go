package drawing

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/recorder"

	"autoencoder-dynamics/internal/figure/markup"
)

// player goes through recorded actions and keeps the state of the canvas: what is drawn
// where, with turns and shifts carried out.
type player struct {
	states   []state
	parts    []part
	elements []Element
	alike    map[string]int // the element of this part for shapes of one look
	text     *openText      // the text that further runs may belong to
}

// state is what Push saves.
type state struct {
	color  color.NRGBA
	width  vg.Length
	dashes []vg.Length
	at     affine
}

// part is a panel, or a series or heat map of one.
type part struct {
	panel, series string
	heat          *heat // the cells of a heat map
}

// openText is a text whose runs (letters in one font) arrive one by one.
type openText struct {
	element int
	marked  string // with its scripts marked up
	size    vg.Length
	height  vg.Length // of the baseline
}

func newPlayer() *player {
	return &player{
		states: []state{{color: color.NRGBA{A: 0xff}, width: 1, at: affine{a: 1, d: 1}}},
		parts:  []part{{}}, alike: map[string]int{},
	}
}

func (p *player) now() *state { return &p.states[len(p.states)-1] }

func (p *player) play(action recorder.Action) {
	switch a := action.(type) {
	case *recorder.SetColor:
		p.endText()
		p.now().color = color.NRGBAModel.Convert(opaque(a.Color)).(color.NRGBA)
	case *recorder.SetLineWidth:
		p.now().width = a.Width
	case *recorder.SetLineDash:
		p.now().dashes = slices.Clone(a.Dashes)
	case *recorder.Rotate:
		sin, cos := math.Sincos(a.Angle)
		p.now().at = p.now().at.after(affine{cos, sin, -sin, cos, 0, 0})
	case *recorder.Translate:
		p.now().at = p.now().at.after(affine{1, 0, 0, 1, float64(a.Point.X), float64(a.Point.Y)})
	case *recorder.Scale:
		p.now().at = p.now().at.after(affine{a.X, 0, 0, a.Y, 0, 0})
	case *recorder.Push:
		p.states = append(p.states, *p.now())
	case *recorder.Pop:
		p.endText()
		p.states = p.states[:len(p.states)-1]
	case *recorder.Comment:
		p.endText()
		p.enter(a.Text)
	default:
		p.draw(action)
	}
}

func (p *player) draw(action recorder.Action) {
	switch a := action.(type) {
	case *recorder.Stroke:
		if p.now().width > 0 {
			p.shape(Stroke, a.Path)
		}
	case *recorder.Fill:
		p.shape(Fill, a.Path)
	case *recorder.FillString:
		p.string(a)
	case *recorder.DrawImage:
		p.image(a)
	default:
		panic(fmt.Sprintf("drawing: no action %T was known when this was written", action))
	}
}

// opaque is the colour, black for none.
func opaque(c color.Color) color.Color {
	if c == nil {
		return color.Black
	}
	return c
}

// enter begins or ends a part.
func (p *player) enter(comment string) {
	clear(p.alike)
	here := p.parts[len(p.parts)-1]
	if comment == partEnds {
		p.endHeat(here.heat)
		p.parts = p.parts[:max(1, len(p.parts)-1)]
		return
	}
	next := part{panel: here.panel}
	if name, ok := strings.CutPrefix(comment, panelBegins); ok {
		next.panel = name
	} else if name, ok := strings.CutPrefix(comment, seriesBegins); ok {
		next.series = name
	} else if name, ok := strings.CutPrefix(comment, heatBegins); ok {
		next.series, next.heat = name, &heat{}
	}
	p.parts = append(p.parts, next)
}

// add appends an element of this part in the present colour.
func (p *player) add(e Element) int {
	here := p.parts[len(p.parts)-1]
	e.Panel, e.Series = here.panel, here.series
	p.elements = append(p.elements, e)
	return len(p.elements) - 1
}

// shape adds a path to the element for its look.
func (p *player) shape(operation Operation, path vg.Path) {
	p.endText()
	if cells := p.parts[len(p.parts)-1].heat; cells != nil && operation == Fill {
		cells.add(path, p.now().at, p.now().color)
		return
	}
	e := Element{Operation: operation, Color: hexadecimal(p.now().color)}
	if operation == Stroke {
		e.Width = rounded(p.now().width)
		for _, dash := range p.now().dashes {
			e.Dashes = append(e.Dashes, rounded(dash))
		}
	}
	look := fmt.Sprint(e.Operation, e.Color, e.Width, e.Dashes)
	i, ok := p.alike[look]
	if !ok {
		i = p.add(e)
		p.alike[look] = i
	}
	p.elements[i].Paths = append(p.elements[i].Paths, pathText(path, p.now().at))
}

// string adds a run of letters to the text that it belongs to: the one begun since the colour was last set.
func (p *player) string(a *recorder.FillString) {
	if p.text == nil {
		x, y := p.now().at.apply(a.Point)
		i := p.add(Element{
			Operation: Text, Color: hexadecimal(p.now().color), Font: a.Font.Name(), Size: rounded(a.Size),
			X: rounded(x), Y: rounded(y), Angle: math.Round(p.now().at.angle()*10) / 10,
		})
		p.text = &openText{element: i, size: a.Size, height: a.Point.Y}
	}
	run := a.String
	switch {
	case a.Size < p.text.size && a.Point.Y > p.text.height:
		run = "^{" + run + "}"
	case a.Size < p.text.size && a.Point.Y < p.text.height:
		run = "_{" + run + "}"
	}
	p.text.marked += run
}

func (p *player) endText() {
	if p.text != nil {
		p.elements[p.text.element].Text = markup.Unicode(p.text.marked)
		p.text = nil
	}
}

func (p *player) finish() []Element {
	p.endText()
	return p.elements
}
