package sgd

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/stages"
)

// upstream is a stage of which nothing but the dimension is known.
type upstream struct {
	stages.Kind
	dimension stages.Dimension
}

func (u upstream) Dimension(any, map[string][]stages.Upstream) stages.Dimension { return u.dimension }

func TestValidateInputs(t *testing.T) {
	written, known, infinite := stages.Dimension{D: 1e5}, stages.Dimension{D: 1e9, Levels: true}, stages.Dimension{D: math.Inf(1), Levels: true}
	for name, c := range map[string]struct {
		port      string
		dimension stages.Dimension
		change    func(*Parameters)
		want      string
	}{
		"fits":           {covariancePort, stages.Dimension{D: 100}, func(*Parameters) {}, ""},
		"not known":      {dataPort, stages.Dimension{}, func(p *Parameters) { p.Horizon = 1e12 }, ""},
		"levels":         {covariancePort, known, func(p *Parameters) { p.Init = &setup.Init{Informed: true} }, ""},
		"in law":         {covariancePort, written, func(p *Parameters) { p.Simulator = inLaw }, ""},
		"infinite":       {covariancePort, infinite, func(*Parameters) {}, "needs.covariance: a simulation takes D steps a unit of time, and stage inputs has D = ∞"},
		"K > D":          {dataPort, stages.Dimension{D: 3}, func(*Parameters) {}, "with.hidden: hidden is K = 4"},
		"long":           {dataPort, written, func(p *Parameters) { p.Horizon = 1e12 }, "with.horizon: horizon 1e+12 with D = 100000"},
		"short":          {dataPort, stages.Dimension{D: 100}, func(p *Parameters) { p.Horizon = 1e-3 }, "with.horizon: horizon 0.001 with D = 100 dimensions is less than half a step"},
		"decay":          {dataPort, stages.Dimension{D: 100}, func(p *Parameters) { p.WeightDecay = 100 }, "with.weight_decay: weight_decay is 100"},
		"direct":         {covariancePort, known, func(p *Parameters) { p.Simulator = direct }, "with.simulator: simulator is direct"},
		"adam":           {covariancePort, known, func(p *Parameters) { p.Optimizer.Name, p.LearningRate = adam, 0.1 }, "with.optimizer.name: the spectrum of stage inputs has D = 1e+09"},
		"epochs":         {covariancePort, known, func(p *Parameters) { p.Sampling, p.Samples = epochs, 5 }, "with.sampling: the spectrum of stage inputs"},
		"single":         {covariancePort, known, func(p *Parameters) { p.Precision = single }, "with.precision: the spectrum of stage inputs"},
		"many samples":   {covariancePort, written, func(p *Parameters) { p.Sampling, p.Samples = epochs, 2685 }, "with.samples: 2685 samples of the D = 100000 inputs of stage inputs"},
		"fewer samples":  {covariancePort, written, func(p *Parameters) { p.Sampling, p.Samples = epochs, 2684 }, ""},
		"many replicas":  {covariancePort, written, func(p *Parameters) { p.Replicas = 1000 }, "with.replicas: the weights of 1000 replicas"},
		"fewer replicas": {covariancePort, written, func(p *Parameters) { p.Replicas = 335 }, ""},
		"more replicas":  {covariancePort, written, func(p *Parameters) { p.Replicas = 336 }, "with.replicas: the weights of 336 replicas"},
		"many snapshots": {covariancePort, written, func(p *Parameters) { p.Replicas, p.Snapshots = 100, []float64{1, 2, 3, 4} }, "with.snapshots: 4 snapshots"},
		"few snapshots":  {covariancePort, written, func(p *Parameters) { p.Replicas, p.Snapshots = 100, []float64{1, 2, 3} }, ""},
	} {
		p := Kind{}.Defaults("").(*Parameters)
		c.change(p)
		problems := Kind{}.ValidateInputs(p, map[string][]stages.Upstream{c.port: {{Stage: "inputs", Kind: upstream{dimension: c.dimension}}}})
		if c.want == "" && len(problems) == 0 {
			continue
		}
		if c.want == "" || len(problems) != 1 || !strings.HasPrefix(problems[0].Path+": "+problems[0].Message, c.want) || problems[0].Expected == "" {
			t.Errorf("%s: %+v, want %q", name, problems, c.want)
		}
	}
}

// with stands for the parameters of a whiten stage.
type with struct{ Method string }

func whitened(name, method string) stages.Upstream {
	return stages.Upstream{Stage: name, Kind: upstream{dimension: stages.Dimension{D: 1024}}, Parameters: &with{method}}
}

// covarianceOf is a stage that has the covariance of others, or of none.
func covarianceOf(dim float64, data ...stages.Upstream) stages.Upstream {
	return stages.Upstream{Stage: "covariance", Kind: upstream{dimension: stages.Dimension{D: dim}}, Inputs: map[string][]stages.Upstream{dataPort: data}}
}

