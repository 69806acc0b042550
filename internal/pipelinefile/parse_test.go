package pipelinefile_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"autoencoder-dynamics/internal/pipelinefile"
)

// paper returns the example of the design.
func paper(t testing.TB) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("testdata", "paper.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

func mustParse(t *testing.T, source, profile string, set ...string) *pipelinefile.Pipeline {
	t.Helper()
	p, err := parse(source, profile, set...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func stage(t *testing.T, p *pipelinefile.Pipeline, name string) *pipelinefile.Stage {
	t.Helper()
	s, err := p.Stage(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func stageNames(p *pipelinefile.Pipeline) string {
	var names []string
	for _, s := range p.Stages {
		names = append(names, s.Name)
	}
	return strings.Join(names, " ")
}

func TestPaper(t *testing.T) {
	p := mustParse(t, paper(t), "")
	if p.Seed != 20220106 || p.Profile != "" || !filepath.IsAbs(p.Dir) || !cmp.Equal(p.Profiles, []string{"quick"}) {
		t.Errorf("pipeline: %+v", p)
	}
	if got, want := stageNames(p), "cifar10 images natural spiked given erf-theory erf-sgd theory-vs-sgd"; got != want {
		t.Errorf("stages %s, want %s", got, want)
	}
	sgd := stage(t, p, "erf-sgd")
	want := &sgdParameters{network: defaultNetwork(), Replicas: 5, Steps: 1}
	want.Horizon, want.Init.Scale, want.EncoderBias = 1e3, 0.1, &encoderBias{}
	if diff := cmp.Diff(want, sgd.Parameters, cmp.AllowUnexported(sgdParameters{})); diff != "" {
		t.Errorf("parameters of erf-sgd (-want +got):\n%s", diff)
	}
	if sgd.Seed != p.Seed || sgd.Kind.Name() != "sgd" || sgd.Line != 22 {
		t.Errorf("erf-sgd: %+v", sgd)
	}
	given := stage(t, p, "given")
	wantFiles := []pipelinefile.FileUse{{Field: "spectrum", Path: filepath.Join(p.Dir, "spectrum.npz"), Digest: "sha256:51ec"}}
	if diff := cmp.Diff(wantFiles, given.Files); diff != "" {
		t.Errorf("files of given (-want +got):\n%s", diff)
	}
	if got := given.Parameters.(*covarianceParameters).Spectrum; string(got) != wantFiles[0].Path {
		t.Errorf("the spectrum wasn't made absolute: %s", got)
	}
}

func TestCanonical(t *testing.T) {
	p := mustParse(t, paper(t), "")
	tests := map[string]string{
		"given": `{"dim":1000,"model":"","spectrum":{"file":"sha256:51ec"},"spikes":4}`,
		"erf-theory": `{"activation":"erf","cuts":[0,1e-7,0.1],"encoder_bias":{"init":0,"train":false},"hidden":4,"horizon":100000,` +
			`"init":{"scale":0.1,"weights":null},"learning_rate":1,"output_bias":{"train":false},"points":80,"rule":"vanilla","tied":false}`,
		"erf-sgd": `{"activation":"erf","encoder_bias":{"init":0,"train":false},"hidden":4,"horizon":1000,"init":{"scale":0.1,"weights":null},` +
			`"labels":[],"learning_rate":1,"limit":null,"output_bias":{"train":false},"points":80,"replicas":5,"rule":"vanilla","steps":1,"tied":false}`,
		"theory-vs-sgd": `{}`,
	}
	for name, want := range tests {
		got := string(stage(t, p, name).Canonical)
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
		if !json.Valid([]byte(got)) {
			t.Errorf("%s isn't JSON: %s", name, got)
		}
	}
}

// The same values written in another way give the same canonical parameters.
func TestCanonicalIgnoresSpelling(t *testing.T) {
	const form = "stages:\n  s: {uses: covariance, with: {model: spiked}}\n  x: {uses: sgd, needs: {covariance: s}, with: %}\n"
	plain := `{init: {scale: 0.5}, horizon: 1000, steps: 16, hidden: 20, labels: ["<a>"], limit: .inf}`
	first := stage(t, mustParse(t, strings.Replace(form, "%", plain, 1), ""), "x").Canonical
	if !strings.Contains(string(first), `"labels":["<a>"],"learning_rate":1,"limit":"+inf"`) {
		t.Errorf("canonical form: %s", first)
	}
	for _, other := range []string{
		`{horizon: 1e3, limit: +.Inf, init: {scale: 0.50}, labels: ['<a>'], hidden: 0x14, steps: 16.0, tied: False}`,
		`{horizon: 0.1e+4, limit: .INF, init: {scale: 5e-1, weights: !!str start.npz}, labels: [!!str <a>], hidden: 2e1, steps: 0o20}`,
	} {
		other = strings.Replace(other, ", weights: !!str start.npz", "", 1)
		again := stage(t, mustParse(t, strings.Replace(form, "%", other, 1), ""), "x").Canonical
		if string(again) != string(first) {
			t.Errorf("%s\n got %s\nwant %s", other, again, first)
		}
	}
}

func TestFilesOnDisk(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "s.npz"), []byte("abc"), 0o600); err != nil {
		t.Fatal(err)
	}
	source := "stages:\n  a: {uses: covariance, with: {spectrum: s.npz}}\n  b: {uses: covariance, with: {spectrum: .}}\n"
	_, err := pipelinefile.Parse(filepath.Join(folder, "p.yaml"), []byte(source), pipelinefile.Options{Kinds: kinds()})
	if err == nil || !strings.Contains(err.Error(), "not a regular file") || strings.Contains(err.Error(), "s.npz") {
		t.Errorf("a folder as a file: %v", err)
	}
	source = strings.SplitAfter(source, "s.npz}}\n")[0]
	p, err := pipelinefile.Parse(filepath.Join(folder, "p.yaml"), []byte(source), pipelinefile.Options{Kinds: kinds()})
	if err != nil {
		t.Fatal(err)
	}
	// The SHA-256 of "abc" from FIPS 180-4's examples.
	const digest = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	if got := p.Stages[0].Files[0].Digest; got != digest {
		t.Errorf("digest %s, want %s", got, digest)
	}
}

func TestStageSuggests(t *testing.T) {
	p := mustParse(t, paper(t), "")
	_, err := p.Stage("erf-sdg")
	if err == nil || !strings.Contains(err.Error(), `did you mean "erf-sgd"?`) {
		t.Errorf("error of an unknown stage: %v", err)
	}
}
