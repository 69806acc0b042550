package autoencoder

import (
	"fmt"
	"iter"
	"strings"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// listed is a sampler of given inputs, one after the other and round again.
type listed struct {
	rows [][]float32
	next int
}

func (s *listed) Dim() int { return len(s.rows[0]) }

func (s *listed) Sample(dst []float32) {
	copy(dst, s.rows[s.next%len(s.rows)])
	s.next++
}

func (s *listed) MarshalBinary() ([]byte, error) { return []byte{byte(s.next)}, nil }

func (s *listed) UnmarshalBinary(state []byte) error {
	s.next = int(state[0])
	return nil
}

// normalInputs returns a sampler of that many inputs, with a strong first component.
func normalInputs(count, dim int) *listed {
	stream, s := random.New(5, "test inputs", uint64(dim)), &listed{}
	for range count {
		row := make([]float32, dim)
		for i := range row {
			row[i] = float32(stream.NormFloat64())
		}
		row[0] *= 3
		s.rows = append(s.rows, row)
	}
	return s
}

// float64s returns the i-th input.
func (s *listed) float64s(i int) []float64 {
	row := s.rows[i%len(s.rows)]
	x := make([]float64, len(row))
	for i, v := range row {
		x[i] = float64(v)
	}
	return x
}

// combination is a way to learn, and which biases there are at the start.
type combination struct {
	Learning
	fixedEncoderBias, fixedOutputBias bool
}

func (c combination) String() string {
	parts := []string{c.Activation.Name(), c.Rule.String(), c.Precision.String()}
	for _, part := range []struct {
		name string
		is   bool
	}{
		{"tied", c.Tied}, {"b", c.TrainEncoderBias}, {"c", c.TrainOutputBias},
		{"fixed b", c.fixedEncoderBias}, {"fixed c", c.fixedOutputBias},
		{"decay", c.WeightDecay > 0}, {"schedule", c.Schedule.Power > 0}, {"Adam", c.Adam != nil},
	} {
		if part.is {
			parts = append(parts, part.name)
		}
	}
	return strings.Join(parts, " ") + fmt.Sprintf(" batch of %d", c.BatchSize)
}

// start returns start weights for the combination.
func (c combination) start(hidden, dim int) order.Weights {
	w := startWeights(hidden, dim, 0.6)
	if c.tied() {
		copy(w.V, w.W)
	}
	if c.TrainEncoderBias || c.fixedEncoderBias {
		w.B = make([]float64, hidden)
		random.New(1, "test biases", 0).Normals(w.B, 0.5)
	}
	if c.TrainOutputBias || c.fixedOutputBias {
		w.C = make([]float64, dim)
		random.New(1, "test biases", 1).Normals(w.C, 0.5)
	}
	return w
}

// combinations goes through all rules × biases × decay × batches × Adam × schedules.
func combinations() iter.Seq[combination] {
	return func(yield func(combination) bool) {
		for _, l := range rulesAndUnits() {
			for i := range 1 << 7 {
				bit := func(n int) bool { return i>>n&1 == 1 }
				c := combination{Learning: l, fixedEncoderBias: bit(0), fixedOutputBias: bit(1)}
				c.TrainEncoderBias, c.TrainOutputBias = bit(0) && bit(2), bit(1) && bit(2)
				if bit(3) {
					c.WeightDecay = 1.5
				}
				if bit(4) {
					c.BatchSize = 3
				}
				if bit(5) {
					c.Adam = &Adam{Beta1: 0.8, Beta2: 0.95, Epsilon: 1e-2}
					c.LearningRate = 0.02
				}
				if bit(6) {
					c.Schedule = Schedule{Power: 0.7, Onset: 0.1}
				}
				if l.Rule == Sanger && (bit(0) || bit(1) || bit(5)) || bit(2) && !bit(0) && !bit(1) {
					continue
				}
				if !yield(c) {
					return
				}
			}
		}
	}
}

func rulesAndUnits() []Learning {
	learning := []Learning{{Activation: gaussian.Linear{}, LearningRate: 2, Rule: Sanger}}
	for _, g := range []gaussian.Activation{gaussian.Erf{}, gaussian.ReLU{}, gaussian.Tanh(), gaussian.Linear{}} {
		for _, rule := range []Rule{Vanilla, Truncated} {
			for _, tied := range []bool{false, true} {
				learning = append(learning, Learning{Activation: g, LearningRate: 2, Rule: rule, Tied: tied})
			}
		}
	}
	return learning
}
