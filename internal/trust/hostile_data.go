package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"autoencoder-dynamics/internal/cifar10"
)

// hostileData feeds data from strangers to the program: archives, arrays, tables, servers that lie, and things that lie
// where a download is written. It must refuse them, saying what and where, in bounded time and memory, and touch nothing else.
func hostileData(b *bench) {
	archives := hostileArchives()
	b.row("archives", "archives that are broken, or made to do harm", b.some(len(archives), len(archives)), func(t *trial) {
		t.refusedArchive(archives[t.number])
	})
	arrays := hostileArrays()
	b.row("arrays", "NPZ and CSV files that are broken, or made to do harm", b.some(len(arrays), len(arrays)), func(t *trial) {
		t.refusedArrays(arrays[t.number])
	})
	waiting := *b
	waiting.jobs = max(b.jobs, 8) // between their requests they sleep
	servers := hostileServers()
	waiting.row("servers", "servers that lie about an archive", b.some(len(servers), len(servers)), func(t *trial) {
		t.refusedServer(servers[t.number])
	})
	places := hostilePlaces()
	b.row("places", "links, FIFOs and folders where a download is written", b.some(len(places), len(places)), func(t *trial) {
		t.refusedPlace(places[t.number])
	})
	b.row("resumed", "downloads that are interrupted, and go on where they stopped", b.count(3), resumedDownload)
}

// downloading is a pipeline that needs the images.
const downloading = `stages:
  d: {uses: download}
  w: {uses: whiten, needs: {data: d}}
`

// online is a command that may use the network, and fails without the images; what it downloads isn't looked at.
func (g *guarded) online(arguments ...string) *command {
	g.data = filepath.Join(g.folder, "data")
	g.look()
	c := g.command(append(arguments, "--require-cifar10")...)
	c.arguments = slices.DeleteFunc(c.arguments, func(a string) bool { return a == "--offline" })
	return c
}

// says counts an error that doesn't tell what is wrong.
func (g *guarded) says(o outcome, texts ...string) {
	for _, text := range texts {
		if !o.hung && !strings.Contains(o.stderr, text) {
			g.wrong("it doesn't say %q: %s", text, g.told(o))
		}
	}
}

// refusedArchive runs the program on an archive.
func (t *trial) refusedArchive(a hostileArchive) {
	g := t.guarded(downloading)
	path := filepath.Join(g.folder, "given.tar.gz")
	t.must(a.write(path))
	g.look()
	c := g.command("run", "w", "--archive", path)
	processor, memory := hostileTime, int64(hostileMemory)
	if a.large {
		processor, memory = 20*time.Second, 1500<<20
	}
	o := g.checkWithin(processor, memory, c, exitFailed, exitUsage)
	g.says(o, a.want)
	g.keptNothing(a.whole)
}

// keptNothing counts results in the cache: of the download alone, where the archive itself is whole.
func (g *guarded) keptNothing(download bool) {
	manifests, err := filepath.Glob(filepath.Join(g.cache, "actions", "*", "*.json"))
	g.must(err)
	if len(manifests) > 0 && !download || len(manifests) > 1 {
		g.wrong("%d results were kept", len(manifests))
	}
}

// refusedArrays runs the program on a file that a parameter names.
func (t *trial) refusedArrays(a hostileArray) {
	g := t.guarded(a.pipeline())
	t.must(a.write(filepath.Join(g.folder, a.file)))
	g.look()
	codes := []int{exitFailed, exitUsage}
	if a.taken {
		codes = []int{exitDone}
	}
	for _, arguments := range [][]string{{"status"}, {"run", "x"}} {
		allowed := codes
		if arguments[0] == "status" { // looks at no more than it needs to
			allowed = append(slices.Clone(codes), exitDone)
		}
		o := g.check(g.command(arguments...), allowed...)
		if !a.taken && o.code != exitDone {
			g.says(o, a.file, a.want)
		}
	}
	if !a.taken {
		g.keptNothing(false)
	}
}

// hostilePlace is something that lies where a download is written.
type hostilePlace struct {
	name string // below data/cifar10
	put  func(path, outside string) error
	want string
}

