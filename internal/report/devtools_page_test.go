package report_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// call asks the browser to do something, and waits for it.
func (b *browser) call(method string, parameters, result any) {
	b.t.Helper()
	waiting, err := b.chromium.send(b.session, method, parameters)
	if err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
	select {
	case answer := <-waiting:
		if answer.Error != nil {
			b.t.Fatalf("%s: %s", method, answer.Error.Message)
		}
		if result != nil {
			if err := json.Unmarshal(answer.Result, result); err != nil {
				b.t.Fatalf("%s: %v", method, err)
			}
		}
	case <-time.After(30 * time.Second):
		b.t.Fatalf("%s: the browser doesn't answer", method)
	}
}

// open opens a file in a window of a size.
func (b *browser) open(file string, width, height int) {
	b.t.Helper()
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{
		"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600,
	}, nil)
	for len(b.loaded) > 0 {
		<-b.loaded
	}
	b.call("Page.navigate", map[string]any{"url": "file://" + filepath.ToSlash(file)}, nil)
	select {
	case <-b.loaded:
	case <-time.After(30 * time.Second):
		b.t.Fatal("the page didn't load")
	}
}

// evaluate returns what a JavaScript expression yields, as text.
func (b *browser) evaluate(expression string) string {
	b.t.Helper()
	var result struct {
		Result           struct{ Value any }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	b.call("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true}, &result)
	if e := result.ExceptionDetails; e != nil {
		b.t.Fatalf("%s: %s %s", expression, e.Text, e.Exception.Description)
	}
	return fmt.Sprint(result.Result.Value)
}

// expect checks what an expression yields.
func (b *browser) expect(expression, want string) {
	b.t.Helper()
	if got := b.evaluate(expression); got != want {
		b.t.Errorf("%s\n got %s\nwant %s", expression, got, want)
	}
}

// eventually checks what an expression comes to yield, for what the page does after the next frame.
func (b *browser) eventually(expression, want string) {
	b.t.Helper()
	for range 100 {
		if b.evaluate(expression) == want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.expect(expression, want)
}

func (b *browser) expectContains(expression string, parts ...string) {
	b.t.Helper()
	got := b.evaluate(expression)
	for _, part := range parts {
		if !strings.Contains(got, part) {
			b.t.Errorf("%s\nyields %q\nwithout %q", expression, got, part)
		}
	}
}

func (b *browser) mouse(kind string, x, y float64) {
	b.t.Helper()
	b.call("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}, nil)
}

func (b *browser) key(name string) {
	b.t.Helper()
	parameters := map[string]any{"type": "keyDown", "key": name, "code": name}
	if name == "Tab" {
		parameters["windowsVirtualKeyCode"] = 9
	}
	b.call("Input.dispatchKeyEvent", parameters, nil)
	parameters["type"] = "keyUp"
	b.call("Input.dispatchKeyEvent", parameters, nil)
}

// quiet fails the test where the page complained.
func (b *browser) quiet() {
	b.t.Helper()
	for _, complaint := range b.heard() {
		b.t.Errorf("the page complains: %s", complaint)
	}
}

func (b *browser) heard() []string {
	b.chromium.mutex.Lock()
	defer b.chromium.mutex.Unlock()
	return append([]string{}, b.complaints...)
}

// shoot writes a picture of the page where REPORT_SHOTS names a folder for them.
func (b *browser) shoot(name string) {
	b.t.Helper()
	folder := os.Getenv("REPORT_SHOTS")
	if folder == "" {
		return
	}
	var shot struct{ Data []byte }
	b.call("Page.captureScreenshot", map[string]any{"format": "png"}, &shot)
	if err := os.WriteFile(filepath.Join(folder, name+".png"), shot.Data, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
