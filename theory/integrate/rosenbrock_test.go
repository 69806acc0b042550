package integrate

import (
	"errors"
	"math"
	"testing"
)

// Fast decay is gone after one step, however fast it is; every decay is damped.
func TestRosenbrockIsLStable(t *testing.T) {
	for z := 0.01; z < 1e15; z *= 1.3 {
		p := scalar(1, func(_, y float64) float64 { return -z * y })
		r, err := Rosenbrock{}.stepper(p, 1e-6)
		if err != nil {
			t.Fatal(err)
		}
		a := newAttempt(0, p.Initial)
		a.step, a.slope[0] = 1, -z
		r.prepare(p.Derivative, 0, 1, a.y, a.slope)
		if err := r.step(p.Derivative, &a); err != nil {
			t.Fatal(err)
		}
		if after := math.Abs(a.next[0]); after > 1 || z > 1e4 && after > 1e3/z+1e-12 {
			t.Errorf("|R(%g)| = %g", -z, after)
		}
	}
}

// diagonal is a LinearSystem that knows that the Jacobian of heat is diagonal.
type diagonal struct {
	rates, factors []float64
	calls          int
	fail           int // Factor fails that many times
}

func (d *diagonal) Linearise(float64, []float64, []float64) { d.calls++ }

func (d *diagonal) Factor(gamma float64) error {
	if d.fail > 0 {
		d.fail--
		return errDiagonal
	}
	for i, r := range d.rates {
		d.factors[i] = 1 + gamma*r
	}
	return nil
}

var errDiagonal = errors.New("not now")

func (d *diagonal) Solve(x []float64) {
	for i := range x {
		x[i] /= d.factors[i]
	}
}

func heatSystem(n, fail int) *diagonal {
	d := &diagonal{factors: make([]float64, n), fail: fail}
	for i := range n {
		d.rates = append(d.rates, math.Pow(10, 6*float64(i)/float64(n-1)))
	}
	return d
}

// A system with structure gives the solution that the dense one gives.
func TestOwnLinearSystem(t *testing.T) {
	p := heat(9, 1)
	s := Settings{Method: Rosenbrock{}, RelTol: 1e-7, AbsTol: 1e-7}
	dense := solveTo(t, p.Problem, 2, s)
	system := heatSystem(9, 0)
	p.Linear = system
	own := solveTo(t, p.Problem, 2, s)
	for i, y := range own.State {
		if math.Abs(y-dense.State[i]) > 1e-8 {
			t.Errorf("component %d: %v, dense %v", i, y, dense.State[i])
		}
	}
	if system.calls != own.Steps || own.Evaluations > 11*(own.Steps+own.Rejected)+10 {
		t.Errorf("%d Jacobians, %+v", system.calls, own)
	}
}

// Where a linear system has no solution a shorter step is tried, with the same
// Jacobian; if none helps the error says so.
func TestSingularSystem(t *testing.T) {
	p := heat(9, 0)
	system := heatSystem(9, 3)
	p.Linear = system
	result := solveTo(t, p.Problem, 1, Settings{Method: Rosenbrock{}, InitialStep: 0.01})
	if result.Rejected < 3 || system.calls != result.Steps {
		t.Errorf("%d Jacobians, %+v", system.calls, result)
	}
	p.Linear = heatSystem(9, math.MaxInt)
	_, err := Solve(t.Context(), p.Problem, []float64{1}, Settings{Method: Rosenbrock{}}, ignore)
	if failure, ok := errors.AsType[*Error](err); !ok || failure.Status != Singular || !errors.Is(err, errDiagonal) {
		t.Errorf("%v", err)
	}
	// 1 − γJ = 0 for a growing component, on purpose.
	p = known{Problem: scalar(1, func(_, y float64) float64 { return y })}
	solveTo(t, p.Problem, 1, Settings{Method: Rosenbrock{}, RelTol: 1e-2, InitialStep: 1 / rodasGamma})
}

func TestDenseJacobian(t *testing.T) {
	d := NewDense(2, func(dst []float64, t float64, y []float64) {
		dst[0], dst[1] = math.Sin(y[0])*y[1]+t, 1e3*y[1]*y[1]+y[0]
	})
	y := []float64{0.7, -2}
	d.Linearise(1, y, nil)
	want := []float64{math.Cos(0.7) * -2, math.Sin(0.7), 1, 2e3 * -2}
	for i, j := range d.Jacobian() {
		if math.Abs(j-want[i]) > 1e-9*math.Abs(want[i])+1e-7 {
			t.Errorf("entry %d: %v, want %v", i, j, want[i])
		}
	}
	const gamma = 0.1
	x := []float64{3, 4}
	if err := d.Factor(gamma); err != nil {
		t.Fatal(err)
	}
	d.Solve(x)
	for i, b := range []float64{3, 4} {
		if got := x[i] - gamma*(want[2*i]*x[0]+want[2*i+1]*x[1]); math.Abs(got-b) > 1e-8 {
			t.Errorf("row %d of (I − γJ)x is %v, want %v", i, got, b)
		}
	}
	if NewDense(1, nil).Factor(math.Inf(1)) == nil {
		t.Error("an infinite γ is taken")
	}
}

// Variables that are 0 or tiny have a Jacobian too.
func TestDenseJacobianAtZero(t *testing.T) {
	for _, y := range [][]float64{{0, 0}, {1e-320, 0}, {1e-200, 1}} {
		d := NewDense(2, func(dst []float64, _ float64, y []float64) { dst[0], dst[1] = -3*y[0], 2*y[0]-y[1] })
		d.Linearise(0, y, nil)
		for i, want := range []float64{-3, 0, 2, -1} {
			if got := d.Jacobian()[i]; math.Abs(got-want) > 1e-8 {
				t.Errorf("at %v entry %d is %v, want %v", y, i, got, want)
			}
		}
	}
}
