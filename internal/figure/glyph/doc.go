// Package glyph measures and outlines the letters of a font.
//
// Figures must look the same in a browser, in a paper and in a raster image,
// whatever fonts the reader's machine has. So SVG and PNG draw their letters as
// filled outlines, and every backend advances by the font's own widths, without
// kerning and without hinting; this package is where these two come from. It
// knows the Liberation Sans faces alone and draws nothing itself.
package glyph
