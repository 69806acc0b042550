package report_test

import (
	"fmt"
	"html"

	"autoencoder-dynamics/internal/report"
)

// evil is a text that would run code, or end what it stands in, wherever it isn't escaped.
const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)></script><b>'` + "`javascript:alert(3)${alert(4)}\u2028 -->]]>"

// hostile is a report whose every text is evil.
func hostile() report.Report {
	values := []report.Value{{Key: evil, Value: evil}}
	table := report.Table{Title: evil, Note: evil, Path: "figures/" + evil + ".csv",
		Columns: []report.Column{{Name: evil, Figures: true}, {Name: evil}}, Rows: [][]report.Cell{{{Text: evil}, {Text: evil}}}}
	axis := report.Axis{Label: evil, Min: 0, Max: 1, Names: []report.Name{{At: 0, Label: evil}}}
	panel := report.Panel{Name: evil, Title: evil, X: axis, Y: axis, Frame: report.Frame{Left: 10, Top: 10, Width: 80, Height: 80},
		Series: []report.Series{{Name: evil, Style: evil, Color: evil, X: []float64{0, 1}, Y: []float64{0, 1}}}}
	drawing := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><title>%[1]s</title><g class="panel" data-name="%[1]s">`+
		`<g class="series" data-name="%[1]s"><path d="M0 0L100 100" stroke="%[1]s"/><text>%[1]s</text></g></g></svg>`, html.EscapeString(evil))
	return report.Report{
		Title: evil, Source: report.Source{Citation: evil, ArXiv: `javascript:alert(4)"` + evil},
		PipelineFile: evil, Profile: evil, Versions: values, Lead: []string{evil},
		Banners: []report.Caveat{{ID: evil, Label: evil, Text: evil}},
		Tables:  []report.Table{table},
		Parts: []report.Part{{Title: evil, Lead: evil, Figures: []report.Figure{{
			Name: evil, Title: evil, Caption: evil, Alt: evil, SVG: []byte(drawing), Width: 3, Height: 3,
			Panels:     []report.Panel{panel},
			Kinds:      map[string]string{evil: evil},
			Downloads:  []report.Link{{Label: evil, Path: "javascript:alert(6)"}, {Label: "x", Path: "figures/" + evil + ".svg"}},
			Tables:     []report.Table{table},
			Claims:     []report.Claim{{Claim: evil, Bound: evil, Detail: evil}, {Claim: evil, Bound: evil, Detail: evil, Unmeasured: true}},
			Caveats:    []report.Caveat{{ID: evil, Label: evil, Text: "other " + evil}},
			Parameters: []report.StageParameters{{Stage: evil, Values: values}},
			Provenance: []report.Step{{Stage: evil, Kind: evil, Key: evil, Code: evil, Host: evil,
				Inputs: []report.InputDigest{{Name: evil, Digest: evil}}}},
		}, {Name: evil, Title: evil, SVG: []byte("<svg><script>alert(5)</script></svg>")}}}},
		Stages: []report.Stage{{Name: evil, Kind: evil, Summary: evil, Parameters: values, Key: evil}, {Name: evil}},
	}
}
