package report_test

import (
	"bytes"
	"fmt"
	"testing"

	"autoencoder-dynamics/internal/report"
)

// read opens the example at a desk and returns where a place of the first panel's frame is on the screen.
func read(t *testing.T, b *browser) (at func(u, v float64) (x, y float64)) {
	t.Helper()
	b.open(save(t, render(t, example())), 1280, 900)
	b.evaluate("document.querySelector('.layer').scrollIntoView({block: 'center'})")
	return func(u, v float64) (x, y float64) {
		t.Helper()
		box := b.evaluate("(({left, top, width, height}) => [left, top, width, height].join(' '))(document.querySelector('.layer').getBoundingClientRect())")
		var left, top, width, height float64
		if _, err := fmt.Sscan(box, &left, &top, &width, &height); err != nil {
			t.Fatal(box, err)
		}
		return left + u*width, top + v*height
	}
}

const readout = "document.querySelector('.readout').checkVisibility() ? document.querySelector('.readout').innerText.replace(/\\s+/g, ' ') : 'hidden'"

func checkLayerLiesOverTheFrame(t *testing.T, b *browser) {
	at := read(t, b)
	frame := "(({left, top, right, bottom}) => [left, top, right, bottom])(document.querySelector('g.panel > path').getBoundingClientRect())"
	left, top := at(0, 0)
	right, bottom := at(1, 1)
	b.expect(fmt.Sprintf("[%g, %g, %g, %g].every((x, i) => Math.abs(x - %s[i]) < 1.5)", left, top, right, bottom, frame), "true")
}

func checkHover(t *testing.T, b *browser) {
	at := read(t, b)
	b.expect(readout, "hidden")
	x, y := at(0.52, 0.45)
	b.mouse("mouseMoved", x, y)
	b.expect(readout, "theory time t 10 pmse 0.1")
	b.shoot("example-hover")
	x, y = at(1, 0.985)
	b.mouse("mouseMoved", x, y)
	b.expect(readout, "SGD time t 100 pmse 0.0104 ± 3·10⁻⁴")
	b.mouse("mouseMoved", x, y+300)
	b.expect(readout, "hidden")
	b.quiet()
}

func checkTouch(t *testing.T, b *browser) {
	at := read(t, b)
	b.call("Emulation.setTouchEmulationEnabled", map[string]any{"enabled": true}, nil)
	x, y := at(0.5, 0.5)
	b.call("Input.dispatchTouchEvent", map[string]any{"type": "touchStart", "touchPoints": []map[string]float64{{"x": x, "y": y}}}, nil)
	b.call("Input.dispatchTouchEvent", map[string]any{"type": "touchEnd", "touchPoints": []any{}}, nil)
	b.expect(readout, "theory time t 10 pmse 0.1")
	b.quiet()
}

func checkKeys(t *testing.T, b *browser) {
	read(t, b)
	const told = "document.activeElement.getAttribute('aria-valuetext')"
	b.evaluate("document.querySelector('figure .card').setAttribute('tabindex', '-1'), document.querySelector('figure .card').focus()")
	b.key("Tab")
	b.expect("document.activeElement.getAttribute('role') + ': ' + document.activeElement.getAttribute('aria-label')", "slider: Read off panel (a) erf")
	b.expect("getComputedStyle(document.activeElement).outlineStyle", "solid")
	b.expect(told, "theory, time t 1, pmse 1")
	for _, step := range []struct{ key, want string }{
		{"ArrowRight", "theory, time t 10, pmse 0.1"},
		{"ArrowRight", "theory, time t 100, pmse 0.01"},
		{"ArrowRight", "theory, time t 100, pmse 0.01"}, // its end: what lies outside the frame isn't drawn
		{"ArrowDown", "SGD, time t 100, pmse 0.0104 ± 3·10⁻⁴"},
		{"Home", "SGD, time t 1, pmse 1"},
		{"ArrowUp", "theory, time t 1, pmse 1"},
		{"End", "theory, time t 100, pmse 0.01"},
		{"ArrowLeft", "theory, time t 10, pmse 0.1"},
	} {
		b.key(step.key)
		b.expect(told, step.want)
	}
	b.expect("document.activeElement.getAttribute('aria-valuenow') + ' of ' + document.activeElement.getAttribute('aria-valuemax')", "1 of 2")
	b.expect(readout, "theory time t 10 pmse 0.1")
	b.key("Escape")
	b.expect(readout, "hidden")
	b.key("Tab")
	b.expect("document.activeElement.getAttribute('aria-label')", "Read off panel (b) linear")
	b.key("Tab") // a heat map on named ticks
	b.key("ArrowRight")
	b.expect(told, "overlaps, component second, unit 0.5, overlap 0.1")
	b.quiet()
}

