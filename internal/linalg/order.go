package linalg

import "slices"

// DecreasingOrder returns the indices of the values in decreasing order of the values, equal ones as they stand.
func DecreasingOrder(values []float64) []int {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case values[i] > values[j]:
			return -1
		case values[i] < values[j]:
			return 1
		}
		return 0
	})
	return order
}
