// Package plot is the stage that draws one figure.
//
// It takes the outputs of the stages that the figure names as ports and writes
// figure.svg, figure.pdf, figure.png, the numbers drawn as data.csv, the claims
// with what was measured as claims.json, and figure.json, which describes it
// all. A claim that fails doesn't fail the stage: "check" and the report show it.
//
// The package knows no figure: [Kind] is given them. So the code digest of a plot
// stage holds this package and the one figure that it draws, not all figures.
package plot
