// Package figures holds the figures of the paper, one type and one file each:
// what it draws, its caption, and its claims with how they are measured.
//
// To add one, write a type with the methods of figure.Figure in a file named
// after it, add it to [All], and give pipeline.yaml a stage of that name that
// "uses: plot". Where one file isn't enough, the others begin with the figure's
// name too: theory_vs_sgd_order_parameters.go. How figures are drawn is not
// settled here but in internal/figure, so that all look alike.
//
// The cache finds the code that a picture depends on by the figure's type: what
// can be reached from its methods within this package. So editing one figure
// redraws that one alone; what several share stands as small
// functions in shared.go, agreement.go (which runs may be compared), network.go
// (how a network is named), variants.go (several networks in one panel),
// power_law.go (exponents) and tables.go.
package figures
