package main

import (
	"fmt"
	"slices"
	"strings"
)

// section is one thing that the harness proves.
type section struct {
	name   string
	proves string // in one sentence
	run    func(*bench) error
}

// sections lists all sections, in the order in which they run.
func sections() []section {
	return []section{
		{"crashes", "a run that is killed at any moment, or whose disk fails, is finished later with the same bytes, and nothing finished runs again", crashes},
		{"concurrency", "processes that share a cache compute each stage once and all end with the same bytes, whatever happens to one of them", concurrency},
		{"damage", "whatever is damaged, exchanged or planted in a cache is found when it is read, never used, made again and reported; explain vouches for nothing else", damage},
		{"limits", "a machine's limits (a full or read-only disk, few files, a wrong clock, odd surroundings) end in a clear error or in the right result, and lose nothing", limits},
		{"memory", "with less memory than a stage needs a run says so and keeps the rest, with as much it works and makes the same bytes", memorySection},
		{"hostile", "texts and data from strangers are refused or taken in bounded time and memory, and reach nothing that isn't the program's", hostile},
		{"numbers", "the same parameters and seed give the same bits, whatever the jobs, interruptions, names and surroundings, and with other instructions numbers within stated tolerances", sameNumbers},
		{"fuzz", "no input that a fuzzer makes up lets a reader crash, hang or break what it promises", fuzz},
	}
}

// choose returns the sections of those names, or all where there are none.
func choose(names []string) ([]section, error) {
	all := sections()
	if len(names) == 0 {
		return all, nil
	}
	var chosen []section
	for _, name := range names {
		i := slices.IndexFunc(all, func(s section) bool { return s.name == name })
		if i < 0 {
			var known []string
			for _, s := range all {
				known = append(known, s.name)
			}
			return nil, fmt.Errorf("there is no section %q; there are %s", name, strings.Join(known, ", "))
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}
