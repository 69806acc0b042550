package report_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// chromium is a headless Chromium, driven by the DevTools protocol over pipes: messages are JSON, each ended by a
// zero byte.
type chromium struct {
	in    io.Writer
	mutex sync.Mutex
	next  int
	// What the browser's messages are for, by number and by session.
	answers map[int]chan answer
	pages   map[string]*browser
}

// browser is one page of it, for one test.
type browser struct {
	t          *testing.T
	chromium   *chromium
	session    string
	complaints []string      // what the page's console said, exceptions and what the policy refused
	loaded     chan struct{} // a page was loaded
}

type answer struct {
	Result json.RawMessage
	Error  *struct{ Message string }
}

// startChromium starts a browser that ends with the test.
func startChromium(t *testing.T) *chromium {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes a few seconds")
	}
	path := findBrowser(t)
	theirIn, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, theirOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, path, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
		"--user-data-dir="+t.TempDir(), "--remote-debugging-pipe", "about:blank")
	cmd.ExtraFiles = []*os.File{theirIn, theirOut} // 3 and 4
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	theirIn.Close()
	theirOut.Close()
	c := &chromium{in: in, answers: map[int]chan answer{}, pages: map[string]*browser{}}
	listening := make(chan struct{})
	go func() { defer close(listening); c.listen(out) }()
	t.Cleanup(func() {
		_, _ = c.send("", "Browser.close", nil) // or it has ended by itself
		in.Close()
		time.AfterFunc(5*time.Second, stop)
		_ = cmd.Wait() // it was told to end, one way or the other
		stop()
		out.Close()
		<-listening
	})
	return c
}

func findBrowser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no Chromium is installed: the page was not opened in a browser")
	return ""
}

// page opens an empty page for a test.
func (c *chromium) page(t *testing.T) *browser {
	t.Helper()
	b := &browser{t: t, chromium: c, loaded: make(chan struct{}, 100)}
	var context struct{ BrowserContextID string }
	b.call("Target.createBrowserContext", nil, &context)
	var target struct{ TargetID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank", "browserContextId": context.BrowserContextID}, &target)
	var session struct{ SessionID string }
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &session)
	b.session = session.SessionID
	c.mutex.Lock()
	c.pages[b.session] = b
	c.mutex.Unlock()
	for _, domain := range []string{"Page", "Runtime", "Log", "DOM", "Network"} {
		b.call(domain+".enable", nil, nil)
	}
	return b
}

// listen takes in what the browser says.
func (c *chromium) listen(out io.Reader) {
	reader := bufio.NewReader(out)
	for {
		text, err := reader.ReadBytes(0)
		if err != nil {
			return
		}
		var m message
		if json.Unmarshal(text[:len(text)-1], &m) == nil {
			c.take(m)
		}
	}
}

type message struct {
	ID        int
	SessionID string
	Method    string
	Params    json.RawMessage
	answer
}

// requested is the address that a page asks for.
func (m message) requested() string {
	var parameters struct{ Request struct{ URL string } }
	if err := json.Unmarshal(m.Params, &parameters); err != nil {
		return err.Error()
	}
	return parameters.Request.URL
}

func (c *chromium) take(m message) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if waiting, ok := c.answers[m.ID]; ok {
		waiting <- m.answer
		delete(c.answers, m.ID)
		return
	}
	b, ok := c.pages[m.SessionID]
	if !ok {
		return
	}
	switch m.Method {
	case "Page.loadEventFired":
		b.loaded <- struct{}{}
	case "Network.requestWillBeSent":
		if url := m.requested(); !strings.HasPrefix(url, "file:") && !strings.HasPrefix(url, "data:") {
			b.complaints = append(b.complaints, "the page asks for "+url)
		}
	case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded", "Page.javascriptDialogOpening":
		b.complaints = append(b.complaints, fmt.Sprintf("%s %.500s", m.Method, m.Params))
	}
}

func (c *chromium) send(session, method string, parameters any) (chan answer, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.next++
	m := map[string]any{"id": c.next, "method": method}
	if parameters != nil {
		m["params"] = parameters
	}
	if session != "" {
		m["sessionId"] = session
	}
	text, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	waiting := make(chan answer, 1)
	c.answers[c.next] = waiting
	_, err = c.in.Write(append(text, 0))
	return waiting, err
}
