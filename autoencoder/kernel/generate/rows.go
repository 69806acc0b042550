package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// This file holds what passes over four rows have in common. Where there are registers for
// it, all rows are read before any is written: rows often lie a multiple of 4096 bytes from
// one another, and a processor that compares the last twelve bits of addresses makes a read
// wait for a write that it takes for one to the same place.

// ahead reads all rows at a position; it leaves them in memory where registers are few.
func (m machine) ahead(p position, pointers [rows]reg.Register) [rows]operand.Op {
	var values [rows]operand.Op
	for j, row := range pointers {
		values[j] = p.of(row)
		if m.plenty {
			values[j] = m.load(p.of(row))
		}
	}
	return values
}

// inRegister loads a vector that is in memory.
func (m machine) inRegister(v operand.Op) reg.VecVirtual {
	if v, ok := v.(reg.VecVirtual); ok {
		return v
	}
	return m.load(v)
}

// storeAhead writes all rows, where they were read all before.
func (m machine) storeAhead(p position, pointers [rows]reg.Register, values [rows]reg.VecVirtual) {
	if m.plenty {
		for j, row := range pointers {
			m.store(values[j], p.of(row))
		}
	}
}

// update replaces what is at a position of all rows, and calls then with what it wrote.
func (m machine) update(p position, pointers [rows]reg.Register, updated func(v operand.Op, j int) reg.VecVirtual, then func(w reg.VecVirtual, j int)) {
	values := m.ahead(p, pointers)
	var written [rows]reg.VecVirtual
	for j, row := range pointers {
		written[j] = updated(values[j], j)
		if !m.plenty {
			m.store(written[j], p.of(row))
		}
		if then != nil {
			then(written[j], j)
		}
	}
	m.storeAhead(p, pointers, written)
}

// updateThenSum goes through the rows, updates them and adds to the sums the products of what
// they are then with x. Float32 are read back from memory for the sums, some blocks later,
// because they are converted to float64 on the way from memory at half of the cost.
func (m machine) updateThenSum(pointers [rows]reg.Register, x reg.Register, sums [rows]accumulators, at func(p position) func(v operand.Op, j int) reg.VecVirtual) {
	if m.lag == 0 {
		m.loop("block", func(p position) {
			xs := m.input(p.of(x))
			m.update(p, pointers, at(p), func(w reg.VecVirtual, j int) {
				m.accumulate(sums[j], p.k, []operand.Op{w}, xs)
			})
		})
		return
	}
	m.loopBehind(func(p position) { m.update(p, pointers, at(p), nil) }, func(p position) {
		m.accumulateRows(p, pointers, x, sums)
	})
}

// accumulateRows adds to the sums the products of the rows with x.
func (m machine) accumulateRows(p position, pointers [rows]reg.Register, x reg.Register, sums [rows]accumulators) {
	parts := m.input(p.of(x))
	for j, row := range pointers {
		m.accumulate(sums[j], p.k, m.inMemory(p.of(row)), parts)
	}
}

// learnVector adds to the sums the products with the residual, and then the residual to the rows.
func (m machine) learnVector(p position, pointers [rows]reg.Register, rate [rows]operand.Op, residual reg.Register, sums [rows]accumulators) {
	parts := m.input(p.of(residual))
	rest, ok := parts[0].(reg.VecVirtual)
	if !ok || !m.double {
		rest = m.load(p.of(residual))
	}
	m.sumThenUpdate(p, pointers, rate, rest, parts, sums, m.ahead(p, pointers))
}

// sumThenUpdate is learnVector with the residual and the rows' values given.
func (m machine) sumThenUpdate(p position, pointers [rows]reg.Register, rate [rows]operand.Op, rest reg.VecVirtual, parts []operand.Op, sums [rows]accumulators, values [rows]operand.Op) {
	var updated [rows]reg.VecVirtual
	for j, row := range pointers {
		m.accumulate(sums[j], p.k, m.parts(values[j], p.of(row)), parts)
		updated[j] = m.add(values[j], m.multiply(rate[j], rest))
		if !m.plenty {
			m.store(updated[j], p.of(row))
		}
	}
	m.storeAhead(p, pointers, updated)
}

// subtractProducts returns rest minus the rows times their factors, row after row.
func (m machine) subtractProducts(rest reg.VecVirtual, values, factor [rows]operand.Op) reg.VecVirtual {
	for j := range values {
		if f, ok := factor[j].(reg.VecVirtual); ok {
			rest = m.subtract(rest, m.multiply(values[j], f))
		} else {
			rest = m.subtract(rest, m.multiply(factor[j], m.inRegister(values[j])))
		}
	}
	return rest
}

// fourAccumulators returns those of four rows.
func (m machine) fourAccumulators() [rows]accumulators {
	var sums [rows]accumulators
	for j := range sums {
		sums[j] = m.accumulators()
	}
	return sums
}

// foldAll writes the sums of four rows and returns.
func (m machine) foldAll(sums [rows]accumulators) {
	to := m.pointer("sums")
	for j := range sums {
		m.fold(sums[j], operand.Mem{Base: to, Disp: j * 8})
	}
	m.end()
}
