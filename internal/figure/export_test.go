package figure

import "image/color"

// RampColor is the colour of a place on a colour scale, for tests of pictures.
func RampColor(r Ramp, place float64) color.NRGBA { return r.at(place) }
