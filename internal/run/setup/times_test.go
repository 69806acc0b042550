package setup

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"autoencoder-dynamics/stages"
)

func TestHorizonsOutOfReach(t *testing.T) {
	for _, horizon := range []float64{math.Inf(1), math.NaN(), 1.1e12} {
		p := Defaults()
		p.Horizon = horizon
		if problems := p.Validate(); len(problems) != 1 || problems[0].Path != "with.horizon" || !strings.Contains(problems[0].Expected, "1e+12") {
			t.Errorf("%v: %+v", horizon, problems)
		}
	}
	_, err := Parameters{Horizon: 1e12, Points: 2}.Steps(1e5)
	if err == nil || !strings.Contains(err.Error(), "horizon 1e+12 with D = 100000") || !strings.Contains(err.Error(), "at most 9.01e+10") {
		t.Errorf("error %v", err)
	}
}

func TestStepsAreLogarithmicAndWhole(t *testing.T) {
	for _, c := range []struct {
		horizon     float64
		points, dim int
	}{{1e5, 80, 1000}, {1000, 80, 1024}, {1, 50, 10}, {0.05, 5, 10}, {0.35, 2, 10}, {300, 2, 1}} {
		p := Parameters{Horizon: c.horizon, Points: c.points}
		steps, err := p.Steps(c.dim)
		if err != nil {
			t.Fatal(err)
		}
		last := steps[len(steps)-1]
		if steps[0] != 0 || last != max(1, int64(math.Round(c.horizon*float64(c.dim)))) || len(steps) > c.points+1 || len(steps) < 2 {
			t.Errorf("%+v: %v", c, steps)
		}
		for i := 1; i < len(steps); i++ {
			if steps[i] <= steps[i-1] {
				t.Errorf("%+v: step %d is %d after %d", c, i, steps[i], steps[i-1])
			}
		}
	}
	full, _ := Parameters{Horizon: 1e5, Points: 61}.Steps(1000)
	if len(full) != 62 || full[1] != 100 {
		t.Errorf("%d times, the first at step %d; want 62, step 100", len(full), full[1])
	}
	if _, err := (Parameters{Horizon: 1e300, Points: 9}).Steps(1000); err == nil {
		t.Error("horizon 1e300: no error")
	}
}

// With as many points a decade, a shorter run is recorded at times of the longer one.
func TestStepsOfDifferentHorizonsCoincide(t *testing.T) {
	long, _ := Parameters{Horizon: 1e5, Points: 61}.Steps(1000)
	short, _ := Parameters{Horizon: 1e3, Points: 41}.Steps(1000)
	if !slices.Equal(long[:len(short)], short) {
		t.Errorf("%v is no beginning of %v", short, long)
	}
	if times := Times([]int64{0, 5, 10}, 10); !slices.Equal(times, []float64{0, 0.5, 1}) {
		t.Errorf("times %v", times)
	}
}

// The theory is recorded at the simulation's times where steps can be counted, and close to them where not.
func TestTimesOfTheory(t *testing.T) {
	p := Parameters{Horizon: 1e3, Points: 41}
	steps, err := p.Steps(1000)
	if err != nil {
		t.Fatal(err)
	}
	if times, err := p.TheoryTimes(1000); err != nil || !slices.Equal(times, Times(steps, 1000)) {
		t.Errorf("%v, %v", times, err)
	}
	for _, dim := range []float64{1e15, 1e300, math.Inf(1)} {
		times, err := p.TheoryTimes(dim)
		if err != nil || len(times) != 42 || times[0] != 0 || times[1] != 0.1 || times[41] != 1e3 {
			t.Fatalf("D = %v: %v, %v", dim, times, err)
		}
		for i, at := range Times(steps, 1000) {
			if math.Abs(times[i]-at) > 0.001 {
				t.Errorf("D = %v: time %d is %v, that of 1000 inputs %v", dim, i, times[i], at)
			}
		}
	}
}

// A simulation takes whole steps. The theory needs none, and ends at the horizon.
func TestHorizonBelowHalfAStep(t *testing.T) {
	p := Parameters{Horizon: 1e-9, Points: 5}
	if _, err := p.Steps(100); err == nil || !strings.Contains(err.Error(), "at least 1/D = 0.01") {
		t.Errorf("steps: %v", err)
	}
	times, err := p.TheoryTimes(100)
	if err != nil || len(times) != 6 || times[0] != 0 || times[1] != 1e-12 || times[5] != 1e-9 {
		t.Errorf("times %v, %v", times, err)
	}
}

