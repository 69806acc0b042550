// Package markup sets the short texts of a figure: axis labels, legends,
// captions, in which the paper's symbols have subscripts and superscripts.
//
// The markup is small: _{…} is a subscript, ^{…} a superscript (without braces,
// of the one letter that follows), *…* is italic, as symbols are, and a
// backslash takes the next letter as it is. So "*Q*_{*kl*}" is the covariance of
// two pre-activations and "10^{−3}" a thousandth. A text never fails to parse:
// what isn't markup is drawn as it stands.
//
// [Handler] draws such text on any gonum canvas; [Unicode] turns it into plain
// text for captions, alternative texts and terminals.
package markup
