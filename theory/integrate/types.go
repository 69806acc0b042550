package integrate

// Problem is an initial value problem y' = f(t, y), y(Start) = Initial.
type Problem struct {
	// Derivative sets dst to f(t, y). It must not keep or change y, and dst may
	// hold anything before.
	Derivative func(dst []float64, t float64, y []float64)
	Start      float64
	Initial    []float64

	// Autonomous says that Derivative doesn't depend on t. Rosenbrock then does
	// without ∂f/∂t; to the other methods it makes no difference.
	Autonomous bool

	// Linear is what Rosenbrock solves its linear systems with. Only one solution
	// at a time may use it. Nil is NewDense, which is for small problems.
	Linear LinearSystem
}

// Settings control the solution. The zero value solves with Automatic at a
// relative tolerance of 1e-6.
type Settings struct {
	// Method is the integration method; nil is Automatic{}.
	Method Method

	// RelTol and AbsTol bound the estimated error of every step: for each
	// component i it stays below AbsTol + RelTol·|y_i|. The bound is on each
	// component by itself, so that a few important ones aren't averaged
	// away among many. 0 stands for 1e-6 and for RelTol·1e-3.
	RelTol, AbsTol float64

	// Sizes, unless nil, sets dst to the sizes of the components of a state that
	// their errors are relative to where these are larger than |y_i|: a bound of
	// AbsTol + RelTol·max(|y_i|, size_i). It is for components that stand for one
	// thing together, whose errors don't matter one by one as one of them passes
	// through 0.
	Sizes func(dst, y []float64)

	// InitialStep is the first step tried; 0 lets the solver choose.
	InitialStep float64

	// MaxStep bounds the steps; 0 is no bound.
	MaxStep float64

	// MaxEvaluations bounds the evaluations of the derivative; 0 is no bound. It
	// is looked at before each step: the last one may go beyond it.
	MaxEvaluations int

	// OnStep, unless nil, is called after each accepted step, when the times
	// within it have been observed. An error of it ends the solution and is returned.
	OnStep func(Step) error
}

// Result says what a solution took.
type Result struct {
	Time           float64   // where the solution ended
	State          []float64 // y there
	Steps          int       // accepted steps
	Rejected       int       // steps that were tried and repeated shorter
	Evaluations    int       // evaluations of the derivative, all together
	MaxStages      int       // the largest number of stages in a step
	Linearisations int       // Jacobians taken
	Factorisations int       // … and matrices I − γJ factored
}