func checkToggle(t *testing.T, b *browser) {
	at := read(t, b)
	const buttons = "[...document.querySelectorAll('figure')[0].querySelectorAll('button')]"
	const drawn = "[...document.querySelectorAll('figure')[0].querySelectorAll('g.series')].map((g) => g.getBoundingClientRect().width > 0).join()"
	b.expect(buttons+".map((one) => one.innerText + ' ' + one.getAttribute('aria-pressed')).join()", "theory true,SGD true")
	b.evaluate(buttons + "[0].focus()")
	b.key("Tab")
	b.expect("document.activeElement.innerText", "SGD")
	b.evaluate(buttons + "[0].click()") // in both panels
	b.expect(drawn, "false,true,false")
	b.expect(buttons+"[0].getAttribute('aria-pressed')", "false")
	x, y := at(0.5, 0.5)
	b.mouse("mouseMoved", x, y)
	b.expectContains(readout, "SGD")
	b.evaluate(buttons + "[1].click()")
	b.expect(drawn, "false,false,false")
	b.mouse("mouseMoved", x+1, y)
	b.expect(readout, "hidden")
	b.expect("document.querySelector('.layer').getAttribute('aria-valuetext')", "all series of this panel are switched off")
	b.evaluate(buttons + ".forEach((one) => one.click())")
	b.expect(drawn, "true,true,true")
	b.quiet()
}

// checkManySeries looks at a figure with too many names for a button each: there is one for each network and kind, and
// the others are folded away.
func checkManySeries(t *testing.T, b *browser) {
	f := large("many")
	for _, panel := range f.Panels {
		panel.Series[3].Name = "unit <3>"
	}
	f.SVG = bytes.ReplaceAll(f.SVG, []byte(`data-name="unit 3"`), []byte(`data-name="unit &lt;3&gt;"`))
	f.Panels[1].Series[3].Color = "#e07b00"
	f.Panels[2].Series[3].Color = "#e07b00"
	f.Networks = []report.Network{{Name: "tied", Color: "#e07b00", Panels: []int{1}}, {Name: "nobody's", Color: "#123456"}}
	b.open(save(t, render(t, only(f))), 1280, 900)
	const bar = "[...document.querySelector('.series-bar').querySelectorAll('button')]"
	const pressed = bar + ".map((one) => one.textContent + ' ' + one.getAttribute('aria-pressed')).join()"
	const off = "[...document.querySelectorAll('g.panel')].map((panel) => panel.querySelectorAll('.off').length).join()"
	b.expect(pressed, "tied true,theory true")
	b.evaluate(bar + "[0].click()")
	b.expect(off, "0,1,0,0,0,0")
	b.expect(pressed, "tied false,theory mixed")
	b.evaluate(bar + "[1].click()") // brings all back
	b.expect(pressed, "tied true,theory true")
	b.evaluate(bar + "[1].click()")
	b.expect(off, "12,12,12,12,12,12")
	b.expect("document.querySelectorAll('.series-single button').length", "72")
	b.evaluate("document.querySelector('.series-single').open = true")
	b.evaluate("[...document.querySelectorAll('.series-single button')].filter((one) => one.textContent === 'unit <3>')[1].click()")
	b.expect(off, "12,11,12,12,12,12")
	b.expect(pressed, "tied true,theory mixed")
	b.quiet()
}

// checkContentsFollow makes sure that the contents say where one is.
func checkContentsFollow(t *testing.T, b *browser) {
	read(t, b)
	const current = "[...document.querySelectorAll('.contents [aria-current]')].map((a) => a.hash).join()"
	b.evaluate("document.getElementById('figure-setup').scrollIntoView()")
	b.eventually(current, "#figure-setup")
	b.evaluate("document.getElementById('figure-theory-vs-sgd').scrollIntoView()")
	b.eventually(current, "#figure-theory-vs-sgd")
	b.expect("document.querySelector('.contents').getBoundingClientRect().top", "0")
	b.quiet()
}
