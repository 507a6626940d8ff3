// Shows the panels of a page that has no kernel: the modules are those that draw them in a notebook.

/**
 * @typedef {object} Stored what Python had synchronised
 * @property {string} module the name of the module that shows it
 * @property {Record<string, unknown>} traits
 * @property {Record<string, string>} buffers those traits that are bytes, in base64
 */

/** @typedef {{render: (place: {model: object, el: HTMLElement}) => unknown}} Module */

/** @param {string} text in base64 */
function bytes(text) {
  return new DataView(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
}

/**
 * A model in which nothing changes, since no kernel is there.
 * @param {Stored} stored
 */
function standIn({ traits, buffers }) {
  const all = { ...traits };
  for (const [name, text] of Object.entries(buffers)) all[name] = bytes(text);
  return { get: (/** @type {string} */ name) => all[name], on: () => undefined };
}

/**
 * Show each model in the element that names it, as in `<div data-model="…">`.
 * @param {Record<string, Module>} modules
 * @param {Record<string, Stored>} models
 * @returns {Promise<unknown>} once all of them answer
 */
export default function mount(modules, models) {
  /** @type {NodeListOf<HTMLElement>} */
  const places = document.querySelectorAll("[data-model]");
  const shown = [...places].map((el) => {
    const stored = models[el.dataset.model ?? ""];
    return modules[stored.module].render({ model: standIn(stored), el });
  });
  return Promise.all(shown);
}
