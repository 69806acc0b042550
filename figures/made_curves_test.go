package figures

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"

	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// law is a network whose curves are known functions of time.
type law struct {
	pmse, q, tt, bias func(t float64) float64 // of each unit; a nil bias has no column
	end               float64                 // the last time; 1e7 unless said
}

// constant is a law that stays.
func constant(value float64) func(float64) float64 { return func(float64) float64 { return value } }

// power is factor·(1 + t)^exponent, which begins at the factor.
func power(factor, exponent float64) func(float64) float64 {
	return func(t float64) float64 { return factor * math.Pow(1+t, exponent) }
}

// plus adds a constant to a law.
func plus(value float64, f func(float64) float64) func(float64) float64 {
	return func(t float64) float64 { return value + f(t) }
}

// valleyLaw is that of an untied sigmoidal network of D = 100 and E_2 = 0.1.
func valleyLaw() law {
	return law{pmse: plus(0.1, power(0.9, -2.0/3)), q: power(0.25, -1.0/3), tt: power(50, 1.0/3)}
}

// theory writes the curves of the flow of a network, 20 times a decade.
func (l law) theory(t *testing.T, described run.Run) stages.Input {
	t.Helper()
	end := l.end
	if end == 0 {
		end = 1e7
	}
	described.Method, described.Horizon, described.Replicas = run.Theory, end, 1
	return l.write(t, described, end, []int{0}).named("theory-of-" + networkName(described)).input("ode")
}

// sgd writes the curves of a simulation of two replicas, up to t = 1000, at times of the theory.
func (l law) sgd(t *testing.T, described run.Run) stages.Input {
	t.Helper()
	const end = 1e3
	described.Method, described.Horizon, described.Replicas = run.SGD, end, 2
	return l.write(t, described, end, []int{-1, 1}).named("sgd-of-" + networkName(described)).input("sgd")
}

// write writes curves and run.json; replicas are off by 0.1 % to either side.
func (l law) write(t *testing.T, described run.Run, end float64, replicas []int) stageFiles {
	t.Helper()
	decades := math.Round(math.Log10(end) + 1)
	times := append([]float64{0}, floats.LogSpan(make([]float64, int(20*decades)+1), 0.1, end)...)
	names := []string{"replica", "t", "pmse", "Q_1_1", "Q_1_2", "Q_2_2", "S_1", "S_2", "T_1_1", "T_1_2", "T_2_2"}
	functions := []func(float64) float64{l.pmse, l.q, constant(0), l.q, l.q, l.q, l.tt, constant(0), l.tt}
	if l.bias != nil {
		names, functions = append(names, "b_1", "b_2"), append(functions, l.bias, l.bias)
	}
	columns := make([][]float64, len(names))
	for i, replica := range replicas {
		for _, at := range times {
			columns[0], columns[1] = append(columns[0], float64(i+1)), append(columns[1], at)
			for j, f := range functions {
				columns[j+2] = append(columns[j+2], f(at)*(1+0.001*float64(replica)))
			}
		}
	}
	if described.Method == run.Theory {
		names, columns = names[1:], columns[1:]
	}
	return writeCurves(t, described, names, columns)
}

// pairOf wires the theory and the simulation of a law.
func (l law) pairOf(t *testing.T, described run.Run, ports map[string][]stages.Input) {
	t.Helper()
	ports["theory"] = append(ports["theory"], l.theory(t, described))
	ports["sgd"] = append(ports["sgd"], l.sgd(t, described))
}
