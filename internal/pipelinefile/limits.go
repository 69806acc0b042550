package pipelinefile

// Bounds on what a pipeline file may be. They are far above what a paper needs
// and keep a hostile or broken file from taking the machine's time and memory.
const (
	maxBytes    = 1 << 20 // size of the file, and of all --set together
	maxDepth    = 64      // mappings and lists inside each other
	maxNodes    = 200_000 // values, after aliases were expanded
	maxStages   = 2_000
	maxProfiles = 50
)
