package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestRoundTripKeepsEveryBit(t *testing.T) {
	values := []float64{0, math.Copysign(0, -1), 1, -1.5, 0.1, 1.0 / 3, math.MaxFloat64, math.SmallestNonzeroFloat64, 1e-300, 123456789.125}
	var want Table
	want.Add("t", values)
	want.Add("Q_1_1, \"quoted\"", slices.Clone(values))
	path := filepath.Join(t.TempDir(), "curves.csv")
	if err := WriteFile(path, want); err != nil {
		t.Fatal(err)
	}
	got, err := ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Names, want.Names) {
		t.Errorf("names %q, want %q", got.Names, want.Names)
	}
	for j, column := range got.Columns {
		for i, v := range column {
			if math.Float64bits(v) != math.Float64bits(want.Columns[j][i]) {
				t.Errorf("row %d: %v, want %v", i, v, want.Columns[j][i])
			}
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(text, []byte("\r")) || !bytes.HasSuffix(text, []byte("\n")) {
		t.Error(`lines must end in \n alone`)
	}
}

func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":         {"", "header row"},
		"word":          {"t,pmse\n0,1\n1,one\n", `line 3, column 3 (pmse): "one" is not a number`},
		"empty cell":    {"t,pmse\n0,\n", `line 2, column 3 (pmse): "" is not a number`},
		"NaN":           {"t\nNaN\n", "not a finite number"},
		"infinity":      {"t\n-Inf\n", "not a finite number"},
		"overflow":      {"t\n1e400\n", "not a number"},
		"short row":     {"t,pmse\n0,1\n1\n", "line 3"},
		"long row":      {"t\n1,2\n", "line 2"},
		"same name":     {"t,t\n1,2\n", `two columns of the name "t"`},
		"no name":       {"t,\n1,2\n", "column 2 has no name"},
		"quoting error": {"t\n\"1\n", "line 2"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Read(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

// However long the cells of a stranger's file are, an error is short, and obeyed by no terminal.
func TestReadErrorsAreShort(t *testing.T) {
	long := strings.Repeat("x\x1b]0;title\x07\x00", 500)
	many := strings.Repeat("name,", 1000) + "t"
	for _, text := range []string{"t\n" + long + "\n", "t\n\"" + long + "\n\n\"\n", long + "," + long + "\n", long + "\nNaN\n", many} {
		_, err := Read(strings.NewReader(text))
		if err == nil || len(err.Error()) > 500 || strings.ContainsAny(err.Error(), "\x00\x1b\x07") {
			t.Errorf("%.20q: an error of %d bytes: %.500v", text, len(fmt.Sprint(err)), err)
		}
	}
	var wide Table
	for i := range 1000 {
		wide.Add(fmt.Sprint(long[:1000], i), nil)
	}
	if _, err := wide.Column("t"); err == nil || len(err.Error()) > 10_000 || !strings.Contains(err.Error(), "and 980 more") {
		t.Errorf("an error of %d bytes", len(fmt.Sprint(err)))
	}
}

func TestReadTakesWhatOthersWrite(t *testing.T) {
	got, err := Read(strings.NewReader("\ufefft, pmse\r\n 0,1e-3\r\n\r\n1, .5\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got.Names[0] != "t" || got.Rows() != 2 || got.Columns[1][1] != 0.5 {
		t.Errorf("%+v", got)
	}
}

func TestWriteRefuses(t *testing.T) {
	for name, c := range map[string]Table{
		"no columns":       {},
		"names and values": {Names: []string{"t"}},
		"unequal columns":  {Names: []string{"t", "x"}, Columns: [][]float64{{1}, {1, 2}}},
		"repeated name":    {Names: []string{"t", "t"}, Columns: [][]float64{{1}, {1}}},
		"empty name":       {Names: []string{""}, Columns: [][]float64{{1}}},
	} {
		path := filepath.Join(t.TempDir(), "x.csv")
		if err := WriteFile(path, c); err == nil {
			t.Errorf("%s: no error", name)
		}
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: a file was left behind", name)
		}
	}
}

func TestColumnNamesWhatThereIs(t *testing.T) {
	var table Table
	table.Add("t", nil)
	if _, err := table.Column("pmse"); err == nil || !strings.Contains(err.Error(), `["t"]`) {
		t.Error(err)
	}
	if table.Rows() != 0 || !table.Has("t") || table.Has("pmse") {
		t.Error("an empty column t was expected")
	}
}

// FuzzRead: whatever is read is finite, rectangular, and survives being written and read again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"t,pmse\n0,1\n", "\"a\nb\"\n1\n", "\ufeffx\n-0\n", "\ufeff\ufeff\n", "\ufeff\ufeffx\n1\n", "t\n0x1p-2\n", ",\n", "t\n1_0\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		first, err := Read(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, column := range first.Columns {
			if len(column) != first.Rows() {
				t.Fatal("columns of different lengths")
			}
		}
		var buffer bytes.Buffer
		if err := Write(&buffer, first); err != nil {
			t.Fatal(err)
		}
		second, err := Read(&buffer)
		if err != nil {
			t.Fatal(err)
		}
		for j := range first.Columns {
			if !slices.Equal(first.Columns[j], second.Columns[j]) {
				t.Fatal("the numbers changed")
			}
		}
	})
}

// No number that isn't finite gets into a file, but a size without limit.
func TestWriteRefusesWhatIsNotFinite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "curves.csv")
	for _, wrong := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		bad := Table{Names: []string{"t", "pmse"}, Columns: [][]float64{{0, 1, 2}, {1, wrong, wrong}}}
		want := fmt.Sprintf("column \"pmse\" is %v in row 2", wrong)
		if err := WriteFile(path, bad); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("error %v, want one with the file and %q", err, want)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%v: a file was left behind", wrong)
		}
		bad.Sizes = []string{"pmse"}
		if err := Write(io.Discard, bad); (err == nil) != math.IsInf(wrong, 1) {
			t.Errorf("%v among sizes: %v", wrong, err)
		}
	}
}
