package memory

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// machine makes a root folder with these files, and a system that sees it with these limits of its own.
func machine(t *testing.T, files map[string]string, limits map[int]uint64) system {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return system{root, func(resource int) (uint64, bool) {
		limit, ok := limits[resource]
		return limit, ok
	}}
}

// What the system tells of a process of 100 MB, of a machine with 10 GiB free, and of where control groups of either version are mounted.
const (
	status  = "Name:\tpipeline\nVmSize:\t 1000000 kB\nVmData:\t  200000 kB\nVmRSS:\t  100000 kB\n"
	meminfo = "MemTotal:       20000000 kB\nMemFree:         1000000 kB\nMemAvailable:   10485760 kB\n"
	mountV1 = "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n34 31 0:31 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
	mountV2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
)

func TestFind(t *testing.T) {
	basic := map[string]string{"proc/self/status": status, "proc/meminfo": meminfo}
	with := func(more map[string]string) map[string]string {
		all := map[string]string{}
		for _, files := range []map[string]string{basic, more} {
			for name, content := range files {
				all[name] = content
			}
		}
		return all
	}
	for name, c := range map[string]struct {
		files       map[string]string
		limits      map[int]uint64
		bytes, used int64
		source      string
	}{
		"nothing is known": {nil, nil, 0, 0, ""},
		"what is free":     {basic, nil, 10485760<<10 + 100000<<10, 100000 << 10, "what this machine has free"},
		"no limits of its own": {
			basic, map[int]uint64{syscall.RLIMIT_AS: math.MaxUint64, syscall.RLIMIT_DATA: math.MaxUint64},
			10485760<<10 + 100000<<10, 100000 << 10, "what this machine has free",
		},
		"address space": {basic, map[int]uint64{syscall.RLIMIT_AS: 3 << 30}, 3 << 30, 1000000 << 10, "ulimit -v"},
		"data":          {basic, map[int]uint64{syscall.RLIMIT_AS: 8 << 30, syscall.RLIMIT_DATA: 1 << 30}, 1 << 30, 200000 << 10, "ulimit -d"},
		"group of version 1": {with(map[string]string{
			"proc/self/cgroup": "9:cpu:/a/b\n4:memory:/a/b\n0::/\n", "proc/self/mountinfo": mountV1,
			"sys/fs/cgroup/memory/memory.limit_in_bytes":     "9223372036854771712\n",
			"sys/fs/cgroup/memory/a/memory.limit_in_bytes":   "1073741824\n",
			"sys/fs/cgroup/memory/a/memory.usage_in_bytes":   "500000000\n",
			"sys/fs/cgroup/memory/a/memory.stat":             "cache 1\ntotal_inactive_file 200000000\ntotal_active_file 50000000\n",
			"sys/fs/cgroup/memory/a/b/memory.limit_in_bytes": "2147483648\n",
			"sys/fs/cgroup/memory/a/b/memory.usage_in_bytes": "110000000\n",
		}), nil, 1<<30 - (250000000 - 100000<<10), 100000 << 10, "/sys/fs/cgroup/memory/a/memory.limit_in_bytes"},
		"group of version 2": {with(map[string]string{
			"proc/self/cgroup": "0::/user/job\n", "proc/self/mountinfo": mountV2,
			"sys/fs/cgroup/user/memory.max": "max\n", "sys/fs/cgroup/user/job/memory.max": "536870912\n",
			"sys/fs/cgroup/user/job/memory.current": "102400000\n",
		}), nil, 536870912, 100000 << 10, "/sys/fs/cgroup/user/job/memory.max"},
		"a container's view of its group": {with(map[string]string{
			"proc/self/cgroup": "0::/docker/abc\n", "proc/self/mountinfo": "30 23 0:26 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup2 rw\n",
			"sys/fs/cgroup/memory.max": "536870912\n",
		}), nil, 536870912, 100000 << 10, "/sys/fs/cgroup/memory.max"},
		"a group that is full": {with(map[string]string{
			"proc/self/cgroup": "0::/\n", "proc/self/mountinfo": mountV2,
			"sys/fs/cgroup/memory.max": "200000000\n", "sys/fs/cgroup/memory.current": "900000000\n",
		}), nil, 1, 100000 << 10, "/sys/fs/cgroup/memory.max"},
		"files that make no sense": {with(map[string]string{
			"proc/self/cgroup": "what\n\n4:memory\n0::/x\n", "proc/self/mountinfo": "a - b\n" + mountV2, "sys/fs/cgroup/x/memory.max": "much\n",
		}), nil, 10485760<<10 + 100000<<10, 100000 << 10, "what this machine has free"},
	} {
		got := machine(t, c.files, c.limits).find()
		if got.Bytes != c.bytes || got.Used != c.used || !strings.Contains(got.Source, c.source) {
			t.Errorf("%s: %+v, want %d bytes, %d used, of %q", name, got, c.bytes, c.used, c.source)
		}
	}
}

// What this machine says can be read.
func TestFindHere(t *testing.T) {
	l := Find()
	if !l.Known() || l.Used < 1<<20 || l.Source == "" {
		t.Errorf("%+v", l)
	}
	if given := Given(1<<40, "the flag --memory"); given.Used < 1<<20 || given.Room() < 1<<39 {
		t.Errorf("%+v leaves %d", given, given.Room())
	}
}
