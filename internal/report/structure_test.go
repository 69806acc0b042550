package report_test

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// checkStructure checks what holds for every page: identifiers are unique, links
// within the page lead somewhere, no heading level is left out, landmarks are there,
// pictures have texts, and nothing comes from elsewhere.
func checkStructure(t *testing.T, page string) {
	t.Helper()
	checkIdentifiers(t, page)
	checkHeadings(t, page)
	checkAddresses(t, page)
	checkScripts(t, page)
	for _, element := range []string{"<main", "<nav", "<header", `<html lang="en">`, "<title>"} {
		if strings.Count(page, element) != 1 {
			t.Errorf("the page has %d of %s", strings.Count(page, element), element)
		}
	}
	for _, m := range regexp.MustCompile(`<img[^>]*>|<svg[^>]*>`).FindAllString(page, -1) {
		if !strings.Contains(m, ` alt="`) && !strings.Contains(m, ` aria-label="`) {
			t.Errorf("a picture without a text: %.60s", m)
		}
	}
}

func checkIdentifiers(t *testing.T, page string) {
	t.Helper()
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]] {
			t.Errorf("two elements have the identifier %q", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`(?:href="#|labelledby=")([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !ids[m[1]] {
			t.Errorf("nothing has the identifier %q", m[1])
		}
	}
}

func checkHeadings(t *testing.T, page string) {
	t.Helper()
	last := 0
	for _, m := range regexp.MustCompile(`<h([1-6])`).FindAllStringSubmatch(page, -1) {
		level := int(m[1][0] - '0')
		if level > last+1 {
			t.Errorf("a heading of level %d follows one of level %d", level, last)
		}
		last = level
	}
}

func checkAddresses(t *testing.T, page string) {
	t.Helper()
	for _, m := range regexp.MustCompile(`(?:src|href|action)="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		address := html.UnescapeString(m[1])
		if strings.HasPrefix(address, "data:image/svg+xml;base64,") || strings.HasPrefix(address, "https://arxiv.org/abs/") {
			continue
		}
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "/") {
			t.Errorf("a link that isn't relative: %.80s", address)
		}
	}
}

func checkScripts(t *testing.T, page string) {
	t.Helper()
	for _, m := range regexp.MustCompile(`<script[^>]*>`).FindAllString(page, -1) {
		if m != `<script type="application/json" class="curves">` && m != "<script>" {
			t.Errorf("the page contains %s", m)
		}
	}
	if n := strings.Count(page, "<script>"); n != 1 {
		t.Errorf("the page has %d scripts", n)
	}
	for _, word := range []string{"<iframe", "<object", "<link", "@import", "url(", "ZgotmplZ", "<!--"} {
		if strings.Contains(page, word) {
			t.Errorf("the page contains %s", word)
		}
	}
}
