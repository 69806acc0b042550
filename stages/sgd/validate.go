package sgd

import (
	"fmt"
	"math"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// Limits of parameters, far beyond what a simulation needs.
const (
	maxReplicas  = 10_000
	maxBatch     = 10_000
	maxModes     = 10_000
	maxSnapshots = 10_000

	// maxNumbers is the largest number of inputs in a training set, and of weights of all replicas, that a stage keeps
	// in memory: 1 GiB of inputs, 2 GiB of weights.
	maxNumbers = autoencoder.LargestSet
)

// problems collects what is wrong.
type problems []stages.Problem

// add adds a problem at that path below the stage.
func (all *problems) add(path, expected, format string, arguments ...any) {
	*all = append(*all, stages.Problem{Path: path, Message: fmt.Sprintf(format, arguments...), Expected: expected})
}

// refuse adds a problem with the parameter of that dotted name, if it is bad.
func (all *problems) refuse(bad bool, key, expected, format string, arguments ...any) {
	if bad {
		all.add("with."+key, expected, format, arguments...)
	}
}

// Validate checks the parameters by themselves, against each other and against the ports in use.
func (Kind) Validate(parameters any, wired map[string][]string) []stages.Problem {
	p := parameters.(*Parameters)
	all := problems(p.Parameters.Validate())
	all.refuse(p.Replicas < 1 || p.Replicas > maxReplicas, "replicas", fmt.Sprintf("a whole number from 1 to %d", maxReplicas), "replicas is %d", p.Replicas)
	p.validateLearning(&all)
	p.validateSampling(&all)
	p.validateSnapshots(&all)
	p.validateModes(&all)
	p.validateSimulator(&all)
	p.validatePorts(&all, wired)
	return all
}

// validateLearning checks batches, the optimiser and the schedule.
func (p *Parameters) validateLearning(all *problems) {
	all.refuse(p.BatchSize < 1 || p.BatchSize > maxBatch, "batch_size", fmt.Sprintf("a whole number from 1 to %d", maxBatch), "batch_size is %d", p.BatchSize)
	schedule := p.Schedule
	all.refuse(!(schedule.Power >= 0) || math.IsInf(schedule.Power, 1), "schedule.power", "a finite number from 0 on", "schedule.power is %v", schedule.Power)
	all.refuse(!positive(schedule.Onset), "schedule.onset", "a finite number above 0", "schedule.onset is %v", schedule.Onset)
	// Reported of the power: where that couldn't be read, it hasn't been 0 at all.
	all.refuse(schedule.Power == 0 && schedule.Onset != defaultSchedule.Onset, "schedule.power", "a power above 0, or no onset",
		"schedule.onset is %v, but without a power the learning rate is constant", schedule.Onset)
	switch o := p.Optimizer; o.Name {
	case adam:
		p.validateAdam(all)
	case plain:
		for _, c := range []struct {
			key       string
			is, usual float64
		}{{"beta1", o.Beta1, defaultOptimizer.Beta1}, {"beta2", o.Beta2, defaultOptimizer.Beta2}, {"epsilon", o.Epsilon, defaultOptimizer.Epsilon}} {
			all.refuse(c.is != c.usual, "optimizer."+c.key, "name: adam beside it, or no "+c.key, "optimizer.%s is %v, which has a meaning for adam only", c.key, c.is)
		}
	default:
		all.refuse(true, "optimizer.name", "sgd or adam", "there is no optimizer %q", o.Name)
	}
}

// validateAdam checks Adam's numbers, and what it doesn't go with.
func (p *Parameters) validateAdam(all *problems) {
	o, before := p.Optimizer, len(*all)
	const memory = "a number above 0 and below 1"
	all.refuse(!(o.Beta1 > 0 && o.Beta1 < 1), "optimizer.beta1", memory, "optimizer.beta1 is %v", o.Beta1)
	all.refuse(!(o.Beta2 > 0 && o.Beta2 < 1), "optimizer.beta2", memory, "optimizer.beta2 is %v", o.Beta2)
	all.refuse(!positive(o.Epsilon), "optimizer.epsilon", "a finite number above 0", "optimizer.epsilon is %v", o.Epsilon)
	all.refuse(p.Rule == "sanger", "optimizer.name", "sgd, or the rule vanilla or truncated",
		"adam needs the gradient of an error, and Sanger's rule follows none")
	if len(*all) == before && p.Simulator != inLaw { // adam can be had
		p.validateAdamRate(all)
	}
}

// validateAdamRate checks that Adam's steps are small.
func (p *Parameters) validateAdamRate(all *problems) {
	const tooFast = "but adam moves every weight by about that much in each of D steps a unit of t, whatever the gradient"
	if p.LearningRate == setup.Defaults().LearningRate { // which may be written nowhere
		all.refuse(true, "optimizer.name", "a learning_rate below 1 beside adam; 0.001 is usual", "learning_rate is %v, the default, %s", p.LearningRate, tooFast)
		return
	}
	all.refuse(p.LearningRate >= 1, "learning_rate", "less than 1 with adam; 0.001 is usual", "learning_rate is %v, %s", p.LearningRate, tooFast)
}

// validateSampling checks where inputs come from.
func (p *Parameters) validateSampling(all *problems) {
	switch p.Sampling {
	case online:
		all.refuse(p.Samples != 0, "samples", "sampling: epochs beside it, or no samples",
			"samples is %d, but with sampling: online there is no training set of a given size", p.Samples)
		return
	case epochs:
	default:
		all.refuse(true, "sampling", "online or epochs", "there is no sampling %q", p.Sampling)
		return
	}
	all.refuse(p.Samples < 0 || p.Samples > maxNumbers, "samples", fmt.Sprintf("a whole number from 0 (all images) to %d", maxNumbers), "samples is %d", p.Samples)
	all.refuse(p.Samples > 0 && p.BatchSize > p.Samples, "batch_size", "at most as many as samples",
		"batch_size is %d, but the training set has %d samples", p.BatchSize, p.Samples)
}

// validateSnapshots checks the times at which weights are written.
func (p *Parameters) validateSnapshots(all *problems) {
	last := p.LastTime()
	all.refuse(len(p.Snapshots) > maxSnapshots, "snapshots", fmt.Sprintf("at most %d", maxSnapshots), "there are %d snapshots", len(p.Snapshots))
	for i, t := range p.Snapshots {
		key := fmt.Sprintf("snapshots.%d", i)
		all.refuse(!(t >= 0) || math.IsInf(t, 1), key, "a finite number from 0 on", "snapshot %d is at t = %v", i+1, t)
		all.refuse(t > last, key, fmt.Sprintf("times up to %v", last), "snapshot %d is at t = %v, beyond the last time recorded", i+1, t)
		if i > 0 && t >= 0 {
			all.refuse(t <= p.Snapshots[i-1], key, "increasing times, each once", "snapshot %d is at t = %v, after one at t = %v: the times don't increase", i+1, t, p.Snapshots[i-1])
		}
	}
}

// validateModes checks the number of modes, as ode does.
func (p *Parameters) validateModes(all *problems) {
	all.refuse(p.Modes < 0 || p.Modes > maxModes, "modes", fmt.Sprintf("a whole number from 0 to %d", maxModes), "modes is %d", p.Modes)
	replicas, most := max(1, min(p.Replicas, maxReplicas)), p.MostPerUnit()
	switch parameters := p.Hidden + 4; {
	case p.TooMany(parameters): // which setup has said
	case p.TooMany(parameters * replicas):
		all.refuse(true, "replicas", fmt.Sprintf("at most %d replicas, or fewer times or hidden units", max(1, most/(p.wantedModes()+parameters))),
			"about K(K + 4) order parameters of %d replicas with hidden = K = %d at all times recorded are too many numbers to keep", p.Replicas, p.Hidden)
	default:
		remedy := "fewer times, replicas or hidden units"
		if modes := most/replicas - parameters; modes > 0 {
			remedy = fmt.Sprintf("at most %d modes, or %s", modes, remedy)
		}
		all.refuse(p.Modes >= 0 && p.Modes <= maxModes && p.TooMany((p.wantedModes()+parameters)*replicas), "modes", remedy,
			"order parameters and overlaps with %d modes of %d replicas at all times recorded are too many numbers to keep", p.wantedModes(), p.Replicas)
	}
}

// validateSimulator checks what the simulator that is exact in law doesn't have.
func (p *Parameters) validateSimulator(all *problems) {
	switch p.Simulator {
	case chosen, direct:
	case inLaw:
		p.validateInLaw(all)
	default:
		all.refuse(true, "simulator", "automatic, direct or in_law", "there is no simulator %q", p.Simulator)
	}
	switch p.Precision {
	case chosen, single, double:
	default:
		all.refuse(true, "precision", "automatic, single or double", "there is no precision %q", p.Precision)
	}
}

// validateInLaw checks what goes with the simulator that is exact in law.
func (p *Parameters) validateInLaw(all *problems) {
	other := fmt.Sprintf("simulator: direct, and a covariance of dim up to %d", spectrum.LargestDim)
	all.refuse(p.usesAdam(), "optimizer.name", "sgd, or "+other,
		"adam treats each weight by itself, and the simulator that is exact in law (in_law) has only what the weights in a level amount to")
	all.refuse(p.isFinite(), "sampling", "online, or "+other,
		"a finite training set has inputs to come back to, and the simulator that is exact in law (in_law) draws each input anew")
	all.refuse(p.BatchSize > autoencoder.LargestLevelBatch && p.BatchSize <= maxBatch, "batch_size", fmt.Sprintf("at most %d, or %s", autoencoder.LargestLevelBatch, other),
		"batch_size is %d, and each input of a batch takes a column of the simulator that is exact in law (in_law)", p.BatchSize)
	all.refuse(p.Precision == single, "precision", "automatic or double, or "+other, "precision is single, but the simulator that is exact in law (in_law) is double throughout")
}

// validatePorts checks what is wired where.
func (p *Parameters) validatePorts(all *problems, wired map[string][]string) {
	has := func(port string) bool { return len(wired[port]) > 0 }
	const one = "one of them: covariance for normal inputs, data for images"
	switch {
	case has(covariancePort) && has(dataPort):
		all.add("needs", one, "needs has both covariance and data")
	case !has(covariancePort) && !has(dataPort):
		all.add("needs", one, "needs has neither covariance nor data")
	case has(covariancePort):
		p.validateNormal(all, has)
	default:
		p.validateImages(all, has)
	}
}

// validateNormal checks what has no meaning for normal inputs.
func (p *Parameters) validateNormal(all *problems, has func(port string) bool) {
	if has(componentsPort) {
		all.add("needs."+componentsPort, "components together with data, or no components", "components is given with covariance, which has its own")
	}
	if has(testPort) && p.Simulator == inLaw {
		all.add("needs."+testPort, "no test, or simulator: direct", "test is given, but the simulator that is exact in law (in_law) has no weights for each pixel")
	}
	all.refuse(p.FlipSigns, "flip_signs", "false, or data in place of covariance", "flip_signs is for images: normal inputs are symmetric as they are")
	all.refuse(p.isFinite() && p.Samples == 0, "samples", "a number of samples, at least 1", "sampling is epochs, but nothing says how many normal inputs the training set has")
}

// validateImages checks what images can't have, or can't have by themselves.
func (p *Parameters) validateImages(all *problems, has func(port string) bool) {
	const components = "components in needs (a stage of kind covariance of the same images), or no "
	all.refuse(p.Simulator == inLaw, "simulator", "automatic or direct, or covariance in place of data", "simulator is in_law, but the law of images isn't known")
	all.refuse(p.Modes > 0 && !has(componentsPort), "modes", components+"modes", "modes is %d, but without components the eigenmodes of images aren't known", p.Modes)
	all.refuse(p.IsInformed() && !has(componentsPort), "init.informed", components+"informed", "init.informed puts the weights on the principal components of the images, which aren't known")
}

// positive reports whether x is a finite number above 0.
func positive(x float64) bool { return x > 0 && !math.IsInf(x, 1) }
