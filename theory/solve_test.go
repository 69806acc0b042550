package theory

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/integrate"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Every method gives pmse to about the tolerance asked for, in whichever phase of
// learning the times are: within twice the tolerance, which is an aim and not a bound.
// The reference is another method at 1e-11.
func TestToleranceIsMet(t *testing.T) {
	if testing.Short() {
		t.Skip("one flow after another")
	}
	t.Parallel()
	methods := []integrate.Method{nil, integrate.Rosenbrock{}, integrate.Automatic{}, integrate.DormandPrince{}, integrate.Chebyshev{}}
	for name, p := range map[string]Problem{
		"spiked, erf":       {Activation: gaussian.Erf{}, Eigenvalues: spiked(150, 4), Initial: startWeights(4, 150, 0.1, 0)},
		"spiked, linear":    {Activation: gaussian.Linear{}, Eigenvalues: spiked(150, 4), Initial: startWeights(4, 150, 0.1, 0)},
		"power law, erf":    {Activation: gaussian.Erf{}, Eigenvalues: powerLaw(30), Initial: startWeights(3, 30, 0.1, 0)},
		"power law, linear": {Activation: gaussian.Linear{}, Eigenvalues: powerLaw(30), Initial: startWeights(3, 30, 0.1, 0)},
		"spiked, ReLU":      combination{encoderBias: true, outputBias: true}.problem(gaussian.ReLU{}, 2, spiked(50, 3), 0.1),
		"tied, erf":         combination{tied: true}.problem(gaussian.Erf{}, 3, spiked(150, 3), 0.1),
		"truncated, erf":    combination{rule: Truncated}.problem(gaussian.Erf{}, 3, spiked(50, 3), 0.1),
		// Weights that shrink before they learn, and some that grow out of nothing
		// beside a bias.
		"large, tied, linear": combination{tied: true}.problem(gaussian.Linear{}, 2, powerLaw(14), 2),
		"large, tied, ReLU":   combination{tied: true}.problem(gaussian.ReLU{}, 2, powerLaw(14), 2),
		"large, erf":          combination{}.problem(gaussian.Erf{}, 3, spiked(50, 3), 10),
		"tiny, ReLU":          combination{encoderBias: true}.problem(gaussian.ReLU{}, 3, powerLaw(14), 1e-8),
		"tied, erf, biases":   combination{tied: true, encoderBias: true, outputBias: true}.problem(gaussian.Erf{}, 3, spiked(50, 3), 0.3),
		"softplus, biases":    combination{encoderBias: true, outputBias: true}.problem(gaussian.Softplus(), 2, powerLaw(8), 0.3),
	} {
		if p.LearningRate == 0 {
			p.LearningRate = 1
		}
		times := logTimes(0.1, 1000, 40)
		reference := mustSolve(t, p, Settings{Times: times, Tolerance: 1e-11, Method: integrate.DormandPrince{}})
		for _, m := range methods {
			for _, tolerance := range []float64{1e-5, 1e-7} {
				if _, slow := m.(integrate.Chebyshev); slow && tolerance < 1e-5 {
					continue
				}
				got := mustSolve(t, p, Settings{Times: times, Tolerance: tolerance, Method: m})
				off := furthest(t, got.Error, reference.Error)
				t.Logf("%s, %v at %g: off by %.1e with %d steps, %d evaluations", name, m, tolerance, off, got.Statistics.Steps, got.Statistics.Evaluations)
				if bound := 2 * tolerance; off > bound {
					t.Errorf("%s, %v at %g: off by %g, the bound is %g", name, m, tolerance, off, bound)
				}
			}
		}
	}
}

// Vanilla gradient flows only ever lower the error.
func TestErrorFallsMonotonically(t *testing.T) {
	if testing.Short() {
		t.Skip("one flow after another")
	}
	t.Parallel()
	for _, g := range everyActivation(t) {
		for _, c := range combinationsOf(g) {
			if c.rule != Vanilla || c.decay != 0 || g.Name() == "softplus" && !c.encoderBias {
				continue
			}
			p := c.problem(g, 3, spiked(40, 3), 0.2)
			result := mustSolve(t, p, Settings{Times: logTimes(0.01, 300, 60), Tolerance: 1e-6})
			for i := 1; i < len(result.Error); i++ {
				if result.Error[i] > result.Error[i-1]*(1+1e-6) {
					t.Errorf("%s, %v: pmse rises from %v to %v at t = %g", g.Name(), c, result.Error[i-1], result.Error[i], result.Times[i])
				}
			}
		}
	}
}

