package rule

import (
	"slices"
	"strings"
	"testing"
)

func TestNamesAndBack(t *testing.T) {
	for r, name := range map[Rule]string{Vanilla: "vanilla", Truncated: "truncated", Sanger: "sanger"} {
		got, err := ByName(name)
		if err != nil || got != r || r.String() != name || r.Check() != nil || !slices.Contains(Names(), name) {
			t.Errorf("%q is %v, whose name is %q (%v)", name, got, r, err)
		}
	}
}

func TestNoSuchRule(t *testing.T) {
	if _, err := ByName("hebb"); err == nil || !strings.Contains(err.Error(), `"hebb"; there are vanilla, truncated, sanger`) {
		t.Errorf("error %v", err)
	}
	for _, r := range []Rule{-1, 3} {
		if err := r.Check(); err == nil || !strings.HasPrefix(err.Error(), r.String()+": there are vanilla") {
			t.Errorf("%v: error %v", r, err)
		}
	}
}
