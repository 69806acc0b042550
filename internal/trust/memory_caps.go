package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// memoryCap is a way to give the program no more than so much memory.
type memoryCap struct {
	name, what string
	hard       bool  // the system enforces it
	sharp      bool  // what the program itself takes is known, so that too little is surely too little
	slack      int64 // by how much runs differ in what the program itself takes
	apply      func(c *command, bytes int64)
}

func givenMemory() memoryCap {
	return memoryCap{name: "given", what: "--memory", slack: 8 << 20, apply: func(c *command, bytes int64) {
		c.arguments = append(c.arguments, "--memory", strconv.FormatInt(bytes, 10))
	}}
}

// ulimit is a limit of the process itself. Its threads come with stacks, as many as the system happens to run.
func ulimit(name, flag string) memoryCap {
	slack := int64(32 << 20)
	if flag == "-v" {
		slack = 128 << 20 // and with pieces of address space for their memory
	}
	return memoryCap{name: name, what: "ulimit " + flag, hard: true, sharp: flag != "-v", slack: slack, apply: func(c *command, bytes int64) {
		c.wrap = []string{"sh", "-c", fmt.Sprintf(`ulimit %s %d && exec "$@"`, flag, bytes>>10), "sh"}
	}}
}

// controlGroup caps a control group that the program enters.
func controlGroup(folder, limit string) memoryCap {
	return memoryCap{name: "group", what: "control group", hard: true, sharp: true, slack: 16 << 20, apply: func(c *command, bytes int64) {
		if err := os.WriteFile(filepath.Join(folder, limit), []byte(strconv.FormatInt(bytes, 10)), 0o644); err != nil {
			c.project.fail("the harness can't set the limit of its control group: %v", err)
		}
		c.wrap = []string{"sh", "-c", fmt.Sprintf(`echo $$ > '%s/cgroup.procs' && exec "$@"`, folder), "sh"}
	}}
}

// tryGroup caps the program by a control group, where one may be made.
func (b *bench) tryGroup(calm *undisturbed) error {
	folder, limit, err := makeGroup()
	if err != nil {
		b.notTried("below-group", "control group, below the stated need", fmt.Sprintf("none can be made here: %v", err))
		return nil
	}
	defer os.Remove(folder)
	return b.tryCap(calm, controlGroup(folder, limit))
}

// makeGroup makes a control group below that of this process, and returns its folder and the name of its limit.
func makeGroup() (folder, limit string, err error) {
	text, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return "", "", err
	}
	problems := []error{errors.New("no hierarchy counts memory")}
	for line := range strings.Lines(string(text)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) != 3 {
			continue
		}
		mount, limit := "/sys/fs/cgroup", "memory.max"
		switch {
		case parts[1] == "memory":
			mount, limit = "/sys/fs/cgroup/memory", "memory.limit_in_bytes"
		case parts[1] != "":
			continue
		}
		folder := filepath.Join(mount, parts[2], fmt.Sprintf("trust-%d", os.Getpid()))
		if err := os.Mkdir(folder, 0o755); err != nil {
			problems = append(problems, err)
			continue
		}
		if _, err := os.Stat(filepath.Join(folder, limit)); err != nil {
			problems = append(problems, err, os.Remove(folder))
			continue
		}
		return folder, limit, nil
	}
	return "", "", errors.Join(problems...)
}
