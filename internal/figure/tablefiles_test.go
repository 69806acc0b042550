package figure_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"autoencoder-dynamics/internal/figure"
)

// measured is a figure with rows in two of its tables.
func measured() *figure.Built {
	b := heatFigure(nil)
	b.Grid.Rows[0] = 0.2
	b.Tables.Exponents = []figure.Exponent{
		{Network: "erf, *K* = 4", Quantity: "excess over *E*_{4}", Variable: "t", From: 1e-7, To: 1e10, Expected: -2.0 / 3, Measured: -0.66712345678901, Error: math.NaN()},
		{Network: "NaN, tied", Quantity: "weights", Variable: "t", From: 1, To: 2, Expected: 1.0 / 6, Measured: math.MaxFloat64, Error: 0.1},
	}
	b.Tables.Deviations = []figure.Deviation{{Network: "ReLU", Inputs: "real images", Replicas: 5, Horizon: 2000, Largest: 0.1 + 0.2, At: 31}}
	return b
}

// write writes a figure's files to a folder of its own, and returns where one lies.
func write(t *testing.T, b *figure.Built) func(name string) string {
	t.Helper()
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	if err := figure.Write(b, figure.NewStyle(), path, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	return path
}

// Numbers are written to the last bit, what isn't there as an empty cell, texts in Unicode.
func TestTablesAreExact(t *testing.T) {
	path := write(t, measured())
	text, err := os.ReadFile(path(figure.ExponentsFile))
	if err != nil {
		t.Fatal(err)
	}
	want := `network,quantity,variable,from,to,expected,measured,error
"erf, K = 4",excess over E₄,t,1e-07,1e+10,-0.6666666666666666,-0.66712345678901,
"NaN, tied",weights,t,1,2,0.16666666666666666,1.7976931348623157e+308,0.1
`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Error(diff)
	}
	frame, err := figure.ReadTable(path(figure.DeviationsFile))
	if err != nil {
		t.Fatal(err)
	}
	if got := frame.Col("largest").Float()[0]; got != 0.1+0.2 {
		t.Errorf("0.1 + 0.2 comes back as %g", got)
	}
	if replicas, err := frame.Col("replicas").Int(); err != nil || replicas[0] != 5 {
		t.Errorf("replicas %v, error %v", replicas, err)
	}
}

func TestEmptyTablesAreNotWritten(t *testing.T) {
	path := write(t, measured())
	for _, name := range figure.TableFiles() {
		_, err := os.Stat(path(name))
		if wanted := name == figure.ExponentsFile || name == figure.DeviationsFile; (err == nil) != wanted {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestJoinTables(t *testing.T) {
	first, second := measured(), measured()
	second.Tables.Exponents = second.Tables.Exponents[:1]
	paths := map[string]string{
		"long-time": write(t, first)(figure.ExponentsFile), "finite-size": write(t, second)(figure.ExponentsFile),
	}
	joined, err := figure.JoinTables([]string{"setup", "finite-size", "long-time"}, paths)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := joined.Col("figure").Records(), []string{"finite-size", "long-time", "long-time"}; !slices.Equal(got, want) {
		t.Errorf("rows of %q, want %q", got, want)
	}
	if names := joined.Names(); names[0] != "figure" || names[1] != "network" || len(names) != 9 {
		t.Errorf("columns %q", names)
	}
	var csv strings.Builder
	if err := joined.WriteCSV(&csv); err != nil || !strings.Contains(csv.String(), "finite-size,\"erf, K = 4\",excess over E₄,t,1e-07,1e+10,-0.6666666666666666,") {
		t.Errorf("joined to\n%s(error %v)", csv.String(), err)
	}
}

func TestJoinTablesThatArent(t *testing.T) {
	if _, err := figure.JoinTables([]string{"setup"}, nil); err == nil {
		t.Error("no table was joined to one")
	}
	broken := filepath.Join(t.TempDir(), "exponents.csv")
	if err := os.WriteFile(broken, []byte("network,quantity\nerf\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := figure.JoinTables([]string{"setup"}, map[string]string{"setup": broken}); err == nil || !strings.Contains(err.Error(), "figure setup") {
		t.Errorf("a broken table: %v", err)
	}
	other := measured()
	paths := map[string]string{"a": write(t, other)(figure.ExponentsFile), "b": write(t, other)(figure.DeviationsFile)}
	if _, err := figure.JoinTables([]string{"a", "b"}, paths); err == nil || !strings.Contains(err.Error(), "figure b") {
		t.Errorf("tables of two kinds: %v", err)
	}
}

func ExampleTableFiles() {
	for _, name := range figure.TableFiles() {
		fmt.Println(name)
	}
	// Output:
	// learning-times.csv
	// plateaus.csv
	// exponents.csv
	// deviations.csv
}