func TestErrorEndsAtPCA(t *testing.T) {
	eigenvalues := spiked(100, 4)
	floor := order.PCAErrors(eigenvalues)[4]
	for _, g := range activations() {
		p := Problem{Activation: g, Eigenvalues: eigenvalues, LearningRate: 1, Initial: startWeights(4, 100, 0.1, 2)}
		result := mustSolve(t, p, Settings{Times: logTimes(0.01, 3000, 60)})
		last := result.Error[len(result.Error)-1]
		if last < floor || last > 1.5*floor {
			t.Errorf("%s: ends at %v, the PCA error is %v", g.Name(), last, floor)
		}
	}
}

// The linear network against its matrix equations in coordinates in which the
// covariance isn't diagonal: with A = Vᵀ W/√D, the flow of E‖x − Ax‖²/2.
func TestLinearNetworkInOtherCoordinates(t *testing.T) {
	const hidden, dim, steps, horizon = 2, 6, 3000, 30.0
	eigenvalues := []float64{3.5, 1.5, 0.6, 0.25, 0.1, 0.05}
	var qr mat.QR
	raw := make([]float64, dim*dim)
	random.New(3, "rotation", 0).Normals(raw, 1)
	qr.Factorize(mat.NewDense(dim, dim, raw))
	var rotation, omega mat.Dense
	qr.QTo(&rotation)
	omega.Product(&rotation, mat.NewDiagDense(dim, eigenvalues), rotation.T())

	w := startWeights(hidden, dim, 0.3, 4)
	turned := func(rows []float64) *mat.Dense {
		var m mat.Dense
		m.Mul(mat.NewDense(hidden, dim, rows), rotation.T())
		return &m
	}
	y := append(slices.Clone(turned(w.W).RawMatrix().Data), turned(w.V).RawMatrix().Data...)
	half := hidden * dim
	residual := func(y []float64) *mat.Dense { // I − A
		var a mat.Dense
		a.Mul(mat.NewDense(hidden, dim, y[half:]).T(), mat.NewDense(hidden, dim, y[:half]))
		a.Scale(-1/math.Sqrt(dim), &a)
		for i := range dim {
			a.Set(i, i, a.At(i, i)+1)
		}
		return &a
	}
	derivative := func(dst, y []float64) {
		b := residual(y)
		dw, dv := mat.NewDense(hidden, dim, dst[:half]), mat.NewDense(hidden, dim, dst[half:])
		dv.Product(mat.NewDense(hidden, dim, y[:half]), &omega, b.T())
		dv.Scale(1/math.Sqrt(dim), dv)
		dw.Product(mat.NewDense(hidden, dim, y[half:]), b, &omega)
		dw.Scale(1/(dim*math.Sqrt(dim)), dw)
	}
	var times, want []float64
	for i := range steps {
		rungeKutta4(derivative, y, horizon/steps)
		if (i+1)%300 == 0 {
			var e mat.Dense
			e.Product(residual(y), &omega, residual(y).T())
			times, want = append(times, float64(i+1)*horizon/steps), append(want, mat.Trace(&e)/dim)
		}
	}
	p := Problem{Activation: gaussian.Linear{}, Eigenvalues: eigenvalues, LearningRate: 1, Initial: w}
	got := mustSolve(t, p, Settings{Times: times, Tolerance: 1e-9})
	if off := furthest(t, got.Error, want); off > 1e-7 {
		t.Errorf("the curves differ by %g", off)
	}
}

