package reference

import (
	"fmt"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/reference/picture"
)

// comparePixels warns of places where the pictures look different.
func comparePixels(accepted, made Content) []Finding {
	result := picture.Compare(accepted.Picture, made.Picture)
	if result.Same {
		return nil
	}
	if result.Size != "" {
		return []Finding{{Gate: Pixels, Message: result.Size}}
	}
	perPoint := float64(made.Picture.Rect.Dx()) / made.Drawing.Width
	x, y := float64(result.X)/perPoint, float64(result.Y)/perPoint
	return []Finding{{
		Gate: Pixels, Panel: panelAt(made.Summary, x, y),
		Message: fmt.Sprintf("the pictures look different in %.2g %% of their area, most at (%.0f, %.0f) points from the upper left corner", 100*result.Share, x, y),
	}}
}

// panelAt is the panel whose frame a place lies in, "" for none; in points from the upper left corner.
func panelAt(s figure.Summary, x, y float64) string {
	for i, panel := range s.Panels {
		f := panel.Frame
		if x >= f.Left && x <= f.Left+f.Width && y >= f.Top && y <= f.Top+f.Height {
			return panelName(s, i)
		}
	}
	return ""
}
