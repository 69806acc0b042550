package whiten

import (
	"testing"

	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/stages/stagetest"
)

func TestMemory(t *testing.T) {
	call := &stages.Call{
		Stage: "images", Parameters: &Parameters{Method: standardize}, Workers: 2, OutputDir: t.TempDir(), Progress: &stagetest.Progress{},
		Inputs: map[string][]stages.Input{"data": {imageInput(t, 3000, 100)}},
	}
	stagetest.CheckMemory(t, "standardize", Kind{}, call)
	plain, err := Kind{}.Memory(call)
	if err != nil {
		t.Fatal(err)
	}
	call.Parameters = &Parameters{Method: zca}
	if whitened, err := (Kind{}).Memory(call); err != nil || whitened.Bytes < plain.Bytes+matrices*8<<20 {
		t.Errorf("whitening states %d bytes (%v) where rescaling states %d", whitened.Bytes, err, plain.Bytes)
	}
	call.Inputs = nil
	if _, err := (Kind{}).Memory(call); err == nil {
		t.Error("no error without data")
	}
}
