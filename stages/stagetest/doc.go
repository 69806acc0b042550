// Package stagetest helps to test kinds of stages: it stands in for what the
// engine hands to a stage, and reads what a stage has written. It is used by tests alone.
package stagetest
