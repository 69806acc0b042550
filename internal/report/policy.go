package report

import (
	"crypto/sha256"
	"encoding/base64"
)

// policy is the page's content security policy: pictures inside the page, its one style sheet and its one script,
// and nothing else.
func policy() string {
	return "default-src 'none'; img-src data:; style-src " + source(style) + "; script-src " + source(script) +
		"; base-uri 'none'; form-action 'none'"
}

// source is how a policy names what stands in the page itself.
func source(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
