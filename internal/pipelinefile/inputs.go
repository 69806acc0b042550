package pipelinefile

import "autoencoder-dynamics/stages"

// checkInputs asks the kinds that look at the stages wired to theirs. It comes
// last, when the values of all stages have been checked.
func (r *reader) checkInputs(drafts []*draft) {
	u := upstreams{drafts: make(map[string]*draft, len(drafts)), known: map[*draft]map[string][]stages.Upstream{}}
	for _, d := range drafts {
		u.drafts[d.name] = d
	}
	for _, d := range drafts {
		if checker, ok := d.kind.(stages.InputChecker); ok {
			r.stageProblems(d, checker.ValidateInputs(d.parameters, u.inputs(d)))
		}
	}
}

// upstreams describes the stages that others are wired to.
type upstreams struct {
	drafts map[string]*draft
	known  map[*draft]map[string][]stages.Upstream // so that each stage is described once, however many need it
}

// inputs returns what is wired to a stage, all but stages with mistakes; stages in
// a circle have one.
func (u upstreams) inputs(d *draft) map[string][]stages.Upstream {
	if known, ok := u.known[d]; ok {
		return known
	}
	inputs := map[string][]stages.Upstream{}
	u.known[d] = inputs
	for _, need := range d.needs {
		for _, name := range need.stages {
			if up := u.drafts[name.value]; up != nil && up.valid {
				inputs[need.port] = append(inputs[need.port], stages.Upstream{
					Stage: up.name, Kind: up.kind, Parameters: up.parameters, Inputs: u.inputs(up),
				})
			}
		}
	}
	return inputs
}
