// A picture with its controls. Python has drawn every position; a move only exchanges an SVG.
// In a notebook anywidget calls `render`, in a deck or on a page `mount.js` does.

import { element, freshId, keepKeys } from "./controls.js";

/**
 * @typedef {object} Model what Python has synchronised
 * @property {(name: string) => any} get
 * @property {(event: string, listener: () => void) => void} on
 * @property {(event: string, listener: () => void) => void} off
 * @property {{get_model: (name: string) => Promise<Model>}} widget_manager
 */

/**
 * @typedef {object} Control
 * @property {"slider" | "choice" | "player"} kind
 * @property {string} label
 * @property {string[]} texts one for each position
 * @property {number} first the place of the position that is shown first
 * @property {number} [interval] milliseconds for each step of a player
 */

/**
 * @typedef {object} Shown a control on the page
 * @property {HTMLElement} node
 * @property {number} count
 * @property {() => number} place
 * @property {(place: number) => void} go
 * @property {() => void} [stop]
 */

/** How long a picture rests, in milliseconds, before a screen reader is told what it shows. */
const REST = 600;

/** After so many milliseconds without news of the drawing a panel says so: Python may have died. */
const SILENCE = 10_000;
const SILENT = "No news from Python for 10 seconds. If it has stopped, run the cells again.";

/**
 * A native slider with a label and a place for what it stands at.
 * @param {Control} control
 * @param {() => void} moved
 */
function range(control, moved) {
  const id = freshId();
  const last = String(control.texts.length - 1);
  const attributes = { id, type: "range", min: "0", max: last, step: "1" };
  const input = keepKeys(element("input", attributes));
  const label = element("label", { for: id }, control.label);
  const readout = element("span", { class: "course-readout", "aria-hidden": "true" });
  readout.style.minWidth = `${Math.max(...control.texts.map((text) => text.length))}ch`;
  /** @param {number} place */
  const go = (place) => {
    input.value = String(place);
    const text = control.texts[input.valueAsNumber];
    readout.textContent = text;
    input.setAttribute("aria-valuetext", text);
    moved();
  };
  input.addEventListener("input", () => go(input.valueAsNumber));
  return { input, label, readout, go };
}

/**
 * @param {Control} control
 * @param {() => void} moved
 * @returns {Shown}
 */
function slider(control, moved) {
  const { input, label, readout, go } = range(control, moved);
  const node = element("div", { class: "course-slider" }, label, input, readout);
  return { node, count: control.texts.length, place: () => input.valueAsNumber, go };
}

/**
 * A slider that moves by itself, with a field for a number in place of the readout.
 * @param {Control} control
 * @param {() => void} moved
 * @returns {Shown}
 */
function player(control, moved) {
  const { input, label, go: slide } = range(control, moved);
  const last = control.texts.length - 1;
  const button = keepKeys(element("button", { type: "button", class: "course-play" }));
  const name = `${control.label}, as a number`;
  const attributes = { type: "number", min: "0", max: String(last), "aria-label": name };
  const number = keepKeys(element("input", attributes));
  let timer = 0;
  /** @param {number} place */
  const go = (place) => {
    slide(place);
    number.value = String(place);
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    button.textContent = "Play";
  };
  const play = () => {
    button.textContent = "Pause";
    if (input.valueAsNumber === last) go(0);
    timer = window.setInterval(() => {
      go(input.valueAsNumber + 1);
      if (input.valueAsNumber === last) stop();
    }, control.interval);
  };
  button.addEventListener("click", () => (timer ? stop() : play()));
  input.addEventListener("input", () => {
    stop();
    number.value = input.value;
  });
  number.addEventListener("input", () => {
    stop();
    if (number.value && number.validity.valid) slide(number.valueAsNumber);
  });
  number.addEventListener("change", () => go(input.valueAsNumber));
  stop();
  const node = element("div", { class: "course-slider" }, button, label, input, number);
  return { node, count: last + 1, place: () => input.valueAsNumber, go, stop };
}

/**
 * A button for each position, of which one is pressed.
 * @param {Control} control
 * @param {() => void} moved
 * @returns {Shown}
 */
function choice(control, moved) {
  const name = freshId();
  const buttons = control.texts.map(() => keepKeys(element("input", { type: "radio", name })));
  const labels = buttons.map((button, i) =>
    element("label", {}, button, element("span", {}, control.texts[i])),
  );
  for (const button of buttons) button.addEventListener("change", moved);
  const legend = element("legend", {}, control.label);
  const node = element("fieldset", { class: "course-choice" }, legend, ...labels);
  /** @param {number} place */
  const go = (place) => {
    buttons[place].checked = true;
    moved();
  };
  const place = () => buttons.findIndex((button) => button.checked);
  return { node, count: buttons.length, place, go };
}

