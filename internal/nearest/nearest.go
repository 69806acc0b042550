package nearest

import "unicode"

// maxLength is the longest name, in characters, that is compared: what is
// longer is hardly a slip of the fingers, and comparing it costs time.
const maxLength = 64

// Name returns the candidate nearest to name, or "" where none is near enough
// to be suggested. A candidate is near where at most a third of the characters
// (and always one) must be inserted, deleted, replaced or swapped with a neighbour
// to get from one to the other; upper and lower case count as the same, and so do
// '-' and '_'. Failing that, the only candidate that begins with name is taken.
// Of several equally near candidates one with the same first letter is returned, else the first.
func Name(name string, candidates []string) string {
	wanted := fold(name)
	if len(wanted) == 0 || len(wanted) > maxLength {
		return ""
	}
	best, bestRank := "", -1
	for _, candidate := range candidates {
		folded := fold(candidate)
		limit := max(1, max(len(wanted), len(folded))/3)
		if len(folded) == 0 || abs(len(folded)-len(wanted)) > limit || len(folded) > maxLength {
			continue
		}
		distance := Distance(string(wanted), string(folded))
		if distance > limit || distance >= len(folded) {
			continue
		}
		rank := 2 * distance
		if folded[0] != wanted[0] {
			rank++
		}
		if bestRank < 0 || rank < bestRank {
			best, bestRank = candidate, rank
		}
	}
	if best != "" {
		return best
	}
	return onlyExtension(wanted, candidates)
}

// onlyExtension returns the only candidate that begins with a name of three
// characters or more, or "".
func onlyExtension(name []rune, candidates []string) string {
	if len(name) < 3 {
		return ""
	}
	found := ""
	for _, candidate := range candidates {
		folded := fold(candidate)
		if len(folded) < len(name) || string(folded[:len(name)]) != string(name) {
			continue
		}
		if found != "" {
			return ""
		}
		found = candidate
	}
	return found
}

// Distance returns how many characters must be inserted, deleted, replaced or
// swapped with a neighbour to turn a into b (the restricted edit distance of
// Damerau and Levenshtein, "optimal string alignment").
func Distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before := make([]int, len(y)+1) // row i-2
	last := make([]int, len(y)+1)   // row i-1
	row := make([]int, len(y)+1)    // row i
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}

// fold makes names comparable: lower case, '_' for '-'.
func fold(name string) []rune {
	folded := []rune(name)
	for i, r := range folded {
		if r == '-' {
			r = '_'
		}
		folded[i] = unicode.ToLower(r)
	}
	return folded
}

func abs(n int) int { return max(n, -n) }
