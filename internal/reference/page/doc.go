// Package page shows how a figure differs from the accepted one, as one HTML
// file that opens from disk without a network: both pictures, their difference
// and both laid over each other, chosen without JavaScript; the series that
// moved; claims before and after; what both were made from.
package page