const KINDS = { slider, player, choice };

/**
 * @param {DataView} packed a list of texts as JSON, compressed by gzip
 * @returns {Promise<string[]>}
 */
async function unpack(packed) {
  const bytes = new Blob([/** @type {DataView<ArrayBuffer>} */ (packed)]).stream();
  return new Response(bytes.pipeThrough(new DecompressionStream("gzip"))).json();
}

/**
 * What stands still with what moves on top, and a text that tells a screen reader of both.
 * @param {Model} model
 */
function picture(model) {
  const standing = element("div", { class: "course-layer" });
  const moving = element("div", { class: "course-layer" });
  const said = element("p", { class: "course-said", role: "status" });
  standing.innerHTML = model.get("standing");
  moving.innerHTML = model.get("moving");
  const say = () => {
    said.textContent = moving.querySelector("svg")?.getAttribute("aria-label") ?? "";
  };
  let rest = 0;
  /** @param {string} svg */
  const show = (svg) => {
    moving.innerHTML = svg;
    clearTimeout(rest);
    rest = window.setTimeout(say, REST);
  };
  const node = element("div", { class: "course-picture" }, standing, moving, said);
  return { node, show, stop: () => clearTimeout(rest) };
}

/**
 * Let all controls stand at the first position while the page is printed.
 * @param {Shown[]} shown
 * @param {number[]} first
 * @returns {() => void} ends that
 */
function firstOnPaper(shown, first) {
  let now = first;
  /** @param {number[]} places */
  const go = (places) => {
    for (const [i, control] of shown.entries()) control.go(places[i]);
  };
  const print = () => {
    now = shown.map((control) => control.place());
    go(first);
  };
  const printed = () => go(now);
  window.addEventListener("beforeprint", print);
  window.addEventListener("afterprint", printed);
  go(first);
  return () => {
    window.removeEventListener("beforeprint", print);
    window.removeEventListener("afterprint", printed);
  };
}

/**
 * Show the panel of a model in an element.
 * @param {{model: Model, el: HTMLElement}} place
 * @returns {Promise<() => void>} ends the panel; kept once all positions that are there can be shown
 */
async function render({ model, el }) {
  /** @type {string[]} */
  let positions = [];
  const { node, show, stop } = picture(model);
  const moved = () => {
    const place = shown.reduce((sum, control) => sum * control.count + control.place(), 0);
    if (positions.length) show(positions[place]);
  };
  /** @type {Control[]} */
  const controls = model.get("controls");
  const shown = controls.map((control) => KINDS[control.kind](control, moved));
  const end = firstOnPaper(
    shown,
    controls.map((control) => control.first),
  );

  const all = element("fieldset", { class: "course-controls" }, ...shown.map((one) => one.node));
  all.disabled = true;
  const note = element("p", { class: "course-note", role: "status" });
  const panel = element("div", { class: "course-panel" }, note, all, node);
  el.append(panel);

  const drawn = await model.widget_manager.get_model(model.get("drawn"));
  let silence = 0;
  const tell = () => {
    clearTimeout(silence);
    const percent = drawn.get("percent");
    const drawing = percent && !positions.length ? `drawing: ${percent} %` : "";
    note.textContent = drawn.get("trouble") || drawing;
    if (positions.length || drawn.get("trouble")) return;
    silence = window.setTimeout(() => {
      note.textContent = SILENT;
    }, SILENCE);
  };
  const receive = async () => {
    const packed = drawn.get("positions");
    if (!packed?.byteLength) return;
    positions = await unpack(packed);
    all.disabled = false;
    panel.dataset.live = "true";
    tell();
  };
  /** @type {[string, () => void][]} */
  const listeners = [
    ["change:positions", receive],
    ["change:percent", tell],
    ["change:trouble", tell],
  ];
  for (const [event, listener] of listeners) drawn.on(event, listener);
  tell();
  await receive();
  return () => {
    for (const [event, listener] of listeners) drawn.off(event, listener);
    clearTimeout(silence);
    end();
    stop();
    for (const control of shown) control.stop?.();
    positions = []; // a front end may keep the element for long, as JupyterLab does
    panel.remove();
  };
}

export default { render };
