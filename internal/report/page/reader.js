"use strict";
// Lets the curves of the figures be read off and their series be taken away. Without this script the
// pictures stand as they are. The numbers are in the page, beside each picture, as JSON.
(() => {

// --- numbers and places ---------------------------------------------------------------------------

const raised = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

// text writes a number with a few digits: "0.0867", "1.24·10⁻⁶".
function text(x, digits = 4) {
  if (x === 0) return "0";
  const [mantissa, exponent] = x.toExponential(digits - 1).split("e").map(Number);
  if (exponent >= -3 && exponent < 5) return String(Number(x.toPrecision(digits))).replace("-", "−");
  const power = `10${[...String(exponent)].map((c) => raised[c]).join("")}`;
  return mantissa === 1 ? power : `${String(mantissa).replace("-", "−")}·${power}`;
}

// fraction is where a value lies between the ends of an axis.
function fraction(axis, value) {
  const [low, high, at] = [axis.min, axis.max, value].map(axis.log ? Math.log : Number);
  return Math.min(1, Math.max(0, (at - low) / (high - low)));
}

// value writes a value of an axis: by its name where the axis has names, or as a number.
function value(axis, x) {
  const distance = (name) => Math.abs(name.at - x);
  const nearest = axis.names?.reduce((best, name) => (distance(name) < distance(best) ? name : best));
  return nearest && distance(nearest) <= 0.5 ? nearest.label : text(x);
}

// quantity is the label of an axis without what defines it: "time t" of "time t = steps/D".
function quantity(axis, otherwise) {
  return axis.label.split(" = ")[0].trim() || otherwise;
}

function spread(series, i) {
  const low = series.low?.[i], high = series.high?.[i];
  if (low == null || high == null) return "";
  const below = series.y[i] - low, above = high - series.y[i];
  const even = Math.abs(below - above) <= 0.05 * Math.max(below, above);
  return even ? ` ± ${text((below + above) / 2, 2)}` : ` (${text(low, 3)} to ${text(high, 3)})`;
}

function make(name, className, content = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = content;
  return element;
}

// --- one panel ------------------------------------------------------------------------------------

// Panel is a layer over the frame of a panel that follows the pointer and the arrow keys.
class Panel {
  constructor(figure, data, group, place) {
    Object.assign(this, { figure, data, current: null, index: 0 });
    this.series = data.series.map((one) => ({
      ...one,
      label: one.name,
      place,
      shown: true,
      u: one.x.map((x) => fraction(data.x, x)),
      v: one.y.map((y) => 1 - fraction(data.y, y)),
      drawn: [...group.querySelectorAll("g.series")].filter((g) => g.dataset.name === one.name),
    }));
    this.layer = make("div", "layer");
    this.dot = this.layer.appendChild(make("div", "dot"));
    this.dot.hidden = true;
    this.place();
    this.describe();
    this.listen();
  }

  place() {
    const box = this.figure.svg.viewBox.baseVal;
    const [left, top, width, height] = this.data.frame;
    const percent = (part, whole) => `${(100 * part) / whole}%`;
    this.layer.style.left = percent(left - box.x, box.width);
    this.layer.style.top = percent(top - box.y, box.height);
    this.layer.style.width = percent(width, box.width);
    this.layer.style.height = percent(height, box.height);
  }

  describe() {
    const name = [this.data.name && `(${this.data.name})`, this.data.title].filter(Boolean).join(" ");
    this.layer.tabIndex = 0;
    this.layer.setAttribute("role", "slider");
    this.layer.setAttribute("aria-label", `Read off panel ${name}`);
    this.layer.setAttribute("aria-describedby", "reading");
    this.layer.setAttribute("aria-valuemin", "0");
    this.report("");
  }

  // report tells a screen reader what is being read off.
  report(value) {
    const points = this.current ? this.current.x.length - 1 : 0;
    this.layer.setAttribute("aria-valuemax", String(points));
    this.layer.setAttribute("aria-valuenow", String(this.index));
    this.layer.setAttribute("aria-valuetext", value || "nothing read off yet");
  }

  listen() {
    const follow = (event) => this.near(event.clientX, event.clientY);
    this.layer.addEventListener("pointermove", follow);
    this.layer.addEventListener("pointerdown", follow);
    this.layer.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") this.hide(); });
    this.layer.addEventListener("focus", () => { if (this.layer.matches(":focus-visible")) this.show(this.current, this.index); });
    this.layer.addEventListener("blur", () => this.hide());
    this.layer.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (this.key(event.key)) event.preventDefault();
    });
  }

  visible() { return this.series.filter((one) => one.shown); }

  // switched are the series that can be taken away: those that the picture has as such, and not its heat map.
  switched() { return this.series.filter((one) => one.drawn.length > 0 && !one.value); }

  // near shows the point nearest to a place on the screen.
  near(x, y) {
    const box = this.layer.getBoundingClientRect();
    let best = Infinity, series = null, index = 0;
    for (const one of this.visible()) {
      for (let i = 0; i < one.u.length; i++) {
        const distance = Math.hypot(box.left + one.u[i] * box.width - x, box.top + one.v[i] * box.height - y);
        if (distance < best) [best, series, index] = [distance, one, i];
      }
    }
    this.show(series, index);
  }

  // key moves by a key; it returns whether it is one of ours.
  key(name) {
    if (name === "Escape") return this.hide(), true;
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity }[name];
    const turn = { ArrowUp: -1, ArrowDown: 1 }[name];
    if (step === undefined && turn === undefined) return false;
    const all = this.visible();
    if (this.dot.hidden || !all.includes(this.current)) this.show(this.current, this.index);
    else if (turn) this.turn(all[(all.indexOf(this.current) + turn + all.length) % all.length]);
    else this.show(this.current, this.index + step);
    return true;
  }

  // turn goes on at the same place of another series.
  turn(to) {
    const from = this.current.u[this.index];
    let index = 0;
    to.u.forEach((u, i) => { if (Math.abs(u - from) < Math.abs(to.u[index] - from)) index = i; });
    this.show(to, index);
  }

  show(series, index) {
    const all = this.visible();
    if (!series?.shown) [series, index] = [all[0], 0];
    if (!series) return this.hide(), this.report("all series of this panel are switched off");
    this.current = series;
    this.index = Math.min(series.x.length - 1, Math.max(0, index));
    this.dot.style.left = `${100 * series.u[this.index]}%`;
    this.dot.style.top = `${100 * series.v[this.index]}%`;
    this.dot.style.borderColor = series.color;
    this.dot.hidden = false;
    const rows = this.rows();
    this.report([series.label, ...rows.map(([name, value]) => `${name} ${value}`)].join(", "));
    this.figure.readout(this, series, rows);
  }

  rows() {
    const { data, current: one, index: i } = this;
    const rows = [[quantity(data.x, "x"), value(data.x, one.x[i])], [quantity(data.y, "y"), value(data.y, one.y[i]) + spread(one, i)]];
    if (one.value) rows.push([one.of || "value", text(one.value[i])]);
    return rows;
  }

  hide() {
    this.dot.hidden = true;
    this.figure.box.hidden = true;
  }
}

