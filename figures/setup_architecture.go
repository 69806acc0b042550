package figures

import "autoencoder-dynamics/internal/figure"

// architecture draws the network from left to right: inputs, encoder, hidden units, decoder, reconstruction.
func architecture() *figure.Scheme {
	const (
		width, height = 100, 118
		left, right   = 12, 88
		middle        = (left + right) / 2
		centre        = 66
	)
	visible := layer(centre, 12, 7)
	hidden := layer(centre, 17, 3)
	s := &figure.Scheme{Width: width, Height: height}
	connect(s, left, visible, middle, hidden)
	connect(s, middle, hidden, right, visible)
	for _, y := range visible {
		s.Shapes = append(s.Shapes, disc(left, y, 3.6, "", ""), disc(right, y, 3.6, "", ""))
	}
	for _, y := range hidden {
		s.Shapes = append(s.Shapes, disc(middle, y, 6.2, "theory", ""), label(middle, y, "*g*"))
	}
	s.Shapes = append(s.Shapes,
		label(left, 112, "*x*"), label(middle, 112, "*g*(*λ*^{*k*})"), label(right, 112, "*x*"),
		// The hat of the reconstruction, which the fonts lack.
		figure.Shape{Kind: figure.Line, X: right - 2, Y: 114.6, X2: right, Y2: 116.2},
		figure.Shape{Kind: figure.Line, X: right, Y: 116.2, X2: right + 2, Y2: 114.6},
		label((left+middle)/2, 104, "*W*"), label((middle+right)/2, 104, "*V*"),
		label(left, 20, "*D* inputs"), label(middle, 20, "*K* hidden"), label(right, 20, "*D* outputs"),
		label(middle, 5, "*λ*^{*k*} = *w*^{*k*}·*x* / √*D*"),
	)
	return s
}

// layer returns the heights of a layer's units.
func layer(centre, gap float64, units int) []float64 {
	heights := make([]float64, units)
	for i := range heights {
		heights[i] = centre + gap*(float64(i)-float64(units-1)/2)
	}
	return heights
}

// connect draws the weights between two layers.
func connect(s *figure.Scheme, x1 float64, from []float64, x2 float64, to []float64) {
	for _, y1 := range from {
		for _, y2 := range to {
			s.Shapes = append(s.Shapes, figure.Shape{Kind: figure.Line, X: x1, Y: y1, X2: x2, Y2: y2, Color: "reference", Size: 0.6})
		}
	}
}

func disc(x, y, radius float64, color, fill string) figure.Shape {
	return figure.Shape{Kind: figure.Disc, X: x, Y: y, Radius: radius, Color: color, Fill: fill}
}

func label(x, y float64, text string) figure.Shape {
	return figure.Shape{Kind: figure.Text, X: x, Y: y, Text: text}
}
