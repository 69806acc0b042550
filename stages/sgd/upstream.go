package sgd

import (
	"fmt"
	"math"
	"reflect"
	"slices"

	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// ValidateInputs checks the parameters against what is known of the inputs.
func (Kind) ValidateInputs(parameters any, inputs map[string][]stages.Upstream) []stages.Problem {
	p := parameters.(*Parameters)
	var all problems
	for _, port := range []string{covariancePort, dataPort} {
		for _, from := range inputs[port] {
			all = append(all, p.Parameters.ValidateInputs(from)...)
			p.checkDimension(&all, port, from)
		}
	}
	checkTest(&all, inputs)
	checkComponents(&all, inputs)
	return all
}

// checkDimension checks what depends on the number of inputs.
func (p *Parameters) checkDimension(all *problems, port string, from stages.Upstream) {
	dimension := from.Dimension()
	if !dimension.Known() {
		return
	}
	if math.IsInf(dimension.D, 1) {
		all.add("needs."+port, fmt.Sprintf("a finite dim of stage %s, as large as you like, or the kind ode", from.Stage),
			"a simulation takes D steps a unit of time, and stage %s has D = ∞", from.Stage)
		return
	}
	if dimension.Levels {
		p.checkLevels(all, from, dimension)
	} else {
		p.checkSamples(all, port, from, dimension.D)
		p.checkMemory(all, from, dimension.D)
	}
	all.refuse(positive(p.WeightDecay) && p.WeightDecay >= dimension.D, "weight_decay", fmt.Sprintf("a number below D = %v", dimension),
		"weight_decay is %v: a step takes the share κ/D of the weights, with D = %v of stage %s more than all of them", p.WeightDecay, dimension, from.Stage)
	*all = append(*all, p.ValidateSteps(int(dimension.D))...)
}

// checkLevels checks what needs the simulator that is exact in law.
func (p *Parameters) checkLevels(all *problems, from stages.Upstream, dimension stages.Dimension) {
	remedy := fmt.Sprintf("a covariance of dim up to %d", spectrum.LargestDim)
	known := fmt.Sprintf("the spectrum of stage %s has D = %v and is known by its levels", from.Stage, dimension)
	all.refuse(p.Simulator == direct, "simulator", "automatic or in_law, or "+remedy, "simulator is direct, which has a number for each of D inputs, but %s", known)
	if p.Simulator == chosen { // what Validate has said where in_law was asked for
		var lawful problems
		p.validateInLaw(&lawful)
		for _, problem := range lawful {
			problem.Message, problem.Expected = known+", so that it is simulated exact in law: "+problem.Message, remedy
			*all = append(*all, problem)
		}
	}
}

// hasTooFewImages reports whether the training set is larger than the images at the port. The normal inputs that may stand
// in for them are any number, but whether a pipeline runs mustn't depend on where.
func (p *Parameters) hasTooFewImages(port string, from stages.Upstream) bool {
	for len(from.Inputs[dataPort]) > 0 {
		from = from.Inputs[dataPort][0]
	}
	return port == dataPort && setup.ParameterOf(from, "dataset") == "cifar10" && p.isFinite() && p.Samples > trainingImages && p.Samples <= maxNumbers
}

// checkSamples checks that there are so many images, and that the training set fits into memory.
func (p *Parameters) checkSamples(all *problems, port string, from stages.Upstream, dim float64) {
	if p.hasTooFewImages(port, from) {
		all.refuse(true, "samples", fmt.Sprintf("at most %d samples, or 0 for all images", trainingImages),
			"samples is %d, but the CIFAR10 images of stage %s are %d", p.Samples, from.Stage, trainingImages)
		return
	}
	all.refuse(p.isFinite() && float64(p.Samples)*dim > maxNumbers && p.Samples <= maxNumbers, "samples", fmt.Sprintf("at most %d samples of %v inputs", int(maxNumbers/dim), dim),
		"%d samples of the D = %v inputs of stage %s are too many numbers to keep", p.Samples, dim, from.Stage)
}

// checkMemory checks that the weights fit into memory.
func (p *Parameters) checkMemory(all *problems, from stages.Upstream, dim float64) {
	weights := 2 * float64(p.Replicas) * float64(p.Hidden) * dim // W and V
	remedy := fmt.Sprintf("at most %d replicas, or fewer hidden units", int(maxNumbers/weights*float64(p.Replicas)))
	if weights > maxNumbers*float64(p.Replicas) {
		remedy = "fewer hidden units"
	}
	all.refuse(weights > maxNumbers, "replicas", remedy,
		"the weights of %d replicas of K = %d units over the D = %v inputs of stage %s are too many numbers to keep", p.Replicas, p.Hidden, dim, from.Stage)
	all.refuse(weights <= maxNumbers && float64(len(p.Snapshots))*weights > maxNumbers, "snapshots", fmt.Sprintf("at most %d snapshots", int(maxNumbers/weights)),
		"%d snapshots of the weights of %d replicas of K = %d units over D = %v inputs are too many numbers to keep", len(p.Snapshots), p.Replicas, p.Hidden, dim)
}

// checkTest returns a problem where the test images are transformed otherwise than those learnt from, or than those
// whose covariance the inputs have: an error on them says nothing.
func checkTest(all *problems, inputs map[string][]stages.Upstream) {
	learnt := slices.Clone(inputs[dataPort])
	for _, from := range inputs[covariancePort] {
		learnt = append(learnt, from.Inputs[dataPort]...)
	}
	for _, test := range inputs[testPort] {
		for _, data := range learnt {
			if !sameData(test, data) {
				all.add("needs."+testPort, fmt.Sprintf("stage %s, or one with the same parameters", data.Stage),
					"the images of stage %s are transformed otherwise than those of stage %s, which the network learns from", test.Stage, data.Stage)
			}
		}
		for _, from := range inputs[covariancePort] {
			if pixels, dimension := test.Dimension(), from.Dimension(); pixels.Known() && dimension.Known() && pixels.D != dimension.D {
				all.add("needs."+testPort, "no test, or the covariance of these images",
					"the images of stage %s have %v pixels, but the inputs of stage %s have D = %v dimensions", test.Stage, pixels, from.Stage, dimension)
			}
		}
	}
}

// checkComponents returns a problem where the components are those of other images than the network learns from.
func checkComponents(all *problems, inputs map[string][]stages.Upstream) {
	for _, components := range inputs[componentsPort] {
		for _, data := range inputs[dataPort] {
			of := components.Inputs[dataPort]
			if len(of) == 0 || !sameData(of[0], data) {
				all.add("needs."+componentsPort, fmt.Sprintf("a stage of kind covariance that needs {data: %s}", data.Stage),
					"stage %s has the covariance of something else than the images of stage %s", components.Stage, data.Stage)
			}
		}
	}
}

// sameData reports whether two stages make the same of their images.
func sameData(a, b stages.Upstream) bool {
	return a.Stage == b.Stage || reflect.DeepEqual(a.Parameters, b.Parameters)
}
