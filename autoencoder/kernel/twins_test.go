package kernel_test

import (
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder/kernel"
)

// TestFormulas compares what every kernel does with its formula, evaluated plainly in float64,
// within the rounding of the type.
func TestFormulas(t *testing.T) {
	for _, instructions := range kernel.Available() {
		t.Run(instructions.String(), func(t *testing.T) {
			testFormulas[float32](t, instructions, 1e-5)
			testFormulas[float64](t, instructions, 1e-13)
		})
	}
}

// formulas are what the kernels are to do; sums and vectors are those before the call.
func formulas[T kernel.Float]() map[string]func(a *arena[T]) (got, want []float64) {
	return map[string]func(a *arena[T]) (got, want []float64){
		"Dot": func(a *arena[T]) ([]float64, []float64) { return a.sums[:], dots(a.rows, a.x) },
		"Encode": func(a *arena[T]) ([]float64, []float64) {
			moved := move(a.rows, a.rate, a.previous)
			return append(flatRows(a.rows), a.sums[:]...), append(flatRows(moved), dots(moved, a.x)...)
		},
		"Decode": func(a *arena[T]) ([]float64, []float64) {
			rest := minus(a.x, a.rows, a.g)
			return append(flatRows(a.rows), a.sums[:]...), append(flatRows(move(a.rows, a.rate, rest)), dots(a.rows, rest)...)
		},
		"Subtract": func(a *arena[T]) ([]float64, []float64) {
			return asFloat64(a.residual), asFloat64(minus(a.residual, a.rows, a.g))
		},
		"Learn": func(a *arena[T]) ([]float64, []float64) {
			return append(flatRows(a.rows), a.sums[:]...), append(flatRows(move(a.rows, a.rate, a.residual)), dots(a.rows, a.residual)...)
		},
		"Truncated": func(a *arena[T]) ([]float64, []float64) {
			rest := a.residual
			var moved kernel.Rows[T]
			var sums []float64
			for j := range a.rows {
				var alone [4]T
				alone[j] = a.g[j]
				rest = minus(rest, a.rows, alone)
				moved[j] = move(a.rows, a.rate, rest)[j]
				sums = append(sums, dots(a.rows, rest)[j])
			}
			return append(flatRows(a.rows), a.sums[:]...), append(flatRows(moved), sums...)
		},
		"Add": func(a *arena[T]) ([]float64, []float64) {
			return flatRows(a.rows), flatRows(move(a.rows, a.rate, a.x))
		},
		"Products": func(a *arena[T]) ([]float64, []float64) {
			var want []float64
			for _, row := range a.rows {
				for _, x := range a.many {
					sum := 0.0
					for i := range x {
						sum += float64(row[i]) * float64(x[i])
					}
					want = append(want, sum)
				}
			}
			return flat(a.products), want
		},
		"Combine": func(a *arena[T]) ([]float64, []float64) {
			moved := a.rows
			for m, x := range a.combined {
				moved = move(moved, a.combining[m], x)
			}
			return flatRows(a.rows), flatRows(moved)
		},
		"Multiply": func(a *arena[T]) ([]float64, []float64) {
			var want []float64
			for i, f := range a.factor {
				want = append(want, float64(a.single[i]*f))
			}
			return asFloat64(a.single), want
		},
		"Widen": func(a *arena[T]) ([]float64, []float64) { return a.widened, asFloat64(a.single) },
	}
}

func testFormulas[T kernel.Float](t *testing.T, instructions kernel.Instructions, tolerance float64) {
	for _, c := range calls[T]() {
		formula, ok := formulas[T]()[c.name]
		if !ok {
			continue
		}
		a, before := newArena[T](48, 0, normals(7)), newArena[T](48, 0, normals(7))
		_, want := formula(before)
		c.run(kernel.For[T](instructions), a)
		got, _ := formula(a)
		for i := range want {
			if math.Abs(got[i]-want[i]) > tolerance*(1+math.Abs(want[i])) {
				t.Errorf("%s of %T: number %d is %g, want %g", c.name, T(0), i, got[i], want[i])
				break
			}
		}
	}
}

// dots returns the rows' products with x.
func dots[T kernel.Float](rows kernel.Rows[T], x []T) []float64 {
	var sums []float64
	for _, row := range rows {
		sum := 0.0
		for i := range x {
			sum += float64(row[i]) * float64(x[i])
		}
		sums = append(sums, sum)
	}
	return sums
}

// move returns rows + rate·x.
func move[T kernel.Float](rows kernel.Rows[T], rate [4]T, x []T) kernel.Rows[T] {
	var moved kernel.Rows[T]
	for j, row := range rows {
		for i := range x {
			moved[j] = append(moved[j], T(float64(row[i])+float64(rate[j])*float64(x[i])))
		}
	}
	return moved
}

// minus returns x − Σ factor[j]·rows[j].
func minus[T kernel.Float](x []T, rows kernel.Rows[T], factor [4]T) []T {
	var rest []T
	for i := range x {
		r := float64(x[i])
		for j, row := range rows {
			r -= float64(factor[j]) * float64(row[i])
		}
		rest = append(rest, T(r))
	}
	return rest
}

