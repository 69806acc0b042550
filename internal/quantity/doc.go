// Package quantity writes amounts for people to read: durations, amounts of data,
// counts, rates and shares, with two or three digits that matter, a decimal prefix
// where the number is large, and a blank before the unit.
//
// It is for what scrolls by on a terminal or stands beside a result; a script should be given
// the plain number instead. Of what people write it reads amounts of data alone ([ParseBytes]).
package quantity
