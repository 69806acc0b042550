// Package pipelinefile reads pipeline.yaml: which stages there are, of which
// kinds, with which parameters, and who needs whom.
//
// [Parse] checks everything that can be known before a stage runs and reports
// all mistakes together, each with its place, the line itself, what was
// expected and the nearest right name ([Problem], [Problems]). [Schema] writes
// the same rules as a JSON schema, for editors. The package runs nothing,
// caches nothing and knows no kind of stage: they come in as [stages.Kind].
//
// # The file
//
//	seed: 20220106                  # optional, 0 without
//	x-anything: &name {…}           # ignored: a place for anchors
//	stages:
//	  erf-sgd:
//	    uses: sgd                   # the kind
//	    seed: 3                     # optional, the pipeline's without
//	    needs: {covariance: spiked} # port: stage, or a list of stages
//	    with: {horizon: 1e3}        # parameters of the kind
//	profiles:
//	  quick: {seed: …, stages: {erf-sgd: {with: {horizon: 10}}}}
//
// It is YAML 1.2: yes and on are texts, 0777 is refused rather than read as
// octal. A text is never made from a number or the other way round, a whole
// number may be written 1e3, and .nan is refused everywhere. Anchors, aliases
// and merge keys ("<<", also with a list) work; keys written out win over merged
// ones, and a null beside a merge takes the merged key away. Elsewhere in the
// base of the file null is refused.
//
// # Names
//
// Names of stages and profiles become names of files and folders, words of command lines and labels of
// graphs. They have 1 to 100 letters, digits, - and _, begin with a letter or digit, and are no device of
// Windows (con, nul, com1 …). Two profiles, or two stages whose names become names of files ([FileNames]),
// don't differ in capitals alone.
//
// # Overrides
//
// A profile mirrors the file (seed and stages) and is merged over it after the
// anchors and merge keys of both were expanded, so overriding a stage changes
// no other stage that had merged from its anchor:
//
//   - mappings are merged key by key, at every depth; anything else, lists too, is replaced;
//   - null takes a key away, so that its default applies ("init: {scale: null, weights: start.npz}"
//     goes from one way of starting to the other); "stage: null" drops the stage, and
//     "needs: {port: null}" its wire;
//   - a stage that the base doesn't have is added, and needs "uses:" then; "uses:" with another kind
//     than the base's replaces the stage whole.
//
// The settings of --set come last: "stage.key=value" for a parameter (nested ones with dots,
// "erf-sgd.init.scale=0.2"; "stage.with.key" is the same), "stage.seed=3", "stage.needs.port=other",
// "stage.uses=kind", "stage=null" to drop a stage, and "seed=3" for the pipeline. The value is YAML,
// but for a text that begins with #, such as a colour.
// It replaces what it names, mappings too: --set 'erf-sgd.init={weights: start.npz}'.
//
// Profiles that aren't selected are checked as well, all but the parameters' values and files, and what
// stages ask of those wired to them ([stages.InputChecker]).
package pipelinefile