func hostilePlaces() []hostilePlace {
	link := func(path, outside string) error { return os.Symlink(outside, path) }
	dangling := func(path, outside string) error { return os.Symlink(outside+".new", path) }
	folder := func(path, _ string) error { return os.Mkdir(path, 0o777) }
	archive := cifar10.ArchiveName
	return []hostilePlace{
		{archive + ".part", link, "is a link"},
		{archive + ".part", dangling, "is a link"},
		{archive + ".part", makeFIFO, "isn't a regular file"},
		{archive + ".part", folder, "isn't a regular file"},
		{archive + ".lock", dangling, "is a link"},
		{archive + ".lock", makeFIFO, "isn't a regular file"},
		{archive + ".lock", folder, "isn't a regular file"},
		{archive, link, "isn't a gzip file"},
		{archive, dangling, "no such file"},
		{archive, makeFIFO, "a FIFO"},
		{archive, folder, "a folder"},
	}
}

// refusedPlace downloads over something that somebody has put there. It stays as it is, and so does what a link leads to.
func (t *trial) refusedPlace(place hostilePlace) {
	g := t.guarded(downloading)
	path := filepath.Join(g.folder, "data", "cifar10", place.name)
	t.must(os.MkdirAll(filepath.Dir(path), 0o777))
	t.must(place.put(path, filepath.Join(g.dir, "canary", "keep.txt")))
	before, err := os.Lstat(path)
	t.must(err)
	server := t.serve(sayMissing)
	defer server.close()
	o := g.check(g.online("run", "w", "--mirrors", server.address), exitFailed, exitUsage)
	g.says(o, place.want, place.name)
	if after, err := os.Lstat(path); err != nil || !os.SameFile(before, after) || before.Mode() != after.Mode() {
		g.wrong("%s was replaced: %v", place.name, err)
	}
	g.keptNothing(false)
}

// refusedServer downloads from a server that lies.
func (t *trial) refusedServer(s hostileServer) {
	g := t.guarded(downloading)
	server := t.serve(s.answer)
	defer server.close()
	c := g.online("run", "w", "--mirrors", server.address)
	o := g.checkWithin(4*time.Second, hostileMemory, c, exitFailed) // two downloads of 170 MB, where it sends that much
	g.says(o, s.want, "--archive FILE")
	if n := len(server.requests()); n == 0 || n > 12 {
		g.wrong("%d requests were made: %s", n, g.told(o))
	}
	if left := filesIn(filepath.Join(g.data, "cifar10")); !slices.Equal(left, s.left()) {
		g.wrong("%q are left of the download, want %q: %s", left, s.left(), g.told(o))
	}
	g.keptNothing(false)
}

// filesIn lists a folder.
func filesIn(dir string) (names []string) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// arriveWithin is how long what a server of this machine has sent may take.
const arriveWithin = 3 * time.Second

// resumedDownload interrupts the program while it waits for more of the archive: it stops soon, keeps what has arrived, and
// asks for the rest when it runs again.
func resumedDownload(t *trial) {
	g := t.guarded(downloading)
	server := t.serve(sendRange)
	defer server.close()
	signals := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGKILL}
	signal, part := signals[t.number%len(signals)], filepath.Join(g.folder, "data", "cifar10", cifar10.ArchiveName+".part")
	for pass := range int64(2) {
		c := g.online("run", "w", "--mirrors", server.address)
		c.limit = hostileHang
		c.during = func(r *running) {
			for !r.ended() && len(server.requests()) <= int(pass) {
				time.Sleep(5 * time.Millisecond)
			}
			for asked := time.Now(); !r.ended() && sizeOf(part) < (pass+1)*sentAtOnce && time.Since(asked) < arriveWithin; {
				time.Sleep(5 * time.Millisecond)
			}
			r.signal(signal)
		}
		o := c.run()
		if !o.hung && (signal == syscall.SIGKILL) != (o.signal == syscall.SIGKILL) || signal != syscall.SIGKILL && o.code != exitInterrupted {
			g.wrong("exit code %d, want %d: %s", o.code, exitInterrupted, g.told(o))
		}
		if size := sizeOf(part); size != (pass+1)*sentAtOnce {
			g.lost("%d bytes are there after %d had arrived: %s", size, (pass+1)*sentAtOnce, g.told(o))
		}
	}
	if got := server.requests(); len(got) != 2 || got[0] != "" || got[1] != fmt.Sprintf("bytes=%d-", sentAtOnce) {
		g.lost("it asked for %q, want the whole and then the rest", got)
	}
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
