package figures

import (
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/npz/npztest"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// allPoisons has every number poisoned in every way, which takes minutes: go test ./figures -run Poison -args -all-poisons
var allPoisons = flag.Bool("all-poisons", false, "poison every number in every way")

// poisons are what may stand where a number should.
var poisons = []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, 1e308}

// poisonsOf returns those for the i-th number: one by turns, of those that are finite less often because what they are in may be
// drawn, and none for one in four, because all of them take minutes.
func poisonsOf(i int) []float64 {
	switch turn := i / 5; {
	case *allPoisons:
		return poisons
	case i%4 == 3:
		return nil
	case i%5 == 4:
		return poisons[3+turn%3:][:1]
	}
	return poisons[i%3:][:1]
}

// poisonable has, for every figure, small inputs of which all ports are wired.
func poisonable(t *testing.T) map[figure.Figure]map[string][]stages.Input {
	t.Helper()
	erf := described("erf")
	pairs := map[string][]stages.Input{"theory": {curves(t, erf, 0, 0).input("ode")}, "sgd": {curves(t, erf, 2, 0).input("sgd")}}
	few := map[string][]stages.Input{}
	for _, dim := range []float64{100, 1e3, 1e4} {
		share := 0.5 / math.Sqrt(dim)
		few["theory"] = append(few["theory"], sizedRun{dim: dim, start: 0.1}.input(t))
		few["sgd"] = append(few["sgd"], sizedRun{dim, run.InLaw, 4, share, 0.1, nil}.input(t))
	}
	few["direct"] = []stages.Input{sizedRun{100, run.Direct, 4, 0.05, 0.1, nil}.input(t)}
	training := newTrainingCase()
	training.images = true
	return map[figure.Figure]map[string][]stages.Input{
		Setup{}: {"spiked": {covarianceFiles(t, []float64{9, 1, 1, 1}, map[string]any{"model": "spiked", "spikes": 1, "samples": 200})},
			"natural": {covarianceFiles(t, []float64{0.3, 0.2, 0.1, 0.1}, nil)}, "images": {lawFiles(t)}},
		TheoryVsSGD{}:         pairs,
		SequentialLearning{}:  sequenceOf(t, 1, 10, learns(t, erf, 0, 1, 12)),
		TiedVsUntied{}:        tiedAndUntied(t, valleyLaw(), tiedLaw(1.2)),
		ReLUBias{}:            withBiases(t, fallsTo(0.41, false), fallsTo(0.38, true), fallsTo(0.1, true)),
		ExactPCs{}:            byRule(t, 0.3, 0, 0.001),
		CIFAR10Training{}:     training.ports(t),
		CIFAR10Universality{}: universalityOf(t, erf, onImages(erf), 0.01, nil),
		FiniteSize{}:          few,
		LongTime{}:            longPorts(t),
		Activations{}:         smooth(t, []string{"gelu"}, 0),
		WhitenedControl{}:     whitenedPorts(t, relaxing(1)),
		BeyondGaussian{}:      beyond(t, -0.06, 0.005),
	}
}

// A number that isn't finite, or can't be, never gets into a figure unannounced: whichever number of a figure's inputs it
// takes the place of, the figure isn't built, and the error says whose it is; or it doesn't use that number at all; or what it shows is finite
// throughout, and says what it leaves out.
func TestPoisonIsAnnounced(t *testing.T) {
	wired := poisonable(t)
	for _, f := range All() {
		ports, ok := wired[f]
		if !ok {
			t.Errorf("figure %s has no inputs to poison", f.Name())
			continue
		}
		clean, err := shownBy(f, ports)
		if err != nil {
			t.Fatalf("figure %s as it is: %v", f.Name(), err)
		}
		tried, refused, unused, dir := 0, 0, 0, t.TempDir()
		for i, n := range numbersOf(t, ports) {
			for _, poison := range poisonsOf(i) {
				got, err := shownBy(f, n.poisoned(t, dir, ports, poison))
				switch tried++; {
				case err != nil:
					refused++
				case got == clean:
					unused++
				}
				if why := unannounced(n, poison, clean, got, err); why != "" {
					t.Errorf("figure %s, %v in %s: %s", f.Name(), poison, n, why)
				}
			}
		}
		t.Logf("%s: %d poisons, %d refused, %d without effect", f.Name(), tried, refused, unused)
	}
}

// unannounced says what is wrong with how a figure takes a poison, "" where nothing is.
func unannounced(n number, poison float64, clean, got string, err error) string {
	said := func(words ...string) bool {
		return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(err.Error(), word) })
	}
	column, _, _ := strings.Cut(n.where, "[")
	switch {
	case err != nil && poison-poison != 0 && !said(n.stage, n.file):
		return fmt.Sprintf("the error doesn't name stage and file: %v", err)
	case err != nil && poison-poison != 0 && filepath.Ext(n.file) != ".json" && !said(column): // JSON is broken, wherever
		return fmt.Sprintf("the error doesn't name what isn't finite: %v", err)
	case err != nil && !said("stage ") && !said("needs.") && !said("figure "):
		return fmt.Sprintf("the error names neither a stage nor a wire nor a figure's part: %v", err)
	case err != nil || got == clean:
		return ""
	case poison-poison != 0:
		return "the figure is built, and another one than without it"
	case poison < 0 && n.isSquare():
		return "the figure is built with what can't be negative"
	}
	return ""
}

