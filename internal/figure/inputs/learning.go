package inputs

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"

	"autoencoder-dynamics/stages"
)

// Learning is when the leading principal components were learnt in a theory.
type Learning struct {
	Stage      string // that it comes from, for messages
	Components []Learnt
}

// Learnt is when one component was learnt: when its overlap with the decoder's span first passed one half.
type Learnt struct {
	Component    int     // m = 1, 2, …
	Eigenvalue   float64 // ρ_m; at D = ∞ ρ_m/D
	Time         float64 // NaN where that never happened, 0 where the overlap was above one half from the start
	FinalOverlap float64 // at the end
}

// Learning reads learning.csv of every theory wired to the port, in order.
func (s Set) Learning(port string) ([]Learning, error) {
	var all []Learning
	for _, in := range s.ports[port] {
		learning, err := readLearning(in)
		if err != nil {
			return nil, fmt.Errorf("learning times of stage %s: %w", in.Stage, err)
		}
		all = append(all, learning)
	}
	if len(all) == 0 {
		return nil, nothingWired(port)
	}
	return all, nil
}

func readLearning(in stages.Input) (Learning, error) {
	path, err := in.Path("learning.csv")
	if err != nil {
		return Learning{}, err
	}
	file, err := os.Open(path)
	if err != nil {
		return Learning{}, err
	}
	defer file.Close() // it is only read
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return Learning{}, fmt.Errorf("%s: %w", path, err)
	}
	components, err := parseLearning(rows)
	if err != nil {
		return Learning{}, fmt.Errorf("%s: %w", path, err)
	}
	return Learning{in.Stage, components}, nil
}

// parseLearning reads the rows below the header. Time is the only cell that may be empty.
func parseLearning(rows [][]string) ([]Learnt, error) {
	header := []string{"m", "eigenvalue", "t", "final_overlap"}
	if len(rows) == 0 || !slices.Equal(rows[0], header) {
		return nil, fmt.Errorf("the header isn't %q", header)
	}
	var all []Learnt
	for i, row := range rows[1:] {
		numbers := make([]float64, len(row))
		for j, cell := range row {
			if header[j] == "t" && cell == "" {
				numbers[j] = math.NaN()
				continue
			}
			value, err := strconv.ParseFloat(cell, 64)
			if err != nil || !finite(value) {
				return nil, fmt.Errorf("line %d, column %s: %q isn't a finite number", i+2, header[j], cell)
			}
			numbers[j] = value
		}
		if at, why := impossible(numbers); why != "" {
			return nil, fmt.Errorf("line %d, column %s: %s", i+2, header[at], why)
		}
		all = append(all, Learnt{int(numbers[0]), numbers[1], numbers[2], numbers[3]})
	}
	return all, nil
}

// impossible names the first number of a row that no stage has written, and why.
func impossible(row []float64) (column int, why string) {
	m, eigenvalue, time, overlap := row[0], row[1], row[2], row[3]
	switch {
	case !isComponent(m):
		return 0, fmt.Sprintf("%g isn't the number of a component, which are counted from 1", m)
	case eigenvalue < 0:
		return 1, fmt.Sprintf("%g isn't possible of an eigenvalue, which is at least 0", eigenvalue)
	case time < 0:
		return 2, spanOf("t").refusal(time, 0)
	}
	return 3, spanOf("overlap_1").refusal(overlap, 1)
}
