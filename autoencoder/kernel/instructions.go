package kernel

// Instructions are the processor's instructions that kernels are made of. The results are the
// same bits with any of them. The zero value is the best that the machine has.
type Instructions int

const (
	Best   Instructions = iota // the fastest of those that the machine has
	Go                         // the compiler's: on every machine
	AVX2                       // vectors of 256 bits, on amd64 from 2013 on
	AVX512                     // vectors of 512 bits (F, DQ, VL), on some amd64
)

// For returns the kernels made of these instructions, or nil where the machine hasn't
// got them.
func For[T Float](instructions Instructions) *Kernels[T] {
	if instructions == Best || instructions == Go {
		kernels := portable[T]()
		return &kernels
	}
	return nil
}
