package kernel

import "unsafe"

const (
	lineBytes = 64 // of a cache line
	pageLines = 64 // after so many lines, addresses are alike in their last twelve bits
	apart     = 3  // lines by which neighbours differ at least in those bits
)

// NewRows returns rows of zeros, of a width that is a multiple of [Block], in memory as the kernels
// like them best: each begins with a cache line, and neighbours differ in the last twelve bits of
// their addresses, by which processors compare reads with earlier writes. Rows of 1024 float32
// are a third slower in some kernels where they lie 4096 bytes apart. The vectors that are used
// together with the rows are best taken from the same call.
func NewRows[T Float](count, width int) [][]T {
	blocks(width)
	perLine := lineBytes / int(unsafe.Sizeof(T(0)))
	stride := rowLines((width+perLine-1)/perLine) * perLine
	all := make([]T, count*stride+perLine)
	past := int(uintptr(unsafe.Pointer(&all[0]))%lineBytes) / int(unsafe.Sizeof(T(0)))
	all = all[(perLine-past)%perLine:]
	rows := make([][]T, count)
	for i := range rows {
		rows[i] = all[i*stride : i*stride+width : i*stride+width]
	}
	return rows
}

// rowLines returns the lines from one row's begin to the next's, at least so many.
func rowLines(lines int) int {
	for lines%pageLines < apart || lines%pageLines > pageLines-apart {
		lines++
	}
	return lines
}
