package memory

import (
	"fmt"
	"path"
	"strconv"
	"strings"
)

// version says how a version of control groups tells of memory.
type version struct {
	limit, usage string   // files in a group's folder
	cached       []string // in memory.stat: pages of files, which the kernel gives up first
}

var (
	one = version{"memory.limit_in_bytes", "memory.usage_in_bytes", []string{"total_inactive_file", "total_active_file"}}
	two = version{"memory.max", "memory.current", []string{"inactive_file", "active_file"}}
)

// groupLimits returns the limits of the control groups that the process is in, and of all above
// them. What other processes of a group take is theirs.
func (s system) groupLimits(own map[string]int64) []Limit {
	var limits []Limit
	for _, g := range s.groups() {
		for folder := path.Join(g.mount, g.path); ; folder = path.Dir(folder) {
			if l, ok := s.groupLimit(folder, g.version, own["VmRSS"]); ok {
				limits = append(limits, l)
			}
			if folder == g.mount || !strings.HasPrefix(folder, g.mount+"/") {
				break
			}
		}
	}
	return limits
}

func (s system) groupLimit(folder string, v version, resident int64) (Limit, bool) {
	bytes, ok := number(s.read(path.Join(folder, v.limit)))
	if !ok || bytes >= 1<<60 { // version 1 has no word for none
		return Limit{}, false
	}
	others, _ := number(s.read(path.Join(folder, v.usage)))
	statistics := s.fields(path.Join(folder, "memory.stat"))
	for _, name := range v.cached {
		others -= statistics[name]
	}
	others = max(0, others-resident)
	return Limit{
		Bytes: max(1, bytes-others), Used: resident,
		Source: fmt.Sprintf("what this process's control group leaves it (%s)", path.Join(folder, v.limit)),
	}, true
}

// group is a control group of this process that counts memory.
type group struct {
	version
	mount string // where the hierarchy is mounted
	path  string // below it
}

// groups reads /proc/self/cgroup, lines of "number:controllers:path", and finds where the hierarchies are mounted.
func (s system) groups() []group {
	var all []group
	for line := range strings.Lines(s.read("proc/self/cgroup")) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) != 3 {
			continue
		}
		v, kind := one, "cgroup"
		switch {
		case parts[0] == "0" && parts[1] == "":
			v, kind = two, "cgroup2"
		case !contains(parts[1], "memory"):
			continue
		}
		for _, m := range s.mounts(kind) {
			// In a container the path may be that of the host, and the mount show the group alone.
			below := parts[2]
			if m.root != "/" {
				below, _ = strings.CutPrefix(below, m.root)
			}
			all = append(all, group{v, m.point, below})
		}
	}
	return all
}

// mount is where a hierarchy of control groups, or the part of it below root, is mounted.
type mount struct{ root, point string }

// mounts reads /proc/self/mountinfo: "id parent device root point options… - type source superoptions".
func (s system) mounts(kind string) []mount {
	var all []mount
	for line := range strings.Lines(s.read("proc/self/mountinfo")) {
		place, kinds, ok := strings.Cut(strings.TrimSpace(line), " - ")
		before, after := strings.Fields(place), strings.Fields(kinds)
		if !ok || len(before) < 5 || len(after) < 3 || after[0] != kind {
			continue
		}
		if kind == "cgroup" && !contains(after[2], "memory") {
			continue
		}
		all = append(all, mount{before[3], before[4]})
	}
	return all
}

func contains(list, word string) bool {
	for one := range strings.SplitSeq(list, ",") {
		if one == word {
			return true
		}
	}
	return false
}

// fields reads lines of a name and a number: "VmRSS:   1234 kB", or "inactive_file 1234".
func (s system) fields(name string) map[string]int64 {
	all := map[string]int64{}
	for line := range strings.Lines(s.read(name)) {
		words := strings.Fields(line)
		if len(words) < 2 {
			continue
		}
		n, ok := number(words[1])
		if !ok {
			continue
		}
		if len(words) > 2 && words[2] == "kB" {
			n <<= 10
		}
		all[strings.TrimSuffix(words[0], ":")] = n
	}
	return all
}

func number(text string) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	return n, err == nil && n >= 0
}
