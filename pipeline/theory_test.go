package main

import (
	"fmt"
	"math"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/theory/gaussian"
)

// runCombinations is the command "combinations FILE": it appends to a pipeline
// file an ode stage for every activation, learning rule and choice of biases, with
// tied weights and untied, and Sanger's rule for the one network that it is for, and runs them.
func runCombinations(ts *testscript.TestScript, _ bool, arguments []string) {
	var lines strings.Builder
	run := []string{"run", "-f", arguments[0], "--quiet"}
	add := func(name, parameters string) {
		run = append(run, name)
		fmt.Fprintf(&lines, "  %s: {uses: ode, needs: {covariance: mine}, with: {<<: *run, %s}}\n", name, parameters)
	}
	for _, activation := range gaussian.Names() {
		for _, rule := range []string{"vanilla", "truncated"} {
			for _, tied := range []bool{false, true} {
				for biases := range 4 {
					encoder, output := biases&1 != 0, biases&2 != 0
					add(fmt.Sprintf("%s-%s-%v-%d", activation, rule, tied, biases),
						fmt.Sprintf("activation: %s, rule: %s, tied: %v, encoder_bias: {train: %v}, output_bias: {train: %v}", activation, rule, tied, encoder, output))
				}
			}
		}
	}
	add("sanger", "activation: linear, rule: sanger")
	add("fixed-bias", "activation: relu, encoder_bias: {init: 0.2}, weight_decay: 0.01")
	ts.Check(os.WriteFile(ts.MkAbs(arguments[0]), []byte(ts.ReadFile(arguments[0])+lines.String()), 0o666))
	ts.Check(ts.Exec("pipeline", run...))
}

// compareCurves is the command "agree THEIRS FILE TOLERANCE": column by column of
// THEIRS, which FILE must have, too, it compares the table with the one that FILE names in its first line.
func compareCurves(ts *testscript.TestScript, _ bool, arguments []string) {
	theirs, err := table.ReadFile(ts.MkAbs(arguments[0]))
	ts.Check(err)
	ours, err := table.ReadFile(strings.TrimSpace(ts.ReadFile(arguments[1])))
	ts.Check(err)
	var tolerance float64
	_, err = fmt.Sscan(arguments[2], &tolerance)
	ts.Check(err)
	for j, name := range theirs.Names {
		column, err := ours.Column(name)
		ts.Check(err)
		if len(column) != theirs.Rows() {
			ts.Fatalf("%d rows, want %d", len(column), theirs.Rows())
		}
		for i, want := range theirs.Columns[j] {
			if math.Abs(column[i]-want) > tolerance*math.Abs(want) {
				ts.Fatalf("row %d: %s is %v, want %v", i+1, name, column[i], want)
			}
		}
	}
}
