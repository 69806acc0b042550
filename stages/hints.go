package stages

// Hinted is implemented by structs of parameters that know what people write in
// place of what they take.
type Hinted interface {
	// Hints maps keys that the struct doesn't have ("bias"), and words that a key
	// of it doesn't take ("activation: sigmoid"), to what is probably wanted.
	Hints() map[string]string
}
