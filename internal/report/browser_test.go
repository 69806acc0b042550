package report_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"autoencoder-dynamics/internal/report"
)

// TestInBrowser opens the page from disk in a headless browser and looks for
// complaints on its console, which include what the content security policy refused.
func TestInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes a few seconds")
	}
	browser := findBrowser(t)
	file := filepath.Join(t.TempDir(), "index.html")
	if err := os.WriteFile(file, []byte(render(t, example())), 0o644); err != nil {
		t.Fatal(err)
	}
	console, picture := open(t, browser, file)
	for line := range strings.Lines(console) {
		if strings.Contains(line, ":CONSOLE") || strings.Contains(line, "Content Security Policy") {
			t.Errorf("the browser complains: %s", line)
		}
	}
	if !bytes.HasPrefix(picture, []byte("\x89PNG")) {
		t.Error("the browser made no picture of the page")
	}
}

// TestBrowserTestSeesComplaints makes sure that the test above can fail: an
// inline style is refused by the policy.
func TestBrowserTestSeesComplaints(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes a few seconds")
	}
	browser := findBrowser(t)
	var page bytes.Buffer
	if err := report.Render(&page, example()); err != nil {
		t.Fatal(err)
	}
	bad := strings.Replace(page.String(), "</main>", `<p onclick="x()">x</p><script>alert(1)</script></main>`, 1)
	file := filepath.Join(t.TempDir(), "index.html")
	if err := os.WriteFile(file, []byte(bad), 0o644); err != nil {
		t.Fatal(err)
	}
	if console, _ := open(t, browser, file); !strings.Contains(console, "Content Security Policy") {
		t.Errorf("a script on the page went unnoticed:\n%s", console)
	}
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

// open returns what the browser wrote to its console and a picture of the page.
func open(t *testing.T, browser, file string) (console string, picture []byte) {
	t.Helper()
	shot := filepath.Join(t.TempDir(), "page.png")
	cmd := exec.CommandContext(t.Context(), browser,
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--user-data-dir="+t.TempDir(), "--enable-logging=stderr",
		"--window-size=390,900", "--screenshot="+shot, "file://"+filepath.ToSlash(file))
	cmd.WaitDelay = 5 * time.Second
	output, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", browser, err, output)
	}
	picture, err = os.ReadFile(shot)
	if err != nil {
		t.Fatal(err)
	}
	return string(output), picture
}
