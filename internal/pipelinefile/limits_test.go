package pipelinefile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"autoencoder-dynamics/internal/pipelinefile"
)

// manyStages returns a section of n stages; % stands for a stage's number.
func manyStages(n int, form string) string {
	var b strings.Builder
	b.WriteString("stages:\n")
	for i := range n {
		fmt.Fprintf(&b, "  stage%d: %s\n", i, strings.ReplaceAll(form, "%", fmt.Sprint(i)))
	}
	return b.String()
}

// manyProfiles returns a section of n profiles with a mistake each.
func manyProfiles(n int) string {
	var b strings.Builder
	b.WriteString("profiles:\n")
	for i := range n {
		fmt.Fprintf(&b, "  p%d: {stages: {stage1: {with: {hiden: 3}}}}\n", i)
	}
	return b.String()
}

// laughs returns a list of 10¹³ numbers, made of aliases of aliases.
func laughs() string {
	var b strings.Builder
	b.WriteString("x-0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n")
	for i := range 12 {
		fmt.Fprintf(&b, "x-%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i), 10), ", "))
	}
	return b.String() + "stages: {a: {uses: ode, with: {cuts: *a12}}}\n"
}

// Files made to be large are refused, or read, in little time.
func TestLimits(t *testing.T) {
	tests := []struct {
		name, source, want string
	}{
		{"aliases of aliases", laughs(), "too many values"},
		{"deep lists", "stages: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000), "too deep"},
		{"deep mappings", "stages: " + strings.Repeat("{a: ", 5000) + strings.Repeat("}", 5000), "too deep"},
		{"deeper than the reader allows", strings.Repeat("[", 1<<20), "exceeded max depth"},
		{"a large file", strings.Repeat("#", 1<<20+1), "the file has 1048577 bytes"},
		{"many stages", manyStages(2001, "{uses: download}"), "the file has 2001 stages"},
		{"many profiles", manyStages(1, "{uses: download}") + manyProfiles(51), "the file has 51 profiles"},
		{"many mistakes", manyStages(2000, "{uses: sgd, needs: {dato: stag%}, with: {hiden: 4}}") + manyProfiles(50), "more"},
		{"a long circle", manyStages(2000, "{uses: plot, needs: {panels: stage%}}"), "circular needs"},
		{"many keys", "stages: {a: {uses: sgd, with: {" + strings.Repeat("key: 1, ", 60_000) + "}}}", "duplicate key"},
		{"a long name", manyStages(1, "{uses: plot, needs: {panels: "+strings.Repeat("x", 500_000)+"}}"), "no such stage"},
		{"a long number", "seed: " + strings.Repeat("9", 500_000) + "\nstages: {a: {uses: download}}", "whole number"},
		{"a large exponent", "seed: 1e999999999\nstages: {a: {uses: download}}", "whole number"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			started := time.Now()
			_, err := parse(test.source, "")
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %.300v, want it to say %q", err, test.want)
			}
			if len(fmt.Sprint(err)) > 200_000 {
				t.Errorf("the message has %d bytes", len(err.Error()))
			}
			// A second or less; the bound is for busy machines and the race detector.
			if took := time.Since(started); took > time.Minute {
				t.Errorf("it took %v", took)
			}
		})
	}
}

func TestProblemsAreCapped(t *testing.T) {
	_, err := parse("stages: {a: {uses: ode, with: {cuts: ["+strings.Repeat("x, ", 200)+"]}}}", "")
	var problems pipelinefile.Problems
	if !errors.As(err, &problems) {
		t.Fatal(err)
	}
	// 200 cuts, and the port that needs a stage.
	if len(problems.List) != pipelinefile.MaxProblems || problems.More != 201-pipelinefile.MaxProblems {
		t.Errorf("%d problems and %d more", len(problems.List), problems.More)
	}
	if !strings.HasSuffix(err.Error(), "\n\nand 151 more") {
		t.Errorf("the message ends %q", err.Error()[len(err.Error())-40:])
	}
}

func TestLongLinesAreCut(t *testing.T) {
	source := "stages: {a: {uses: download, with: {" + strings.Repeat(" ", 300) + "datset: \"" + strings.Repeat("\t", 300) + "\"}}}"
	_, err := parse(source, "")
	lines := strings.Split(fmt.Sprint(err), "\n")
	if len(lines) < 3 || len(lines[1]) > 130 || lines[1][strings.Index(lines[2], "^")] != 'd' {
		t.Errorf("message:\n%v", err)
	}
}
