package theory

import (
	"math"
	"slices"

	"autoencoder-dynamics/theory/integrate"
	"autoencoder-dynamics/theory/overlap"
)

// LearningTime says when a principal component is learnt: the first time at which its
// overlap with the decoder's span, [Snapshot.SpanOverlaps], passes one half upwards. Where
// a problem came as Modes with merged modes, those have no learning times: their columns
// aren't components, and a decoder may lie in them from the start.
//
// The flow learns components one after another, the largest eigenvalue first, and rests in
// between near the error E_m of PCA with the m learnt so far. For linear units these rests
// are exact saddles of the flow: where ω and v̂ vanish outside of m components and
// reconstruct those, so do their derivatives, and a small loading on a further component
// grows like exp(η r t) with its rate r. Hence the learning times: a loading that starts
// at size ε is learnt at t ≈ ln(1/ε)/(η r), inversely proportional to the eigenvalue but
// for the logarithm.
type LearningTime struct {
	Component int     // m, from 1 on: that of the m-th largest eigenvalue; merged ones are left out
	Rate      float64 // r = ρ_m/D
	Learnt    bool    // whether it is learnt within the solution
	Time      float64 // when; 0 where it is so from the start, NaN where it isn't learnt
}

// learning watches a solution for the times at which components are learnt. It is asked
// after each step, so that the times don't depend on those recorded. An overlap that rises
// above one half and falls below again within one step goes unseen.
type learning struct {
	flow       *Flow
	directions []direction
	span       *overlap.Span
	gram       []float64
	overlaps   []float64
	before     []float64 // the overlaps at the end of the last step
	state      []float64
	result     []LearningTime
	left       int // components not learnt yet
}

// newLearning returns a watch over the m leading components (fewer where the
// problem has fewer) of a solution that starts at the flow's start.
func newLearning(f *Flow, m int) *learning {
	l := &learning{
		flow: f, directions: f.leading(m), span: overlap.NewSpan(f.hidden),
		gram: make([]float64, f.hidden*f.hidden), state: make([]float64, f.size()),
	}
	l.overlaps, l.before = make([]float64, len(l.directions)), make([]float64, len(l.directions))
	l.measure(f.start)
	copy(l.before, l.overlaps)
	for i, d := range l.directions {
		t := LearningTime{Component: d.number, Rate: d.rate, Time: math.NaN()}
		if l.overlaps[i] >= learntOverlap {
			t.Learnt, t.Time = true, 0
		} else {
			l.left++
		}
		l.result = append(l.result, t)
	}
	return l
}

// learntOverlap is the overlap from which on a component counts as learnt.
const learntOverlap = 0.5

// measure sets the overlaps to those of a state.
func (l *learning) measure(y []float64) {
	f, decoder := l.flow, l.flow.view(y).decoder
	fill(l.gram, 0)
	for from := 0; from < f.columns; from += blockWidth {
		f.addProducts(l.gram, decoder[from:], min(blockWidth, f.columns-from))
	}
	symmetrise(l.gram, f.hidden)
	l.span.Set(l.gram)
	f.spanOverlaps(l.overlaps, l.span, decoder, l.directions)
}

// step looks whether components were learnt in a step. It is a function for
// [integrate.Settings].OnStep.
func (l *learning) step(s integrate.Step) error {
	if l.left == 0 {
		return nil
	}
	s.At(l.state, s.To)
	l.measure(l.state)
	before := l.before
	l.before = slices.Clone(l.overlaps)
	for i := range l.result {
		if r := &l.result[i]; !r.Learnt && l.before[i] >= learntOverlap {
			r.Learnt, r.Time = true, l.crossing(s, i, before[i]-learntOverlap, l.before[i]-learntOverlap)
			l.left--
		}
	}
	return nil
}

// crossing returns the time within a step at which overlap i passes one half, from
// its excess below at the step's beginning and above at its end: regula falsi
// with the Illinois correction (Dowell & Jarratt, BIT 11 (1971) 168–174), to
// rounding. The time is as accurate as the solution is within the step.
func (l *learning) crossing(s integrate.Step, i int, below, above float64) float64 {
	const iterations = 60
	low, high, side := s.From, s.To, 0
	for range iterations {
		t := high - above*(high-low)/(above-below)
		if !(t > low && t < high) || high-low <= 1e-13*high {
			break
		}
		s.At(l.state, t)
		l.measure(l.state)
		switch excess := l.overlaps[i] - learntOverlap; {
		case excess == 0:
			return t
		case excess > 0:
			high, above = t, excess
			if side == 1 {
				below /= 2
			}
			side = 1
		default:
			low, below = t, excess
			if side == -1 {
				above /= 2
			}
			side = -1
		}
	}
	return high
}