func flatRows[T kernel.Float](rows kernel.Rows[T]) []float64 {
	var v []float64
	for _, row := range rows {
		v = append(v, asFloat64(row)...)
	}
	return v
}

// TestAdam follows Adam on one number for two steps, by hand.
func TestAdam(t *testing.T) {
	for _, instructions := range kernel.Available() {
		vector := func(first float64) []float64 { return append([]float64{first}, make([]float64, kernel.Block-1)...) }
		parameters, gradient, first, second := vector(1), vector(-2), vector(0), vector(0)
		for step := 1.0; step <= 2; step++ {
			kernel.For[float64](instructions).Adam(parameters, gradient, first, second, &kernel.AdamFactors[float64]{
				FirstKept: 0.9, FirstGain: 0.1, SecondKept: 0.99, SecondGain: 0.01,
				Rate: 0.01 / (1 - math.Pow(0.9, step)), Correction: 1 / (1 - math.Pow(0.99, step)), Epsilon: 1e-8,
			})
		}
		// Of a constant gradient the corrected moments are the gradient and its square: the
		// parameter goes by the learning rate against its sign, each step.
		if want := 1.02; math.Abs(parameters[0]-want) > 1e-9 || parameters[1] != 0 {
			t.Errorf("%s: parameters %g, %g, want %g, 0", instructions, parameters[0], parameters[1], want)
		}
	}
}

// TestProductsAreDots checks that a pair of float64 has the same bits in Products as in Dot, and one
// of float32 the same sum but for the rounding of float32.
func TestProductsAreDots(t *testing.T) {
	for _, instructions := range kernel.Available() {
		testProductsAreDots[float64](t, instructions, 0)
		testProductsAreDots[float32](t, instructions, 3e-7)
	}
}

func testProductsAreDots[T kernel.Float](t *testing.T, instructions kernel.Instructions, tolerance float64) {
	const n = 2*kernel.Run + 3*kernel.Block
	k, a := kernel.For[T](instructions), newArena[T](n, 0, normals(9))
	k.Products(&a.rows, &a.many, &a.products)
	for i, x := range a.many {
		k.Dot(&a.rows, x, &a.sums)
		for j, want := range a.sums {
			// Rows and inputs are about √n long.
			if got := a.products[j][i]; math.Abs(got-want) > tolerance*n {
				t.Errorf("%s of %T: row %d, input %d: %g in Products, %g in Dot", instructions, T(0), j, i, got, want)
			}
		}
	}
}

// TestLengths checks that vectors of different lengths, or of no whole number of blocks, are
// refused by every kernel that takes more than one.
func TestLengths(t *testing.T) {
	spoil := map[string]func(a *arena[float32]){
		"not a multiple of 16": func(a *arena[float32]) { *a = *newArena[float32](24, 0, normals(1)) },
		"must be equal": func(a *arena[float32]) {
			long := newArena[float32](64, 0, normals(1))
			a.previous, a.x, a.residual, a.gradient = long.previous, long.x, long.residual, long.gradient
			a.many[2], a.combined[1], a.factor, a.widened = long.many[2], long.combined[1], long.factor, long.widened
			a.rows[1], a.slopes = long.rows[1], long.slopes
		},
	}
	for _, instructions := range kernel.Available() {
		for _, c := range calls[float32]() {
			for want, spoil := range spoil {
				if c.name == "Prefetch" {
					continue // takes any length
				}
				a := newArena[float32](32, 0, normals(1))
				spoil(a)
				message := panics(func() { c.run(kernel.For[float32](instructions), a) })
				if !strings.HasPrefix(message, "kernel: ") || !strings.Contains(message, want) && !strings.Contains(message, "not a multiple") {
					t.Errorf("%s %s: panic %q, want one that says %q", instructions, c.name, message, want)
				}
			}
		}
	}
}

// panics returns what run panics with.
func panics(run func()) (message string) {
	defer func() { message, _ = recover().(string) }()
	run()
	return ""
}

// TestFor checks which kernels there are.
func TestFor(t *testing.T) {
	if kernel.For[float32](kernel.Best) == nil || kernel.For[float64](kernel.Go) == nil {
		t.Error("no kernels, want some on every machine")
	}
	if kernel.For[float32](kernel.AVX512+1) != nil {
		t.Error("kernels of unknown instructions")
	}
	for _, instructions := range kernel.Available() {
		if kernel.For[float64](instructions) == nil {
			t.Errorf("no kernels of %s, which is available", instructions)
		}
	}
}

// TestPadded checks the lengths of padded rows.
func TestPadded(t *testing.T) {
	for n, want := range map[int]int{0: 0, 1: 16, 16: 16, 17: 32, 1000: 1008, 1024: 1024} {
		if got := kernel.Padded(n); got != want {
			t.Errorf("Padded(%d) = %d, want %d", n, got, want)
		}
	}
}
