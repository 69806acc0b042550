package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInlineSVG(t *testing.T) {
	const head = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9pt" viewBox="0 0 9 9">`
	const open = `<svg role="img" aria-label="a &#34;b&#34;" width="30" height="20" viewBox="0 0 9 9">`
	for name, test := range map[string]struct{ in, want string }{
		"shapes":      {`<path d="M0 0L1 1" fill="none"/>`, open + `<path d="M0 0L1 1" fill="none"/></svg>`},
		"identifiers": {`<defs><path id="g1" d="M0"/></defs><use xlink:href="#g1"/>`, open + `<defs><path id="f-g1" d="M0"/></defs>` + "\n" + `<use href="#f-g1"/></svg>`},
		"paint":       {`<rect fill="url(#x)"/>`, open + `<rect fill="url(#f-x)"/></svg>`},
		"image":       {`<image xlink:href="data:image/png;base64,AAAA"/>`, open + `<image href="data:image/png;base64,AAAA"/></svg>`},
		"left out":    {`<title>t</title><desc>a<b>c</b></desc><!-- x --> <g> </g>`, open + `<g/></svg>`},
		"text":        {`<text x="1">a &lt; b<tspan>c</tspan></text>`, open + `<text x="1">a &lt; b<tspan>c</tspan>` + "\n</text>\n</svg>"},
		"names":       {`<g class="series" data-name="&quot;&gt;&lt;b&gt;"/>`, open + `<g class="series" data-name="&#34;&gt;&lt;b&gt;"/></svg>`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := inlineSVG([]byte(`<?xml version="1.0"?>`+head+test.in+"</svg>"), "f-", `a "b"`, 30, 20)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, strings.TrimSuffix(string(got), "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestInlineSVGRefuses(t *testing.T) {
	for _, in := range []string{
		"", "no SVG", "<p/>", "<svg>", `<svg><script>alert(1)</script></svg>`, `<svg onload="alert(1)"/>`,
		`<svg><foreignObject/></svg>`, `<svg><a href="javascript:alert(1)"/></svg>`, `<svg style="background: url(x)"/>`,
		`<svg><image href="https://example.org/x.png"/></svg>`, `<svg><image href="data:image/svg+xml;base64,AA"/></svg>`,
		`<svg><use href="other.svg#a"/></svg>`, `<svg><path fill="url(https://example.org/#a)"/></svg>`,
		`<svg><path fill="url(#a), url(https://example.org/#b)"/></svg>`, `<svg><path clip-path="url(#a)url(//example.org)"/></svg>`,
		`<svg><x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script></svg>`, `<svg xml:base="https://example.org"/>`,
		`<svg><image href="data:text/html,x"/></svg>`, `<svg><use href="data:image/svg+xml,x#a"/></svg>`, `<svg><set attributeName="onload"/></svg>`,
		`<svg><g onclick="alert(1)"/></svg>`, `<svg><rect fill="red;background:url(x)"/></svg>`, `<svg><iframe/></svg>`,
		`<svg><path fill="URL(https://example.org/#a)"/></svg>`, `<svg><path fill="\75rl(https://example.org/#a)"/></svg>`,
		`<svg><animate attributeName="href"/></svg>`, `<svg><style>*{}</style></svg>`, `<svg><svg/></svg>`,
		`<!DOCTYPE svg [<!ENTITY x "y">]><svg>&x;</svg>`, `<svg/><svg/>`, `<svg></svg><path/>`,
	} {
		if got, err := inlineSVG([]byte(in), "f-", "", 0, 0); err == nil {
			t.Errorf("%s became %s", in, got)
		}
	}
}

func FuzzInlineSVG(f *testing.F) {
	for _, seed := range []string{`<svg><g id="a"><use href="#a"/></g></svg>`, `<svg><text>a</text></svg>`, `<svg><script/></svg>`, `<svg a:href="#`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got, err := inlineSVG([]byte(in), "f-", "alt", 1, 1)
		if err != nil {
			return
		}
		const ours = ` role="img" aria-label="alt" width="1" height="1"`
		if _, err := inlineSVG([]byte(strings.Replace(string(got), ours, "", 1)), "", "", 0, 0); err != nil {
			t.Errorf("%q became %q, which is refused: %v", in, got, err)
		}
	})
}
