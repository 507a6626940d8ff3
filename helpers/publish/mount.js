// Shows the panels of a page that has no kernel: the modules are those that draw them in a notebook.

/**
 * @typedef {object} Stored what Python had synchronised
 * @property {string | null} module the name of the module that shows it, if one does
 * @property {Record<string, unknown>} traits
 * @property {Record<string, string>} buffers those traits that are bytes, in base64
 */

/** @typedef {{render: (place: {model: object, el: HTMLElement}) => unknown}} Module */

/** @param {string} text in base64 */
function bytes(text) {
  const letters = atob(text);
  const made = new DataView(new ArrayBuffer(letters.length));
  for (let place = 0; place < letters.length; place += 1) {
    made.setUint8(place, letters.charCodeAt(place));
  }
  return made;
}

/** Let the browser do what waits meanwhile; a timer would be slow in a tab behind others. */
function pause() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(undefined);
  });
}

/**
 * Models in which nothing changes, since no kernel is there.
 * @param {Record<string, Stored>} models
 */
function standIns(models) {
  /** @param {string} name */
  const standIn = (name) => {
    const { traits, buffers } = models[name];
    const all = { ...traits };
    for (const [trait, text] of Object.entries(buffers)) all[trait] = bytes(text);
    const still = () => undefined;
    const get = (/** @type {string} */ trait) => all[trait];
    return { get, on: still, off: still, widget_manager };
  };
  const widget_manager = { get_model: async (/** @type {string} */ name) => standIn(name) };
  return standIn;
}

/**
 * Show each model in the element that names it, as in `<div data-model="…">`, one after another.
 * @param {Record<string, Module>} modules
 * @param {Record<string, Stored>} models
 * @returns {Promise<void>} once all of them answer
 */
export default async function mount(modules, models) {
  /** @type {NodeListOf<HTMLElement>} */
  const places = document.querySelectorAll("[data-model]");
  const standIn = standIns(models);
  for (const el of places) {
    const name = el.dataset.model ?? "";
    await modules[models[name].module ?? ""].render({ model: standIn(name), el });
    await pause();
  }
}
