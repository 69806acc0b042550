package figures

import (
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// withEncoderBias gives a network encoder biases that learn.
func withEncoderBias(r *run.Run) { r.EncoderBias = run.TrainedBias }

// smooth wires theory and SGD of the activations, with and without biases; GELU with biases is off by a share.
func smooth(t *testing.T, activations []string, off float64) map[string][]stages.Input {
	t.Helper()
	ports := map[string][]stages.Input{}
	for _, activation := range activations {
		for _, change := range []func(*run.Run){withEncoderBias, func(*run.Run) {}} {
			r, share := describedWith(activation, change), 0.0
			if activation == "gelu" && r.EncoderBias != "" {
				share = off
			}
			name := networkName(r)
			ports["theory"] = append(ports["theory"], curves(t, r, 0, 0).named("theory of "+name).input("ode"))
			ports["sgd"] = append(ports["sgd"], curves(t, r, 5, share).named("sgd of "+name).input("sgd"))
		}
	}
	return ports
}

func TestActivations(t *testing.T) {
	b := build(t, Activations{}, smooth(t, []string{"gelu", "softplus", "logistic", "tanh"}, 0.04))
	if got := claimMarks(b); got != "++++++++" {
		t.Errorf("verdicts %s: %+v", got, b.Claims)
	}
	var titles []string
	for _, panel := range b.Panels {
		titles = append(titles, panel.Title)
	}
	if want := []string{"tanh", "", "logistic", "", "softplus", "", "GELU", ""}; !slices.Equal(titles, want) {
		t.Errorf("panels %q, want %q", titles, want)
	}
	first := b.Panels[0]
	if want := []string{"theory, without biases", "SGD, without biases", "theory, with encoder biases", "SGD, with encoder biases"}; !slices.Equal(seriesNames(first), want) {
		t.Errorf("series %q, want %q", seriesNames(first), want)
	}
	if len(first.References) != 2 || first.Series[1].Replicas != 5 || first.Series[0].Color == first.Series[2].Color {
		t.Errorf("%d PCA errors, %d replicas, colours %q and %q", len(first.References), first.Series[1].Replicas, first.Series[0].Color, first.Series[2].Color)
	}
	if len(b.Tables.Deviations) != 8 || !strings.Contains(b.Claims[7].Claim, "GELU, with encoder biases") {
		t.Errorf("%d deviations, the last claim is %q", len(b.Tables.Deviations), b.Claims[7].Claim)
	}
	for _, fact := range []string{"*K* = 2", "*D* = 100", "5 replicas", "softplus, ln(1 + e^{*x*})", "by quadrature;", "without biases and with encoder biases"} {
		if !strings.Contains(b.Caption, fact) {
			t.Errorf("the caption doesn't say %q: %s", fact, b.Caption)
		}
	}
}

func TestActivationsClaimsFail(t *testing.T) {
	for off, want := range map[float64]string{0.06: "+-", -0.06: "+-", 0.03: "++"} {
		if got := claimMarks(build(t, Activations{}, smooth(t, []string{"gelu"}, off))); got != want {
			t.Errorf("off by %g: verdicts %s, want %s", off, got, want)
		}
	}
}

// More activations than fit beside each other begin a second row, and closed forms aren't said to be quadrature.
func TestActivationsInRows(t *testing.T) {
	b := build(t, Activations{}, smooth(t, []string{"erf", "relu", "tanh", "silu", "leaky_relu"}, 0))
	if last := b.Panels[len(b.Panels)-1].Place; last.Row != 3 || last.Column != 0 || len(b.Grid.Rows) != 4 {
		t.Errorf("the last panel stands at %+v of %d rows", last, len(b.Grid.Rows))
	}
	if !strings.Contains(b.Caption, "by quadrature for tanh and SiLU;") {
		t.Errorf("caption %s", b.Caption)
	}
}

// Biases that stay at zero are said to.
func TestActivationsOfOddUnits(t *testing.T) {
	still := law{pmse: valleyLaw().pmse, q: valleyLaw().q, tt: valleyLaw().tt, bias: constant(0)}
	moving := still
	moving.bias = power(0.1, 0.5)
	ports := map[string][]stages.Input{}
	still.pairOf(t, describedWith("tanh", withEncoderBias), ports)
	moving.pairOf(t, describedWith("gelu", withEncoderBias), ports)
	b := build(t, Activations{}, ports)
	if !strings.Contains(b.Caption, "For tanh the trained biases stay at zero") {
		t.Errorf("caption %s", b.Caption)
	}
}

func TestActivationsRefuses(t *testing.T) {
	twice := smooth(t, []string{"tanh"}, 0)
	for port := range twice {
		twice[port] = append(twice[port], twice[port][0])
	}
	mixed := smooth(t, []string{"tanh"}, 0)
	tied := describedWith("gelu", func(r *run.Run) { r.Tied = true })
	mixed["theory"] = append(mixed["theory"], curves(t, tied, 0, 0).input("ode"))
	mixed["sgd"] = append(mixed["sgd"], curves(t, tied, 5, 0).input("sgd"))
	alone := smooth(t, []string{"tanh"}, 0)
	alone["sgd"] = alone["sgd"][:1]
	for want, ports := range map[string]map[string][]stages.Input{
		"theories of the same network":      twice,
		"tied is false in stage":            mixed,
		"no simulation is wired for the th": alone,
	} {
		refuses(t, Activations{}, ports, want)
	}
}
