package pipelinefile

import "autoencoder-dynamics/internal/regular"

// Read returns the content of a pipeline file for Parse. It refuses what isn't a regular
// file, such as a device or a FIFO, and one that is larger than Parse takes, unread.
func Read(path string) ([]byte, error) { return regular.ReadFile(path, maxBytes) }
