package report_test

import (
	"fmt"
	"html"
	"reflect"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/report"
)

// evil is a text that would run code, ask a server, or end what it stands in, wherever it isn't escaped: a text, an
// attribute with quotes of either kind or without, a style, a script, a comment, a template.
const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)></script><b>'` + "`javascript:alert(3)${alert(4)}\u2028 -->]]>" +
	` onmouseover=alert(5) autofocus onfocus=alert(6) style=background:URL(https://example.org/a) ` +
	`</style></title></textarea></svg><svg onload=alert(7)><foreignObject><iframe src=https://example.org/b></iframe></foreignObject>` +
	`<link rel=stylesheet href=https://example.org/c><base href=https://example.org/>{{.}}\";alert(8)//</main>`

// evilPath is evil as the path of a file, where a backslash would be refused.
var evilPath = strings.ReplaceAll(evil, `\`, "")

// hostile is a report whose every text is evil.
func hostile() report.Report {
	values := []report.Value{{Key: evil, Value: evil}}
	table := report.Table{Title: evil, Note: evil, Path: "figures/" + evilPath + ".csv",
		Columns: []report.Column{{Name: evil, Figures: true}, {Name: evil}}, Rows: [][]report.Cell{{{Text: evil}, {Text: evil}}}}
	axis := report.Axis{Label: evil, Min: 0, Max: 1, Names: []report.Name{{At: 0, Label: evil}}}
	panel := report.Panel{Name: evil, Title: evil, X: axis, Y: axis, Frame: report.Frame{Left: 10, Top: 10, Width: 80, Height: 80},
		Series: []report.Series{{Name: evil, Style: evil, Color: evil, X: []float64{0, 1}, Y: []float64{0, 1}, Value: []float64{0, 1}, Of: evil}}}
	drawing := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><title>%[1]s</title><g class="panel" data-name="%[1]s">`+
		`<g class="series" data-name="%[1]s"><path d="M0 0L100 100" stroke="%[2]s"/><text>%[1]s</text></g></g></svg>`, html.EscapeString(evil),
		html.EscapeString(strings.NewReplacer("URL(", "", `\`, "").Replace(evil))) // which would be refused: TestInlineSVGRefuses
	return report.Report{
		Title: evil, Source: report.Source{Citation: evil, ArXiv: `javascript:alert(4)"` + evil},
		PipelineFile: evil, Profile: evil, Versions: values, Lead: []string{evil},
		Banners: []report.Caveat{{ID: evil, Label: evil, Text: evil}},
		Tables:  []report.Table{table},
		Parts: []report.Part{{Title: evil, Lead: evil, Figures: []report.Figure{{
			Name: evil, Title: evil, Caption: evil, Alt: evil, SVG: []byte(drawing), Width: 3, Height: 3,
			Panels:     []report.Panel{panel},
			Networks:   []report.Network{{Name: evil, Color: evil, Panels: []int{0}}},
			Kinds:      map[string]string{evil: evil},
			Downloads:  []report.Link{{Label: evil, Path: "javascript:alert(6)"}, {Label: "x", Path: "figures/" + evilPath + ".svg"}},
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

// TestHostileReachesEveryField makes sure that no text of a report was left out above: a field that is added to the
// report must be added there, so that the browser proves it harmless.
func TestHostileReachesEveryField(t *testing.T) {
	reached := map[string]bool{}
	reachTexts(reflect.ValueOf(hostile()), "", reached)
	declared := map[string]bool{}
	declareTexts(reflect.TypeFor[report.Report](), "", declared, map[reflect.Type]bool{})
	if len(declared) < 40 {
		t.Errorf("only %d texts found in a report", len(declared))
	}
	for field := range declared {
		if !reached[field] {
			t.Errorf("%s holds nothing hostile", field)
		}
	}
	t.Logf("%d fields with texts", len(declared))
}

// reachTexts notes the fields in which a text is hostile, by the names of their types.
func reachTexts(v reflect.Value, field string, reached map[string]bool) {
	switch v.Kind() {
	case reflect.String:
		reached[field] = reached[field] || strings.Contains(v.String(), "<script>") || strings.Contains(v.String(), "javascript:")
	case reflect.Struct:
		for i := range v.NumField() {
			reachTexts(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name, reached)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			reached[field] = reached[field] || strings.Contains(string(v.Bytes()), "<script>")
			return
		}
		for i := range v.Len() {
			reachTexts(v.Index(i), field, reached)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			reachTexts(key, field+" (key)", reached)
			reachTexts(v.MapIndex(key), field, reached)
		}
	}
}

// declareTexts notes all fields that hold texts, as bytes too.
func declareTexts(kind reflect.Type, field string, declared map[string]bool, seen map[reflect.Type]bool) {
	switch kind.Kind() {
	case reflect.String:
		declared[field] = true
	case reflect.Struct:
		if seen[kind] || kind.PkgPath() == "time" {
			return
		}
		seen[kind] = true
		for i := range kind.NumField() {
			declareTexts(kind.Field(i).Type, kind.Name()+"."+kind.Field(i).Name, declared, seen)
		}
	case reflect.Slice:
		if kind.Elem().Kind() == reflect.Uint8 {
			declared[field] = true
			return
		}
		declareTexts(kind.Elem(), field, declared, seen)
	case reflect.Map:
		declareTexts(kind.Key(), field+" (key)", declared, seen)
		declareTexts(kind.Elem(), field, declared, seen)
	}
}
