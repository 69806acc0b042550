package autoencoder

import "autoencoder-dynamics/theory/order"

// The passes of a step over the D inputs. Each reads its rows once; four rows
// are taken together, which hides the latency of the sums.

// encode adds rate[k]·previous to every row w^k (unless rate is nil) and sets
// dst[k] to its product with x: the encoder's update after one sample and the
// pre-activations of the next in one pass.
func encode(w order.Weights, x, previous, rate, dst []float64) {
	k := 0
	for ; k+4 <= w.Hidden; k += 4 {
		rows := [4][]float64{w.Encoder(k), w.Encoder(k + 1), w.Encoder(k + 2), w.Encoder(k + 3)}
		var products [4]float64
		if rate == nil {
			products = dot4(&rows, x)
		} else {
			products = encode4(&rows, x, previous, [4]float64(rate[k:]))
		}
		copy(dst[k:], products[:])
	}
	for ; k < w.Hidden; k++ {
		row := w.Encoder(k)
		if rate != nil {
			addScaled(row, rate[k], previous)
		}
		dst[k] = dot(row, x)
	}
}

// decode sets projection[k] to v^k·δ with δ = x − Σ_k g[k] v^k, and then adds
// rate·g[k]·δ to every row v^k. It uses residual, of length D, as working space.
func decode(w order.Weights, x, g []float64, rate float64, residual, projection []float64) {
	if w.Hidden == 4 {
		rows := [4][]float64{w.Decoder(0), w.Decoder(1), w.Decoder(2), w.Decoder(3)}
		products := decode4(&rows, x, [4]float64(g), rate)
		copy(projection, products[:])
		return
	}
	copy(residual, x)
	k := 0
	for ; k+4 <= w.Hidden; k += 4 {
		rows := [4][]float64{w.Decoder(k), w.Decoder(k + 1), w.Decoder(k + 2), w.Decoder(k + 3)}
		subtract4(residual, &rows, [4]float64(g[k:]))
	}
	for ; k < w.Hidden; k++ {
		addScaled(residual, -g[k], w.Decoder(k))
	}
	for k = 0; k+4 <= w.Hidden; k += 4 {
		rows := [4][]float64{w.Decoder(k), w.Decoder(k + 1), w.Decoder(k + 2), w.Decoder(k + 3)}
		products := learn4(&rows, residual, [4]float64(g[k:]), rate)
		copy(projection[k:], products[:])
	}
	for ; k < w.Hidden; k++ {
		projection[k] = dot(w.Decoder(k), residual)
		addScaled(w.Decoder(k), rate*g[k], residual)
	}
}

func dot4(rows *[4][]float64, x []float64) [4]float64 {
	n := len(x)
	a, b, c, d := rows[0][:n], rows[1][:n], rows[2][:n], rows[3][:n]
	var sa, sb, sc, sd float64
	for i, xi := range x {
		sa += a[i] * xi
		sb += b[i] * xi
		sc += c[i] * xi
		sd += d[i] * xi
	}
	return [4]float64{sa, sb, sc, sd}
}

func encode4(rows *[4][]float64, x, previous []float64, rate [4]float64) [4]float64 {
	n := len(x)
	a, b, c, d, previous := rows[0][:n], rows[1][:n], rows[2][:n], rows[3][:n], previous[:n]
	ra, rb, rc, rd := rate[0], rate[1], rate[2], rate[3]
	var sa, sb, sc, sd float64
	for i, xi := range x {
		p := previous[i]
		wa, wb, wc, wd := a[i]+ra*p, b[i]+rb*p, c[i]+rc*p, d[i]+rd*p
		a[i], b[i], c[i], d[i] = wa, wb, wc, wd
		sa += wa * xi
		sb += wb * xi
		sc += wc * xi
		sd += wd * xi
	}
	return [4]float64{sa, sb, sc, sd}
}

func decode4(rows *[4][]float64, x []float64, g [4]float64, rate float64) [4]float64 {
	n := len(x)
	a, b, c, d := rows[0][:n], rows[1][:n], rows[2][:n], rows[3][:n]
	ga, gb, gc, gd := g[0], g[1], g[2], g[3]
	ra, rb, rc, rd := rate*ga, rate*gb, rate*gc, rate*gd
	var sa, sb, sc, sd float64
	for i, xi := range x {
		va, vb, vc, vd := a[i], b[i], c[i], d[i]
		r := (xi - (ga*va + gb*vb)) - (gc*vc + gd*vd)
		sa += va * r
		sb += vb * r
		sc += vc * r
		sd += vd * r
		a[i], b[i], c[i], d[i] = va+ra*r, vb+rb*r, vc+rc*r, vd+rd*r
	}
	return [4]float64{sa, sb, sc, sd}
}

func subtract4(dst []float64, rows *[4][]float64, g [4]float64) {
	n := len(dst)
	a, b, c, d := rows[0][:n], rows[1][:n], rows[2][:n], rows[3][:n]
	ga, gb, gc, gd := g[0], g[1], g[2], g[3]
	for i := range dst {
		dst[i] = (dst[i] - (ga*a[i] + gb*b[i])) - (gc*c[i] + gd*d[i])
	}
}

func learn4(rows *[4][]float64, residual []float64, g [4]float64, rate float64) [4]float64 {
	n := len(residual)
	a, b, c, d := rows[0][:n], rows[1][:n], rows[2][:n], rows[3][:n]
	ra, rb, rc, rd := rate*g[0], rate*g[1], rate*g[2], rate*g[3]
	var sa, sb, sc, sd float64
	for i, r := range residual {
		va, vb, vc, vd := a[i], b[i], c[i], d[i]
		sa += va * r
		sb += vb * r
		sc += vc * r
		sd += vd * r
		a[i], b[i], c[i], d[i] = va+ra*r, vb+rb*r, vc+rc*r, vd+rd*r
	}
	return [4]float64{sa, sb, sc, sd}
}

func dot(a, b []float64) float64 {
	b = b[:len(a)]
	var sum float64
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}

func addScaled(dst []float64, a float64, v []float64) {
	v = v[:len(dst)]
	for i := range dst {
		dst[i] += a * v[i]
	}
}
