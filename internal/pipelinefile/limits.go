package pipelinefile

// Bounds on what a pipeline file may be. They are far above what a paper needs
// and keep a hostile or broken file from taking the machine's time and memory.
const (
	maxBytes    = 1 << 20 // size of the file, and of all --set together
	maxDepth    = 64      // mappings and lists inside each other
	maxNodes    = 200_000 // values, after aliases were expanded
	maxStages   = 2_000
	maxName     = 100 // characters of a stage's or profile's name
	maxProfiles = 50
	maxMessage  = 600     // characters of a message, and of what was expected
	maxFile     = 4 << 30 // bytes of a file that a parameter names
)
