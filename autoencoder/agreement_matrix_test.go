package autoencoder_test

import "testing"

// matrix returns every activation with each of the ways that are wanted of it, and the further
// cases.
func matrix(t *testing.T, wanted func(activation string, way int) bool) []agreement {
	t.Helper()
	var cases []agreement
	for _, g := range activations(t) {
		for i, c := range ways() {
			if c.Activation = g; wanted(g.Name(), i) {
				cases = append(cases, c)
			}
		}
	}
	return fewer(append(cases, further()...))
}

// fewer returns every seventh case where tests are to be short: 7 has no factor in common with
// the number of ways, so that all kinds of them are among those.
func fewer(cases []agreement) []agreement {
	if !testing.Short() {
		return cases
	}
	var some []agreement
	for i := 0; i < len(cases); i += 7 {
		some = append(some, cases[i])
	}
	return some
}

// Theory and simulation agree for every activation, rule, tying and setting of the biases,
// with weight decay, schedules and mini-batches.
func TestSimulationFollowsTheory(t *testing.T) {
	all := func(string, int) bool { return true }
	experiment{
		dim: 200, hidden: 3, spikes: 2, replicas: 24, records: 4, systematic: 3, simulator: direct,
	}.run(t, matrix(t, all))
}

// At a larger D fluctuations are smaller, and so are the errors that would be seen: bounds are
// 2 % of the quantities' sizes or less in most cases, against 5 % to 10 %. These are all for
// ReLU, of which no average vanishes, and for the other activations the first and the last way
// with both biases, untied vanilla and tied truncated: how weights learn doesn't depend on the
// activation otherwise.
func TestSimulationByLevelsFollowsTheory(t *testing.T) {
	last := len(ways()) - 1
	some := func(activation string, way int) bool {
		return activation == "relu" || way == 4 || way == last
	}
	experiment{
		dim: 2400, hidden: 2, spikes: 2, replicas: 24, records: 4, systematic: 3, simulator: byLevels,
	}.run(t, matrix(t, some))
}
