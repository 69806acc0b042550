package main

import (
	"net"
	"strings"
	"testing"
	"time"
)

// TestPlantedCarelessnessIsCounted feeds hostile data to programs that do with it what none should: scripts around the real one.
func TestPlantedCarelessnessIsCounted(t *testing.T) {
	shared := newTiny(t, options{seed: 1, scale: tinyScale, jobs: 1, limit: 10 * time.Second})
	archive := func(t *trial) { t.refusedArchive(hostileArchives()[0]) }
	array := func(t *trial) { t.refusedArrays(hostileArrays()[0]) }
	place := func(t *trial) { t.refusedPlace(hostilePlaces()[0]) }
	for name, c := range map[string]struct {
		script string
		do     func(*trial)
		kind   failureKind
		text   string
	}{
		"nothing, archive":           {`exec $real "$@"`, archive, "", ""},
		"nothing, array":             {`exec $real "$@"`, array, "", ""},
		"nothing, place":             {`exec $real "$@"`, place, "", ""},
		"takes an archive":           {`exit 0`, archive, wrong, "exit code 0"},
		"refuses without a word":     {`exit 1`, archive, wrong, "without a word"},
		"refuses for no reason":      {`echo no >&2; exit 1`, archive, wrong, `doesn't say "no such member"`},
		"unpacks to where it's told": {`echo root >../canary/keep.txt; exec $real "$@"`, archive, wrong, "canary/keep.txt was"},
		"keeps what is wrong":        {`mkdir -p .cache/actions/ab; touch .cache/actions/ab/x.json; exec $real "$@"`, array, wrong, "1 results were kept"},
		"repeats an escape":          {`printf '\033]0;title\007' >&2; exec $real "$@"`, array, wrong, "what a terminal acts on"},
		"writes through a link":      {`echo more >>data/cifar10/cifar-10-binary.tar.gz.part; exec $real "$@"`, place, wrong, "canary/keep.txt was"},
		"removes a stranger's file":  {`rm data/cifar10/*.part; exec $real "$@"`, place, wrong, "was replaced"},
		"forgets what arrived":       {`rm -f data/cifar10/*.part; exec $real "$@"`, resumedDownload, lost, "and then the rest"},
	} {
		t.Run(name, func(t *testing.T) {
			b := plant(t, shared, &undisturbed{}, c.script)
			b.row("planted", "planted", 1, c.do)
			var all string
			found := c.text == ""
			for _, f := range b.tally.failures {
				all += string(f.Kind) + ": " + f.Text + "\n"
				found = found || f.Kind == c.kind && strings.Contains(f.Text, c.text)
			}
			if !found || c.text == "" && all != "" {
				t.Errorf("counted\n%s\nwant %s: %s", all, c.kind, c.text)
			}
		})
	}
}

// A server that is never asked is no proof.
func TestServersCountRequests(t *testing.T) {
	b := &bench{shared: &shared{ctx: t.Context(), options: tiny, tally: newTally(tiny)}}
	tr := &trial{bench: b, sink: func(text string) { t.Error(text) }}
	s := tr.serve(sendRange)
	defer s.close()
	if n := len(s.requests()); n != 0 {
		t.Errorf("%d requests before any", n)
	}
	c, err := net.Dial("tcp", s.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write([]byte("GET / HTTP/1.1\r\nHost: x\r\nRange: bytes=5-\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Read(make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
	if got := s.requests(); len(got) != 1 || got[0] != "bytes=5-" {
		t.Errorf("requests %q", got)
	}
}
