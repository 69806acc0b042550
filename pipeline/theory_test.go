package main

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/theory/gaussian"
)

// runCombinations is the command "combinations ode|sgd FILE": it appends to a pipeline
// file stages of that kind for every activation with every learning rule, tied and untied, and
// every choice of biases, of these combinations every other one, and Sanger's rule, and runs them all.
func runCombinations(ts *testscript.TestScript, _ bool, arguments []string) {
	var lines strings.Builder
	kind, file := arguments[0], arguments[1]
	run := []string{"run", "-f", file, "--quiet", "--jobs", "1"} // other scripts run beside this one
	add := func(name, parameters string) {
		run = append(run, name)
		fmt.Fprintf(&lines, "  %s: {uses: %s, needs: {covariance: mine}, with: {<<: *run, %s}}\n", name, kind, parameters)
	}
	for i, activation := range gaussian.Names() {
		for r, rule := range []string{"vanilla", "truncated"} {
			for _, tied := range []bool{false, true} {
				for biases := range 4 {
					encoder, output := biases&1 != 0, biases&2 != 0
					if tied != ((i+r+biases+biases/2)%2 == 0) {
						continue // half of them: with every activation any three choices meet in every way
					}
					add(fmt.Sprintf("%s-%s-%v-%d", activation, rule, tied, biases),
						fmt.Sprintf("activation: %s, rule: %s, tied: %v, encoder_bias: {train: %v}, output_bias: {train: %v}", activation, rule, tied, encoder, output))
				}
			}
		}
	}
	add("sanger", "activation: linear, rule: sanger")
	add("fixed-bias", "activation: relu, encoder_bias: {init: 0.2}, weight_decay: 0.01")
	ts.Check(os.WriteFile(ts.MkAbs(file), []byte(ts.ReadFile(file)+lines.String()), 0o666))
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

// compareStarts is the command "start-alike FILE FILE TOLERANCE": it compares the first rows of the tables of curves that
// the files name in their first lines, in the columns of the first one.
func compareStarts(ts *testscript.TestScript, _ bool, arguments []string) {
	var read [2]table.Table
	for i := range read {
		curves, err := table.ReadFile(strings.TrimSpace(ts.ReadFile(arguments[i])))
		ts.Check(err)
		read[i] = curves
	}
	var tolerance float64
	_, err := fmt.Sscan(arguments[2], &tolerance)
	ts.Check(err)
	for j, name := range read[0].Names {
		column, err := read[1].Column(name)
		ts.Check(err)
		if want := read[0].Columns[j][0]; !(math.Abs(column[0]-want) <= tolerance*math.Abs(want)) {
			ts.Fatalf("%s starts at %v, want %v", name, column[0], want)
		}
	}
}

// checkColumns is the command "columns FILE NAME...": the table that FILE names in its first line begins with these columns.
func checkColumns(ts *testscript.TestScript, _ bool, arguments []string) {
	read, err := table.ReadFile(strings.TrimSpace(ts.ReadFile(arguments[0])))
	ts.Check(err)
	if want := arguments[1:]; len(read.Names) < len(want) || !slices.Equal(read.Names[:len(want)], want) {
		ts.Fatalf("columns %v, want %v first", read.Names, want)
	}
}