// Networks of many units are never given implicit steps, which Solve would refuse.
func TestManyUnitsTakeExplicitSteps(t *testing.T) {
	for hidden, want := range map[int]integrate.Method{MostImplicit: integrate.Rosenbrock{}, MostImplicit + 1: integrate.Automatic{}} {
		flow, err := NewFlow(Problem{
			Activation: gaussian.Erf{}, Eigenvalues: powerLaw(20), LearningRate: 1, Initial: startWeights(hidden, 20, 0.1, 0),
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := flow.method(1e12); got != want {
			t.Errorf("K = %d: %v, want %v", hidden, got, want)
		}
	}
}

// The learning rate only sets the clock.
func TestLearningRateScalesTime(t *testing.T) {
	p := Problem{Activation: gaussian.Erf{}, Eigenvalues: powerLaw(30), LearningRate: 1, Initial: startWeights(2, 30, 0.1, 1)}
	times := logTimes(0.1, 50, 20)
	slow := mustSolve(t, p, Settings{Times: times})
	p.LearningRate = 4
	floats.Scale(0.25, times)
	if off := furthest(t, mustSolve(t, p, Settings{Times: times}).Error, slow.Error); off > 1e-6 {
		t.Errorf("the curves differ by %g", off)
	}
}

func TestSolveRefusesMistakes(t *testing.T) {
	good := Problem{Activation: gaussian.Erf{}, Eigenvalues: powerLaw(5), LearningRate: 1, Initial: startWeights(2, 5, 0.1, 0)}
	for want, change := range map[string]func(*Problem, *Settings){
		"no activation":      func(p *Problem, _ *Settings) { p.Activation = nil },
		"learning rate NaN":  func(p *Problem, _ *Settings) { p.LearningRate = math.NaN() },
		"4 eigenvalues":      func(p *Problem, _ *Settings) { p.Eigenvalues = p.Eigenvalues[:4] },
		"eigenvalue 2 is -1": func(p *Problem, _ *Settings) { p.Eigenvalues = []float64{1, -1, 1, 1, 1} },
		"W[0,0] is NaN":      func(p *Problem, _ *Settings) { p.Initial = p.Initial.Clone(); p.Initial.W[0] = math.NaN() },
		"W[1,0] is 3 and V[1,0] is 4: make V a copy of W": func(p *Problem, _ *Settings) {
			p.Initial, p.Tied = p.Initial.Clone(), true
			copy(p.Initial.V, p.Initial.W)
			p.Initial.W[5], p.Initial.V[5] = 3, 4
		},
		"tolerance 1e-20":               func(_ *Problem, s *Settings) { s.Tolerance = 1e-20 },
		"the times must be finite and ": func(_ *Problem, s *Settings) { s.Times = []float64{2, 1} },
		"no times: at least one":        func(_ *Problem, s *Settings) { s.Times = nil },
		"by Euler can't be verified":    func(_ *Problem, s *Settings) { s.Method, s.Verify = integrate.Euler{Step: 0.1}, true },
	} {
		p, s := good, Settings{Times: []float64{1}}
		change(&p, &s)
		if _, err := Solve(t.Context(), p, s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Solve(stopped, good, Settings{Times: []float64{1}}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

func TestFinalWeightsBelongToTheLastTime(t *testing.T) {
	p := Problem{Activation: gaussian.Erf{}, Eigenvalues: powerLaw(20), LearningRate: 1, Initial: startWeights(2, 20, 0.1, 0)}
	before := p.Initial.Clone()
	var seen int
	result := mustSolve(t, p, Settings{Times: []float64{0, 1, 10}, Observe: func(Snapshot) error { seen++; return nil }})
	if got := order.Error(result.Final.Weights(), p.Eigenvalues, p.Activation); math.Abs(got/result.Error[2]-1) > 1e-12 {
		t.Errorf("error of the final weights %v, last recorded %v", got, result.Error[2])
	}
	if !slices.Equal(before.W, p.Initial.W) || !slices.Equal(before.V, p.Initial.V) {
		t.Error("the start weights were changed")
	}
	if seen != 3 || len(result.Parameters) != 3 {
		t.Errorf("%d calls of Observe, %d parameters", seen, len(result.Parameters))
	}
}

// Where the integration fails the message says of which flow, and what may help.
func TestFailuresNameTheFlow(t *testing.T) {
	p := Problem{Activation: gaussian.Linear{}, Eigenvalues: powerLaw(10), LearningRate: 1e6, Initial: startWeights(2, 10, 1e120, 1)}
	_, failure := Solve(t.Context(), p, Settings{Times: []float64{1}})
	if stopped, ok := errors.AsType[*integrate.Error](failure); !ok || stopped.Status != integrate.NotFinite {
		t.Errorf("error %v", failure)
	}
	flow, err := NewFlow(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{failure, flow.explain(&integrate.Error{Status: integrate.StepUnderflow}, DefaultTolerance)} {
		for _, want := range []string{"K = 2", "learning rate 1e+06", "an earlier last time", "other start weights", "looser tolerance than 1e-07"} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %q in it", err, want)
			}
		}
	}
	if err := flow.explain(context.Canceled, DefaultTolerance); !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "may help") {
		t.Errorf("an interruption became %v", err)
	}
}