// --- one figure -----------------------------------------------------------------------------------

class Figure {
  constructor(source) {
    const element = source.closest("figure");
    this.picture = element.querySelector(".picture");
    this.svg = this.picture.querySelector("svg");
    const groups = this.svg.querySelectorAll("g.panel");
    const data = JSON.parse(source.textContent);
    this.panels = [];
    this.networks = data.networks ?? [];
    this.kinds = { ...kinds, ...data.kinds };
    this.refresh = [];
    data.panels.forEach((panel, i) => {
      if (panel.series && groups[i]) this.panels.push(new Panel(this, panel, groups[i], i));
    });
    this.box = make("div", "readout");
    this.box.hidden = true;
    this.picture.append(...this.panels.map((panel) => panel.layer), this.box);
    element.querySelector("figcaption").before(this.controls());
  }

  // readout shows what was read off beside its point.
  readout(panel, series, rows) {
    const name = make("strong", "", series.label);
    const table = make("dl", "");
    for (const [key, value] of rows) table.append(make("dt", "", key), make("dd", "", value));
    this.box.replaceChildren(name, table);
    this.box.hidden = false;
    const dot = panel.dot.getBoundingClientRect(), box = this.box.getBoundingClientRect();
    const whole = this.picture.getBoundingClientRect(), seen = this.picture.parentElement.getBoundingClientRect();
    const right = Math.min(seen.right, whole.right, document.documentElement.clientWidth);
    let left = dot.right + 8;
    if (left + box.width > right) left = dot.left - 8 - box.width;
    left = Math.max(Math.max(seen.left, whole.left), left);
    const top = dot.top - 8 - box.height < Math.max(0, whole.top) ? dot.bottom + 8 : dot.top - 8 - box.height;
    this.box.style.left = `${left - whole.left}px`;
    this.box.style.top = `${top - whole.top}px`;
  }

