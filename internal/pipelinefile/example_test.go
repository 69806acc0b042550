package pipelinefile_test

import (
	"fmt"

	"autoencoder-dynamics/internal/pipelinefile"
)

func ExampleParse() {
	source := `
stages:
  spiked: {uses: covariance, with: {model: spiked}}
  theory:
    uses: ode
    needs: {covariance: spiked}
    with: {hidden: 4, horizon: 1e5, init: {scale: 0.1}}
profiles:
  quick: {stages: {theory: {with: {horizon: 10}}}}
`
	p, err := pipelinefile.Parse("pipeline.yaml", []byte(source), pipelinefile.Options{
		Kinds: kinds(), Profile: "quick", Set: []string{"theory.hidden=2"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stage := range p.Order() {
		fmt.Println(stage.Name, stage.Kind.Name(), string(stage.Canonical))
	}
	// Output:
	// spiked covariance {"dim":1000,"model":"spiked","spectrum":null,"spikes":4}
	// theory ode {"activation":"erf","cuts":[0,1e-7,0.1],"encoder_bias":null,"hidden":2,"horizon":10,"init":{"scale":0.1,"weights":null},"learning_rate":1,"output_bias":{"train":false},"points":80,"rule":"vanilla","tied":false}
}

func ExampleProblems() {
	source := `
stages:
  erf-sgd:
    uses: sgd
    needs: {covariance: spikes}
    with:
      learning_rat: 1.0
`
	_, err := pipelinefile.Parse("pipeline.yaml", []byte(source), pipelinefile.Options{Kinds: kinds()})
	fmt.Println(err)
	// Output:
	// pipeline.yaml:5:25: stage erf-sgd (sgd): needs.covariance is "spikes", and there is no such stage
	//         needs: {covariance: spikes}
	//                             ^
	//     expected erf-sgd
	//
	// pipeline.yaml:7:7: unknown key "learning_rat" in stage erf-sgd (sgd)
	//           learning_rat: 1.0
	//           ^
	//     expected one of activation, hidden, learning_rate, horizon, points, tied, rule, encoder_bias, output_bias, init, replicas, limit, labels, steps; did you mean "learning_rate"?
}
