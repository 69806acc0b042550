package overlap

import "fmt"

// cosineColumns is the most cosines that a table holds, whatever K and the number of
// components.
const cosineColumns = 1000

// CosineComponents returns for how many of the leading components a table has cosines: for
// all of them while K times as many are at most 1000, and for one at least.
func CosineComponents(components, hidden int) int {
	return min(components, max(1, cosineColumns/hidden))
}

// ColumnNames returns the names under which tables hold the overlaps of K = hidden units:
// overlap_m for each component by its number m, from 1 on, overlap_i_to_j for levels of
// components that aren't told apart, whose names "i_to_j" are given, and cosine_k_m for
// each unit k and each of the first [CosineComponents] of the components.
func ColumnNames(components []int, levels []string, hidden int) []string {
	var names []string
	for _, m := range components {
		names = append(names, fmt.Sprintf("overlap_%d", m))
	}
	for _, level := range levels {
		names = append(names, "overlap_"+level)
	}
	for k := range hidden {
		for _, m := range components[:CosineComponents(len(components), hidden)] {
			names = append(names, fmt.Sprintf("cosine_%d_%d", k+1, m))
		}
	}
	return names
}