// shownBy builds a figure as its stage does, and returns everything that it would write but the pictures, which are drawn from the same.
func shownBy(f figure.Figure, ports map[string][]stages.Input) (string, error) {
	b, err := f.Build(inputs.NewSet(ports))
	if err != nil {
		return "", err
	}
	b.SayWhatIsLeftOut()
	if err := figure.Check(b, figure.NewStyle()); err != nil {
		return "", err
	}
	data, err := figure.Data(b)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal([]any{b.Caption, b.Alt, b.Claims})
	return string(data) + string(text) + fmt.Sprint(b.Tables), err
}

// number is one number in the files of a stage.
type number struct {
	port               string
	input              int
	stage, file, where string
	set                func(t *testing.T, path string, value float64) // in a copy of the file
}

func (n number) String() string {
	return fmt.Sprintf("%s[%d] (stage %s), %s, %s", n.port, n.input, n.stage, n.file, n.where)
}

// isSquare reports whether the number can't be negative whatever was computed.
func (n number) isSquare() bool {
	name, _, _ := strings.Cut(n.where, "[")
	return slices.Contains([]string{"t", "pmse", "eigenvalue", "eigenvalues", "pca_errors", "hidden", "dim", "learning_rate", "replicas"}, name)
}

// poisoned returns the ports with a copy of the file, in dir, in which the number is another one.
func (n number) poisoned(t *testing.T, dir string, ports map[string][]stages.Input, value float64) map[string][]stages.Input {
	t.Helper()
	ports = maps.Clone(ports)
	ports[n.port] = slices.Clone(ports[n.port])
	in := &ports[n.port][n.input]
	content, err := os.ReadFile(in.Files[n.file])
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, n.file)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	n.set(t, path, value)
	in.Files = maps.Clone(in.Files)
	in.Files[n.file] = path
	return ports
}

// numbersOf lists numbers of all kinds in the inputs: the middle one of each column, array and list, in the first stage at each port.
func numbersOf(t *testing.T, ports map[string][]stages.Input) []number {
	t.Helper()
	var all []number
	for _, port := range slices.Sorted(maps.Keys(ports)) {
		for i, in := range ports[port] {
			if i > 0 && !*allPoisons {
				break
			}
			for _, file := range slices.Sorted(maps.Keys(in.Files)) {
				for _, n := range numbersIn(t, in.Files[file]) {
					n.port, n.input, n.stage, n.file = port, i, in.Stage, file
					all = append(all, n)
				}
			}
		}
	}
	return all
}

func numbersIn(t *testing.T, path string) (all []number) {
	t.Helper()
	switch filepath.Ext(path) {
	case ".csv":
		rows := readRows(t, path)
		for j, name := range rows[0] {
			row := 1 + (len(rows)-1)/2
			all = append(all, number{where: name + fmt.Sprintf("[%d]", row), set: func(t *testing.T, path string, value float64) {
				rows := readRows(t, path)
				rows[row][j] = strconv.FormatFloat(value, 'g', -1, 64)
				writeRows(t, path, rows)
			}})
		}
	case ".npz":
		counts := npztest.Floats(t, path)
		for _, array := range slices.Sorted(maps.Keys(counts)) {
			element := counts[array] / 2
			all = append(all, number{where: fmt.Sprintf("%s[%d]", array, element), set: func(t *testing.T, path string, value float64) {
				npztest.Poison(t, path, array, element, value)
			}})
		}
	case ".json":
		for _, key := range slices.Sorted(maps.Keys(readObject(t, path))) {
			if n, ok := numberAt(readObject(t, path), key); ok {
				all = append(all, n)
			}
		}
	}
	return all
}

// numberAt is the number under a key of a JSON object, or the middle one of a list of numbers.
func numberAt(object map[string]any, key string) (n number, ok bool) {
	where, middle := key, -1
	switch value := object[key].(type) {
	case float64:
	case []any:
		middle = len(value) / 2
		where = fmt.Sprintf("%s[%d]", key, middle)
	default:
		return n, false
	}
	return number{where: where, set: func(t *testing.T, path string, value float64) {
		object := readObject(t, path)
		const mark = 123454321.25 // JSON has no NaN, and what stands there instead is no JSON
		if middle >= 0 {
			object[key].([]any)[middle] = mark
		} else {
			object[key] = mark
		}
		text, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		written := strings.Replace(string(text), strconv.FormatFloat(mark, 'g', -1, 64), strconv.FormatFloat(value, 'g', -1, 64), 1)
		written = strings.Replace(written, "123454321.25", strconv.FormatFloat(value, 'g', -1, 64), 1)
		if err := os.WriteFile(path, []byte(written), 0o600); err != nil {
			t.Fatal(err)
		}
	}}, true
}

func readObject(t *testing.T, path string) (object map[string]any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &object); err != nil {
		t.Fatal(err)
	}
	return object
}

func readRows(t *testing.T, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() // it is only read
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func writeRows(t *testing.T, path string, rows [][]string) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := csv.NewWriter(file).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
