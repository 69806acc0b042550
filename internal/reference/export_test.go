package reference

// AcceptWith is Accept with another rename.
func AcceptWith(s Store, m Manifest, c Content, rename func(from, to string) error) error {
	return s.accept(m, c, rename)
}

// CompareDrawings is the gate of what is drawn alone.
var CompareDrawings = compareDrawings

// CompareNumbers is the gate of the numbers alone.
var CompareNumbers = compareNumbers
