// Package stagetest helps to test kinds of stages: it stands in for what the
// engine hands to a stage, reads what a stage has written, and measures what it holds. It is used by tests alone.
package stagetest
