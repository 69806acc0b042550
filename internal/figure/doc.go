// Package figure says what a figure of the paper is, and draws it.
//
// A [Figure] is pure: its Build turns the outputs of upstream stages into a
// [Built] value, which holds panels (axes, series with their spread, reference
// lines, heat maps, schemes, image tiles), the caption, the alternative text, the
// claims with what was measured, and tables of numbers. Nothing in it depends on
// how it is drawn.
//
// [Render] draws a Built in a [Style] as SVG, PDF or PNG, the same bytes every
// time; [Draw] draws on any gonum canvas, such as a recorder. [Write] writes all
// files of a figure: the pictures, data.csv with every number that is drawn,
// claims.json, figure.json and the tables, which [JoinTables] puts together
// over figures.
//
// The look is shared: theory is always a line, simulation always markers with
// bars for the spread over replicas, PCA errors are thin labelled lines, and the
// palette begins with Okabe and Ito's; readers with any colour vision can tell its
// colours apart, and where colours are alike in grey, markers differ in shape.
// Legends and labels of reference lines stand outside the axes and so never cover
// data.
//
// The figures themselves are in package figures; this package knows none of
// them. Texts are marked up as in package markup.
package figure
