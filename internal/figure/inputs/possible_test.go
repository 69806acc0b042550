package inputs

import (
	"strings"
	"testing"

	"autoencoder-dynamics/internal/jsonfile"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/table"
)

// Numbers that no stage can have computed are refused with row and column; rounding isn't.
func TestImpossibleNumbers(t *testing.T) {
	for _, test := range []struct {
		column string
		value  float64
		says   string // "" where it is possible
	}{
		{"t", -1, "row 2, column t: -1 isn't possible of a time, which is at least 0"},
		{"pmse", -0.1, "row 2, column pmse: -0.1 isn't possible of a reconstruction error"},
		{"pmse_test", -1, "a reconstruction error"},
		{"pmse", -1e-9, ""}, {"pmse", 1e300, ""},
		{"Q_1_1", -0.5, "a square"}, {"T_12_12", -1, "a square"}, {"Q_1_12", -0.5, ""}, {"T_1_2", -3, ""},
		{"S_1", -1, ""}, {"b_1", -1, ""}, {"c_norm", -1, "a length"},
		{"overlap_3", 1.1, "row 2, column overlap_3: 1.1 isn't possible of a share, which is from 0 to 1"}, {"overlap_3", -0.1, "a share"}, {"overlap_3", 1 + 1e-9, ""},
		{"overlap_3_to_infinity", 2, ""}, {"overlap_3_to_9", -2, "a sum of shares"},
		{"cosine_1_2", -1, ""}, {"cosine_1_2", -1.1, "a cosine"}, {"replica", -1, ""},
	} {
		err := checkPossible("curves.csv", table.Table{Names: []string{test.column}, Columns: [][]float64{{1, test.value}}})
		if test.says == "" && err != nil || test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says) || !strings.HasPrefix(err.Error(), "curves.csv, ")) {
			t.Errorf("%s = %g: error %v, want one with %q", test.column, test.value, err, test.says)
		}
	}
}

func TestImpossibleRuns(t *testing.T) {
	for says, change := range map[string]func(*run.Run){
		"":                       func(r *run.Run) { r.PCAErrors = []float64{1, 0.5, 0.5, -1e-17} },
		"hidden is 0":            func(r *run.Run) { r.Hidden = 0 },
		"dim is -5":              func(r *run.Run) { r.Dim = jsonfile.Number(-5) },
		"replicas is -1":         func(r *run.Run) { r.Replicas = -1 },
		"horizon is -1":          func(r *run.Run) { r.Horizon = -1 },
		"learning_rate is 0":     func(r *run.Run) { r.LearningRate = 0 },
		"weight_decay is -1":     func(r *run.Run) { r.WeightDecay = -1 },
		"batch_size is -2":       func(r *run.Run) { r.BatchSize = -2 },
		"pca_errors[0] is -1":    func(r *run.Run) { r.PCAErrors = []float64{-1} },
		"pca_errors[2] is 0.6":   func(r *run.Run) { r.PCAErrors = []float64{1, 0.5, 0.6} },
		"pca_errors[1] is -0.01": func(r *run.Run) { r.PCAErrors = []float64{1, -0.01} },
	} {
		r := run.Run{Hidden: 2, Dim: 10, LearningRate: 1, Horizon: 1, Replicas: 1}
		change(&r)
		if err := checkRun(r); (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), "run.json: "+says) {
			t.Errorf("error %v, want one with %q", err, says)
		}
	}
}

func TestImpossibleLearningTimes(t *testing.T) {
	for says, row := range map[string]string{
		"line 2, column m: 0.5 isn't":    "0.5,1,2,1",
		"line 2, column m: 1e+300 isn't": "1e300,1,2,1",
		"column eigenvalue: -1 isn't":    "1,-1,2,1",
		"column t: -2 isn't":             "1,1,-2,1",
		"column final_overlap: 2 isn't":  "1,1,2,2",
	} {
		rows := [][]string{{"m", "eigenvalue", "t", "final_overlap"}, strings.Split(row, ",")}
		if _, err := parseLearning(rows); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: error %v, want one with %q", row, err, says)
		}
	}
}
