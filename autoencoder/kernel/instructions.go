package kernel

import "fmt"

// Instructions are the processor's instructions that kernels are made of. The results are the
// same bits with any of them. The zero value is the best that the machine has.
type Instructions int

const (
	Best   Instructions = iota // the fastest of those that the machine has
	Go                         // the compiler's: on every machine
	AVX2                       // vectors of 256 bits and FMA, on amd64 from 2013 on
	AVX512                     // vectors of 512 bits (F, DQ, VL), on some amd64
)

// String returns the name in the processor's manual.
func (i Instructions) String() string {
	switch i {
	case Best:
		return "best"
	case Go:
		return "Go"
	case AVX2:
		return "AVX2"
	case AVX512:
		return "AVX-512"
	}
	return fmt.Sprintf("Instructions(%d)", int(i))
}

// Available returns the instructions that this machine and build have, the fastest last.
func Available() []Instructions {
	available := []Instructions{Go}
	for _, i := range []Instructions{AVX2, AVX512} {
		if has(i) {
			available = append(available, i)
		}
	}
	return available
}

// For returns the kernels made of these instructions, or nil where the machine hasn't
// got them.
func For[T Float](instructions Instructions) *Kernels[T] {
	if instructions == Best {
		available := Available()
		instructions = available[len(available)-1]
	}
	if instructions == Go {
		kernels := portable[T]()
		return &kernels
	}
	return assembled[T](instructions)
}
