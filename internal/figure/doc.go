// Package figure says what a figure of the paper is, and draws it.
//
// A [Figure] is pure: its Build turns the outputs of upstream stages into a
// [Built] value, which holds panels (axes, series with their spread, reference
// lines, schemes, image tiles), the caption, the alternative text, and the
// claims with what was measured. Nothing in it depends on how it is drawn.
//
// [Render] draws a Built in a [Style] as SVG, PDF or PNG, the same bytes every
// time; [Draw] draws on any gonum canvas, such as a recorder. [Write] writes all
// files of a figure: the pictures, data.csv with every number that is drawn,
// claims.json and figure.json.
//
// The look is shared: theory is always a line, simulation always markers with
// bars for the spread over replicas, PCA errors are thin labelled lines, and the
// palette is Okabe and Ito's, which colour-blind readers can tell apart. Legends
// stand above the axes and so never cover data.
//
// The figures themselves are in package figures; this package knows none of
// them. Texts are marked up as in package markup.
package figure
