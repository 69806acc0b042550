// Package report writes what a run of the pipeline found for people to read:
// one HTML file that needs nothing else ([Render]), and a plain Markdown version
// of it for terminals and code hosts ([Markdown]).
//
// The input is a [Report], plain data that the caller fills in; the package
// knows neither the pipeline nor its cache, reads no files and no clock, and
// writes the same bytes for the same report.
//
// A figure's SVG becomes a part of the page, so that its curves can be read off
// and taken away; what is needed for that are its [Panel] values, whose numbers
// stand in the page as JSON, thinned to what a screen can show. All of it works by
// page/reader.js. Without JavaScript, and on paper, the pictures stand as they are.
//
// What the strings hold may come from anywhere: all of it is escaped. An SVG is
// let in element by element, and one that holds anything but shapes is embedded as
// an image, in which nothing runs. Links are relative to the report, and a content
// security policy in the page forbids everything from elsewhere and all scripts and
// style sheets but the page's own, which it knows by their digests.
package report
