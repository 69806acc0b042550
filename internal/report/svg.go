package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strings"
)

// What an SVG may hold to become part of the page. Anything else, and it is embedded as an image, in which
// nothing runs.
var (
	svgElements = strings.Fields(`svg g defs path rect circle ellipse line polyline polygon use image clipPath text tspan
		linearGradient radialGradient stop`)
	svgAttributes = strings.Fields(`d x y x1 y1 x2 y2 dx dy cx cy r rx ry fx fy width height points transform class data-name
		viewBox preserveAspectRatio fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray
		stroke-dashoffset stroke-linejoin stroke-linecap stroke-miterlimit opacity clip-rule clipPathUnits
		gradientUnits gradientTransform offset stop-color stop-opacity font-family font-size font-weight font-style
		text-anchor dominant-baseline image-rendering shape-rendering vector-effect`)
	svgReferences = strings.Fields("clip-path fill stroke") // may be url(#…)
	svgReference  = regexp.MustCompile(`^url\(#[^()]*\)$`)
	svgTexts      = strings.Fields("title desc metadata") // left out: the page says these things itself
)

// inlineSVG returns the SVG as a part of the page: identifiers begin with the prefix, so that those of several
// don't clash, and the root has a size on the screen and a text for those who can't see it.
func inlineSVG(svg []byte, prefix, alt string, width, height int) (template.HTML, error) {
	in := inliner{prefix: prefix}
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", fmt.Errorf("SVG: %w", err)
		}
		if err := in.take(token); err != nil {
			return "", fmt.Errorf("SVG, line %d: %w", line(svg, decoder.InputOffset()), err)
		}
	}
	body, found := strings.CutPrefix(in.out.String(), "<svg")
	if !found {
		return "", errors.New("SVG: the root isn't svg")
	}
	size := ""
	if width > 0 {
		size = fmt.Sprintf(` width="%d" height="%d"`, width, height)
	}
	return template.HTML(`<svg role="img" aria-label="` + template.HTMLEscapeString(alt) + `"` + size + body), nil
}

func line(text []byte, offset int64) int { return 1 + bytes.Count(text[:offset], []byte("\n")) }

// inliner writes what it takes as HTML has it.
type inliner struct {
	prefix string
	out    strings.Builder
	open   []string
	bare   bool // the last start tag isn't closed by ">" yet
	skip   int  // depth within an element that is left out
}

func (in *inliner) take(token xml.Token) error {
	switch token := token.(type) {
	case xml.StartElement:
		if in.skip > 0 || slices.Contains(svgTexts, token.Name.Local) {
			in.skip++
			return nil
		}
		return in.start(token)
	case xml.EndElement:
		if in.skip > 0 {
			in.skip--
			return nil
		}
		in.end(token.Name.Local)
	case xml.CharData:
		if in.skip == 0 && len(in.open) > 0 && strings.HasPrefix(in.open[len(in.open)-1], "t") { // text, tspan
			in.finish()
			in.out.WriteString(template.HTMLEscapeString(string(token)))
		}
	case xml.Directive:
		return errors.New("a directive has no place here")
	}
	return nil
}

func (in *inliner) start(element xml.StartElement) error {
	name := element.Name.Local
	if !slices.Contains(svgElements, name) {
		return fmt.Errorf("element %s has no place here", name)
	}
	if first := in.out.Len() == 0; first != (name == "svg") || !first && len(in.open) == 0 {
		return fmt.Errorf("element %s isn't where it belongs", name)
	}
	in.finish()
	in.out.WriteString("<" + name)
	for _, attribute := range element.Attr {
		if err := in.attribute(name, attribute); err != nil {
			return err
		}
	}
	in.open, in.bare = append(in.open, name), true
	return nil
}

func (in *inliner) attribute(element string, a xml.Attr) error {
	name, value := a.Name.Local, a.Value
	switch {
	case a.Name.Space == "xmlns" || name == "xmlns", element == "svg" && slices.Contains([]string{"width", "height", "role"}, name):
		return nil
	case name == "id":
		value = in.prefix + value
	case name == "href" && strings.HasPrefix(value, "#"):
		value = "#" + in.prefix + value[1:]
	case name == "href" && element == "image" && strings.HasPrefix(value, "data:image/png;base64,"):
	case svgReference.MatchString(value) && slices.Contains(svgReferences, name):
		value = "url(#" + in.prefix + value[len("url(#"):]
	case name == "data-name": // no style reads it
	case !slices.Contains(svgAttributes, name), strings.Contains(strings.ToLower(value), "url("), strings.Contains(value, `\`):
		return fmt.Errorf("attribute %s of %s has no place here", name, element)
	}
	in.out.WriteString(" " + name + `="` + template.HTMLEscapeString(value) + `"`)
	return nil
}

// finish closes the start tag that was written last.
func (in *inliner) finish() {
	if in.bare {
		in.out.WriteString(">")
		in.bare = false
	}
}

func (in *inliner) end(name string) {
	in.open = in.open[:len(in.open)-1]
	if in.bare {
		in.out.WriteString("/>")
		in.bare = false
		return
	}
	in.out.WriteString("</" + name + ">\n")
}
