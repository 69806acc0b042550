package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Markdown writes a plain version of the report for terminals and code hosts:
// figures with captions and claims, and the stages with how long they took. It refuses what
// [Render] refuses.
func Markdown(w io.Writer, r Report) error {
	p, err := newPage(r)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	var out bytes.Buffer
	markdownHead(&out, p)
	for _, f := range p.Figures {
		markdownFigure(&out, f)
	}
	markdownStages(&out, p.Stages)
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

func markdownHead(out *bytes.Buffer, p page) {
	fmt.Fprintf(out, "# %s\n\n", inline(p.Title))
	if p.Source.Citation != "" {
		fmt.Fprint(out, block(p.Source.Citation))
		if p.ArXivURL != "" {
			fmt.Fprintf(out, " [arXiv:%s](%s)", inline(p.Source.ArXiv), address(p.ArXivURL))
		}
		fmt.Fprint(out, "\n\n")
	}
	profile := p.Profile
	if profile == "" {
		profile = "default"
	}
	fmt.Fprintf(out, "Profile %s, seed %d", inline(profile), p.Seed)
	if p.PipelineFile != "" {
		fmt.Fprintf(out, ", pipeline %s", inline(p.PipelineFile))
	}
	fmt.Fprint(out, ".\n\n")
	for _, c := range p.Banners {
		fmt.Fprintf(out, "> **%s** %s\n\n", inline(c.Label), inline(c.Text))
	}
	if p.Claims > 0 {
		fmt.Fprintf(out, "**%d of %d claims hold.**\n\n", p.Holding, p.Claims)
	}
}

func markdownFigure(out *bytes.Buffer, f figureView) {
	fmt.Fprintf(out, "## Figure %d: %s\n\n", f.Number, inline(f.Title))
	for _, c := range f.Caveats {
		if c.Anchor != "" { // its text stands at the top
			fmt.Fprintf(out, "> **%s**\n\n", inline(c.Label))
		} else {
			fmt.Fprintf(out, "> **%s** %s\n\n", inline(c.Label), inline(c.Text))
		}
	}
	if f.Alone != "" {
		fmt.Fprintf(out, "![%s](%s)\n\n", inline(f.Alt), address(f.Alone))
	}
	for _, text := range f.Paragraphs {
		fmt.Fprintf(out, "%s\n\n", block(text))
	}
	markdownClaims(out, f.Claims)
	if len(f.Downloads) > 0 {
		var links []string
		for _, d := range f.Downloads {
			links = append(links, fmt.Sprintf("[%s](%s)", inline(d.Label), address(d.Href)))
		}
		fmt.Fprintf(out, "Download: %s\n\n", strings.Join(links, ", "))
	}
}

func markdownClaims(out *bytes.Buffer, claims []claimView) {
	if len(claims) == 0 {
		return
	}
	fmt.Fprint(out, "| claim | bound | measured | |\n|---|---|---:|---|\n")
	for _, c := range claims {
		verdict := "holds"
		if !c.Pass {
			verdict = "**fails**"
		}
		text := inline(c.Claim.Claim)
		if c.Detail != "" {
			text += " (" + inline(c.Detail) + ")"
		}
		fmt.Fprintf(out, "| %s | %s | %s | %s |\n", text, inline(c.Bound), c.Measured, verdict)
	}
	fmt.Fprint(out, "\n")
}

func markdownStages(out *bytes.Buffer, all []stageView) {
	if len(all) == 0 {
		return
	}
	fmt.Fprint(out, "## Stages\n\n| stage | kind | took | cache key |\n|---|---|---:|---|\n")
	for _, s := range all {
		fmt.Fprintf(out, "| %s | %s | %s | %s |\n", inline(s.Name), inline(s.Kind), s.Took, inline(s.Key))
	}
}

// inline escapes a text for use within a line: nothing in it is markup, and it
// can't end the line.
func inline(text string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(text), " ") {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r < ' ' || r == 0x7f:
		case strings.ContainsRune("\\`*_[]|~$", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// block escapes a text that stands at the beginning of a line, where some
// characters begin a heading, a list or a rule.
func block(text string) string {
	text = inline(text)
	mark := strings.TrimLeft(text, "0123456789")
	if mark != "" && strings.ContainsRune("#+-=.):", rune(mark[0])) {
		return text[:len(text)-len(mark)] + `\` + mark
	}
	return text
}

// address escapes what would end the target of a Markdown link. What it is given
// is percent-encoded already, which leaves the parentheses.
func address(href string) string {
	return strings.NewReplacer("(", "%28", ")", "%29").Replace(href)
}