// archive stands for the parameters of a download stage.
type archive struct {
	Dataset string `yaml:"dataset"`
}

// CIFAR10 has 50,000 training images: more are refused before anything runs, also where normal inputs may stand in for them.
func TestNoMoreSamplesThanImages(t *testing.T) {
	data := whitened("images", "standardize")
	data.Inputs = map[string][]stages.Upstream{dataPort: {{Stage: "cifar10", Parameters: &archive{"cifar10"}}}}
	other := data
	other.Inputs = map[string][]stages.Upstream{dataPort: {{Stage: "others", Parameters: &archive{"others"}}}}
	for name, c := range map[string]struct {
		from    stages.Upstream
		samples int
		path    string
	}{
		"all":       {data, 50_000, ""},
		"unsaid":    {data, 0, ""},
		"more":      {data, 50_001, "with.samples"},
		"too many":  {data, maxNumbers, "with.samples"},
		"another":   {other, 50_001, ""},
		"not known": {whitened("images", "standardize"), 50_001, ""},
	} {
		p := Kind{}.Defaults("").(*Parameters)
		p.Sampling, p.Samples = epochs, c.samples
		problems := Kind{}.ValidateInputs(p, map[string][]stages.Upstream{dataPort: {c.from}})
		if paths(problems) != c.path || c.path != "" && !strings.Contains(problems[0].Expected, "at most") {
			t.Errorf("%s: %+v", name, problems)
		}
	}
}

// Remedies say how many would do: so many do, and one more doesn't.
func TestRemediesHoldGood(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Parameters)
		set    func(p *Parameters, n int)
	}{
		"modes":    {func(p *Parameters) { p.Replicas, p.Modes = 1000, 10_000 }, func(p *Parameters, n int) { p.Modes = n }},
		"replicas": {func(p *Parameters) { p.Hidden, p.Replicas = 200, 10_000 }, func(p *Parameters, n int) { p.Replicas = n }},
		"points":   {func(p *Parameters) { p.Hidden, p.Points, p.Replicas, p.Modes = 100, 100_000, 1, 1 }, func(p *Parameters, n int) { p.Points = n - 300 }},
	} {
		p := Kind{}.Defaults("").(*Parameters)
		c.change(p)
		problems := Kind{}.Validate(p, normalInputs)
		var most int
		if len(problems) != 1 || problems[0].Path != "with."+name {
			t.Fatalf("%s: %+v", name, problems)
		}
		if _, err := fmt.Sscanf(problems[0].Expected, "at most %d", &most); err != nil {
			t.Fatalf("%s: %q: %v", name, problems[0].Expected, err)
		}
		c.set(p, most)
		if problems := (Kind{}).Validate(p, normalInputs); len(problems) > 0 {
			t.Errorf("%s: %d are refused: %+v", name, most, problems)
		}
		c.set(p, most+301)
		if problems := (Kind{}).Validate(p, normalInputs); len(problems) == 0 {
			t.Errorf("%s: more than %d aren't refused", name, most)
		}
	}
}

// Test images must be transformed as those learnt from are, and components be those of the images learnt from.
func TestWhatBelongsTogether(t *testing.T) {
	images, alike, others := whitened("images", "standardize"), whitened("others", "standardize"), whitened("others", "zca")
	for name, c := range map[string]struct {
		inputs map[string][]stages.Upstream
		path   string
	}{
		"the same":            {map[string][]stages.Upstream{dataPort: {images}, testPort: {images}}, ""},
		"alike":               {map[string][]stages.Upstream{dataPort: {images}, testPort: {alike}}, ""},
		"otherwise":           {map[string][]stages.Upstream{dataPort: {images}, testPort: {others}}, "needs.test"},
		"no test":             {map[string][]stages.Upstream{dataPort: {images}}, ""},
		"surrogates":          {map[string][]stages.Upstream{covariancePort: {covarianceOf(1024, images)}, testPort: {alike}}, ""},
		"of others":           {map[string][]stages.Upstream{covariancePort: {covarianceOf(1024, images)}, testPort: {others}}, "needs.test"},
		"of a model":          {map[string][]stages.Upstream{covariancePort: {covarianceOf(100)}, testPort: {images}}, "needs.test"},
		"components":          {map[string][]stages.Upstream{dataPort: {images}, componentsPort: {covarianceOf(1024, alike)}}, ""},
		"of others again":     {map[string][]stages.Upstream{dataPort: {images}, componentsPort: {covarianceOf(1024, others)}}, "needs.components"},
		"components of model": {map[string][]stages.Upstream{dataPort: {images}, componentsPort: {covarianceOf(1024)}}, "needs.components"},
	} {
		problems := Kind{}.ValidateInputs(Kind{}.Defaults("").(*Parameters), c.inputs)
		if paths(problems) != c.path || len(problems) > 0 && problems[0].Expected == "" {
			t.Errorf("%s: %+v", name, problems)
		}
	}
}