func TestTooMuchToRecord(t *testing.T) {
	for want, change := range map[string]func(*Parameters){
		"points is 10000000000":     func(p *Parameters) { p.Points = 1e10 },
		"with hidden = K = 300 at ": func(p *Parameters) { p.Points, p.Hidden = maxPoints, 300 },
		"":                          func(p *Parameters) { p.Points = maxPoints },
		"hidden is 1000000000":      func(p *Parameters) { p.Hidden = 1e9 },
		"has 100001 times":          func(p *Parameters) { p.Times = timesFile(t, numbered(maxPoints+1)) },
	} {
		p := Defaults()
		change(&p)
		problems := p.Validate()
		if want == "" && len(problems) == 0 {
			continue
		}
		if len(problems) != 1 || !strings.Contains(problems[0].Message, want) || problems[0].Expected == "" {
			t.Errorf("want one problem with %q: %+v", want, problems)
		}
	}
}

// numbered returns a file of so many times.
func numbered(n int) string {
	var b strings.Builder
	b.WriteString("t\n")
	for i := range n {
		b.WriteString(strconv.Itoa(i) + "\n")
	}
	return b.String()
}

// timesFile writes a CSV file.
func timesFile(t *testing.T, content string) stages.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "times.csv")
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
	return stages.File(path)
}

func TestGivenTimes(t *testing.T) {
	p := Defaults()
	p.Times = timesFile(t, "pmse,t\n1,0.26\n0.5,0.34\n0.2,7\n")
	if problems := p.Validate(); len(problems) > 0 {
		t.Errorf("%+v", problems)
	}
	if times, err := p.TheoryTimes(10); err != nil || !slices.Equal(times, []float64{0.26, 0.34, 7}) {
		t.Errorf("times of theory %v, %v", times, err)
	}
	if steps, err := p.Steps(10); err != nil || !slices.Equal(steps, []int64{3, 70}) {
		t.Errorf("steps %v, %v", steps, err)
	}
	if _, err := p.Steps(1 << 52); err == nil || !strings.Contains(err.Error(), "horizon 7") {
		t.Errorf("2^52 dimensions: %v", err)
	}
}

// A file that can't be one of times isn't read to its end, and one that never ends not at all.
func TestGivenTimesAreBounded(t *testing.T) {
	long := timesFile(t, "t\n1\n")
	if err := os.Truncate(string(long), 1<<40); err != nil {
		t.Skip(err)
	}
	for path, want := range map[stages.File]string{long: "1099511627776 bytes", "/dev/zero": "not a regular file", stages.File(t.TempDir()): "a folder"} {
		p := Defaults()
		p.Times = path
		problems := p.Validate()
		if len(problems) == 0 || !strings.Contains(problems[0].Message, want) || !strings.Contains(problems[0].Message, string(path)) {
			t.Errorf("%s: %+v, want one with %q", path, problems, want)
		}
	}
}

func TestGivenTimesAreChecked(t *testing.T) {
	for content, want := range map[string]string{
		"pmse\n1\n":    `no column "t"`,
		"t\n":          "at least one",
		"t\n0\n1\n1\n": "row 3 below the header has t = 1 after 1",
		"t\n-1\n":      "t = -1",
		"t\n2e12\n":    "t = 2e+12",
		"t\n0\nsoon\n": "line 3, column 1",
	} {
		p := Defaults()
		p.Times = timesFile(t, content)
		problems := p.Validate()
		if len(problems) != 1 || problems[0].Path != "with.times" || !strings.Contains(problems[0].Message, want) || !strings.Contains(problems[0].Message, "times.csv") {
			t.Errorf("%q: %+v, want one with %q", content, problems, want)
		}
	}
	p := Defaults()
	p.Times, p.Horizon, p.Points = timesFile(t, "t\n1\n"), 10, 20
	problems := p.Validate()
	if len(problems) != 2 || problems[0].Path != "with.horizon" || problems[1].Path != "with.points" {
		t.Errorf("horizon and points beside times: %+v", problems)
	}
	p = Defaults()
	p.Times = "absent.csv"
	if problems := p.Validate(); len(problems) > 0 {
		t.Errorf("an absent file, which the pipeline file's reader reports, is reported again: %+v", problems)
	}
}
