package main

// hostile is the section of what strangers write: texts, then data.
func hostile(b *bench) error {
	hostileText(b)
	hostileData(b)
	return nil
}
