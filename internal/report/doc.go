// Package report writes what a run of the pipeline found for people to read:
// one HTML file that needs nothing else ([Render]), and a plain Markdown version
// of it for terminals and code hosts ([Markdown]).
//
// The input is a [Report], plain data that the caller fills in; the package
// knows neither the pipeline nor its cache, reads no files and no clock, and
// writes the same bytes for the same report. What the strings hold may come from
// anywhere: all of it is escaped, pictures are embedded as images in which nothing
// runs, links are relative to the report, and a content security policy in the
// page forbids scripts and everything from elsewhere.
package report
