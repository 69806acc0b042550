package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// markers says what pictures leave out.
const markers = "Not every marker is drawn where they crowd; the CSV file of a figure has them all."

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
	for _, part := range p.Parts {
		fmt.Fprintf(&out, "## %s\n\n", inline(part.Title))
		if part.Lead != "" {
			fmt.Fprintf(&out, "%s\n\n", block(part.Lead))
		}
		for _, f := range part.Figures {
			markdownFigure(&out, f)
		}
	}
	if len(p.Tables) > 0 {
		fmt.Fprint(&out, "## Tables\n\n")
		markdownTables(&out, p.Tables)
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
	for _, text := range p.Lead {
		fmt.Fprintf(out, "%s\n\n", block(text))
	}
	fmt.Fprintf(out, "**%s**\n\n", p.Tally.Sentence())
	markdownSummary(out, p.Parts)
	if p.Readable {
		fmt.Fprintf(out, "%s\n\n", block(markers))
	}
}

// markdownSummary lists the figures with how their claims fared, and repeats those that fail.
func markdownSummary(out *bytes.Buffer, parts []partView) {
	any := false
	for _, part := range parts {
		for _, f := range part.Figures {
			if f.Tally.All() == 0 {
				continue
			}
			any = true
			fmt.Fprintf(out, "- Figure %d, %s: %s\n", f.Number, inline(f.Title), f.Tally.Long())
			for _, c := range f.Failing {
				fmt.Fprintf(out, "  - **%s**: %s, measured %s, bound %s\n", c.Verdict, inline(c.Claim.Claim), c.Measured, inline(c.Bound))
			}
		}
	}
	if any {
		fmt.Fprint(out, "\n")
	}
}

func markdownFigure(out *bytes.Buffer, f figureView) {
	fmt.Fprintf(out, "### Figure %d: %s\n\n", f.Number, inline(f.Title))
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
	markdownTables(out, f.Tables)
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
		verdict := c.Verdict
		if c.Class == "fails" || c.Class == "finding" {
			verdict = "**" + verdict + "**"
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