  // controls makes the buttons: one for each name, or where there are many names for each network and each kind of
  // series, and then one for each series behind a disclosure.
  controls() {
    const all = this.panels.flatMap((panel) => panel.switched());
    const names = new Set(all.map((one) => one.label)), styles = new Set(all.map((one) => one.style));
    const both = make("div", "series-controls");
    if (names.size <= 8) {
      both.append(this.bar("Series", [...names].map((name) => [name, all.filter((one) => one.label === name)])));
      return both;
    }
    both.append(this.bar("Series", [
      ...this.networks.map(({ name, color, panels }) =>
        [name, all.filter((one) => one.color === color && (!panels || panels.includes(one.place)))]),
      ...[...styles].map((style) => {
        const alike = all.filter((one) => one.style === style);
        const only = alike.every((one) => one.label === alike[0].label);
        return [only ? alike[0].label : this.kinds[style] ?? style, alike];
      }),
    ]));
    const single = make("details", "series-single");
    single.append(make("summary", "", "Single series"));
    for (const panel of this.panels) {
      single.append(this.bar(`Panel ${panel.data.name}`, panel.switched().map((one) => [one.label, [one]]), panel.data.name && `(${panel.data.name})`));
    }
    both.append(single);
    return both;
  }

  // bar makes a row of buttons, for pairs of a label and its series.
  bar(label, entries, heading = "") {
    const bar = make("div", "series-bar");
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", label);
    if (heading) bar.append(make("span", "panel-name", heading));
    for (const [name, series] of entries) if (series.length > 0) bar.append(this.button(name, series));
    return bar;
  }

  // button takes series away and brings them back.
  button(label, series) {
    const button = make("button", "", label);
    button.type = "button";
    const colors = new Set(series.map((one) => one.color));
    const swatch = make("span", `swatch ${lines.includes(series[0].style) ? "line" : ""}`);
    swatch.style.color = colors.size === 1 ? series[0].color : "currentColor";
    button.prepend(swatch);
    const refresh = () => {
      const shown = series.filter((one) => one.shown).length;
      button.setAttribute("aria-pressed", shown === series.length ? "true" : shown ? "mixed" : "false");
    };
    button.addEventListener("click", () => {
      const shown = !series.every((one) => one.shown);
      for (const one of series) {
        one.shown = shown;
        for (const group of one.drawn) group.classList.toggle("off", !shown);
      }
      this.refresh.forEach((each) => each());
    });
    this.refresh.push(refresh);
    refresh();
    return button;
  }
}

// kinds says what the styles of series stand for, lines which of them are drawn as lines.
const kinds = {
  theory: "theory", sgd: "SGD", images: "images", surrogates: "surrogates", adam: "Adam",
  reference: "references", histogram: "histograms", spectrum: "spectra, densities", function: "functions", density: "densities", scatter: "samples",
};
const lines = ["theory", "reference", "spectrum", "function", "density"];

// --- the page -------------------------------------------------------------------------------------

// mark keeps the entry of the section being read marked in the contents.
function mark() {
  const entries = new Map([...document.querySelectorAll(".contents a")].map((a) => [a.hash.slice(1), a]));
  const sections = [...entries.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let now = null;
  const update = () => {
    const line = innerHeight / 4;
    const passed = sections.filter((section) => section.getBoundingClientRect().top <= line);
    const atEnd = scrollY > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const entry = entries.get((atEnd ? sections : passed).at(-1)?.id);
    if (entry === now) return;
    now?.removeAttribute("aria-current");
    entry?.setAttribute("aria-current", "location");
    now = entry;
    const list = entry?.closest("nav");
    if (!list || list.scrollHeight <= list.clientHeight) return;
    const [inner, outer] = [entry.getBoundingClientRect(), list.getBoundingClientRect()];
    if (inner.top < outer.top + 40) list.scrollTop += inner.top - outer.top - 40;
    else if (inner.bottom > outer.bottom - 40) list.scrollTop += inner.bottom - outer.bottom + 40;
  };
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; update(); });
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  update();
}

// open opens what a link leads to.
function open() {
  const target = document.querySelector(":target");
  if (target?.tagName === "DETAILS") target.open = true;
}

document.querySelectorAll("script.curves").forEach((source) => new Figure(source));
const reading = document.getElementById("reading");
if (reading) reading.hidden = false;
const contents = document.querySelector(".contents details");
const narrow = matchMedia("(max-width: 71.99rem)");
const fold = () => { contents.open = !narrow.matches; };
narrow.addEventListener("change", fold);
fold();
addEventListener("hashchange", open);
open();
mark();

})();
