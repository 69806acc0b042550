package page

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html/template"
	"image"
	"image/png"
	"math"
	"strconv"

	"autoencoder-dynamics/internal/reference"
	"autoencoder-dynamics/internal/reference/picture"
)

// view is a Page as the template needs it.
type view struct {
	Page
	Passes         bool
	Summary        []string // of many findings
	OldURL, NewURL template.URL
	Difference     template.URL
	Overlay        template.URL
	Width, Height  int // at which pictures are shown, in pixels of a screen
	MovedRows      []movedRow
	ClaimRows      []claimRow
	ProvenanceRows []provenanceRow
	ChangedClaims  int
	ChangedOrigins int
	OldWhen        string
}

type movedRow struct {
	Panel, Series, Column, Where, Old, New, Change, Tolerance, Units, Beyond string
	Within                                                                   bool
}

type claimRow struct {
	Claim, Bound, Old, New, OldVerdict, NewVerdict string
	Changed                                        bool
}

type provenanceRow struct {
	Name, Old, New string
	Changed        bool
}

func newView(p Page) (view, error) {
	v := view{Page: p, Passes: p.Comparison.Passes(), OldWhen: p.Old.When.UTC().Format("2 January 2006, 15:04 UTC")}
	var err error
	encode := func(img *image.NRGBA) template.URL {
		url, encodeErr := dataURL(img)
		if err == nil {
			err = encodeErr
		}
		return url
	}
	v.OldURL, v.NewURL = encode(p.Old.Picture), encode(p.New.Picture)
	v.Difference = encode(picture.Difference(p.Old.Picture, p.New.Picture))
	v.Overlay = encode(picture.Overlay(p.Old.Picture, p.New.Picture))
	v.Width = max(p.Old.Picture.Rect.Dx(), p.New.Picture.Rect.Dx())
	v.Height = max(p.Old.Picture.Rect.Dy(), p.New.Picture.Rect.Dy())
	if len(p.Comparison.Findings) > mostFindings {
		v.Summary = sumUp(p.Comparison.Findings)
	}
	for _, m := range p.Comparison.Moved {
		v.MovedRows = append(v.MovedRows, movedRowOf(m))
	}
	v.ClaimRows = claimRows(p.Old.Claims, p.New.Claims)
	v.ProvenanceRows = provenanceRows(p.Old.Provenance, p.New.Provenance)
	for _, row := range v.ClaimRows {
		if row.Changed {
			v.ChangedClaims++
		}
	}
	for _, row := range v.ProvenanceRows {
		if row.Changed {
			v.ChangedOrigins++
		}
	}
	return v, err
}

// dataURL holds a picture within the page.
func dataURL(img *image.NRGBA) (template.URL, error) {
	var encoded bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&encoded, img); err != nil {
		return "", fmt.Errorf("encode a picture for a page: %w", err)
	}
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(encoded.Bytes())), nil
}

func movedRowOf(m reference.Moved) movedRow {
	return movedRow{
		Panel: m.Panel, Series: m.Series, Column: m.Column, Where: m.Where, Old: number(m.Old), New: number(m.New), Change: m.Change(),
		Tolerance: fmt.Sprintf("%s (%s)", number(m.Tolerance), m.Kind), Units: units(m.Units),
		Beyond: fmt.Sprintf("%d of %d", m.Beyond, m.Points), Within: m.Within(),
	}
}

func units(x float64) string {
	if x >= math.MaxFloat64 {
		return "∞"
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}

func number(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return strconv.FormatFloat(x, 'g', 6, 64)
}

// claimRows pairs claims by their words, in the new order; those that are gone come last.
func claimRows(old, now []reference.Claim) []claimRow {
	before := map[string]reference.Claim{}
	for _, c := range old {
		before[c.Claim] = c
	}
	var rows []claimRow
	seen := map[string]bool{}
	for _, c := range now {
		seen[c.Claim] = true
		row := claimRow{Claim: c.Claim, Bound: c.Bound, Old: "–", OldVerdict: "new", New: measured(c), NewVerdict: string(c.Verdict())}
		if was, ok := before[c.Claim]; ok {
			row.Old, row.OldVerdict = measured(was), string(was.Verdict())
		}
		row.Changed = row.Old != row.New || row.OldVerdict != row.NewVerdict
		rows = append(rows, row)
	}
	for _, c := range old {
		if !seen[c.Claim] {
			rows = append(rows, claimRow{Claim: c.Claim, Bound: c.Bound, Old: measured(c), OldVerdict: string(c.Verdict()), New: "–", NewVerdict: "gone", Changed: true})
		}
	}
	return rows
}

func measured(c reference.Claim) string {
	if c.Measured == nil {
		return "–"
	}
	return strconv.FormatFloat(*c.Measured, 'g', 5, 64)
}

// provenanceRows pairs lines by their names.
func provenanceRows(old, now []Line) []provenanceRow {
	before := map[string]string{}
	for _, line := range old {
		before[line.Name] = line.Value
	}
	var rows []provenanceRow
	seen := map[string]bool{}
	for _, line := range now {
		seen[line.Name] = true
		was, ok := before[line.Name]
		if !ok {
			was = "–"
		}
		rows = append(rows, provenanceRow{line.Name, was, line.Value, was != line.Value})
	}
	for _, line := range old {
		if !seen[line.Name] {
			rows = append(rows, provenanceRow{line.Name, line.Value, "–", true})
		}
	}
	return rows
}
