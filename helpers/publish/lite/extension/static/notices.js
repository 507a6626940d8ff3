// What the notices say, each in the 140 letters that JupyterLab shows of one.

/** @typedef {import("./plugin.js").App} App */

/** @typedef {keyof typeof TEXTS} Text */

export const TEXTS = {
  starting:
    "Python is starting. The first time it fetches some 55 MB, which can take a minute. " +
    "Cells that show [*] wait for it.",
  slow:
    "Python has not started for a minute. On a slow network wait on, or else reload the page. " +
    "What you wrote is kept.",
  unreached:
    "Python comes from HOST, which does not answer. Perhaps this network blocks it: " +
    "ask to let it through, then reload.",
  ready: "Python is ready.",
  kept:
    "What you write is kept in this browser, on this machine only. " +
    "The menu Course downloads it, and begins a lesson afresh.",
  newer:
    "There is a newer version of this lesson. You have written in yours, so it is kept. " +
    "For the newer one: menu Course, Begin Afresh.",
  untrusted:
    "At an address without https, Python cannot see your own files. " +
    "The lessons run. For your own files use https, or localhost.",
  unseen:
    "In this window Python cannot see your own files. The lessons run. " +
    "In Firefox, use a window that is not private.",
  unkept:
    "This browser keeps nothing of what you write. " +
    "Download each lesson before you close it: menu Course.",
};

/**
 * Show a notice that stays, and return its name.
 * @param {App} app
 * @param {Text} text
 * @param {"info" | "warning" | "in-progress"} type
 * @param {string} [host] what it speaks of
 * @returns {Promise<string>}
 */
export function say(app, text, type, host = "") {
  const message = TEXTS[text].replace("HOST", host);
  return app.commands.execute("apputils:notify", { message, type, options: { autoClose: false } });
}

/**
 * Change a notice that is shown.
 * @param {App} app
 * @param {string} id its name
 * @param {Text} text
 * @param {"success" | "in-progress"} type
 * @param {number | false} autoClose milliseconds until it goes by itself
 */
export function change(app, id, text, type, autoClose = false) {
  const notice = { id, message: TEXTS[text], type, autoClose };
  return app.commands.execute("apputils:update-notification", notice);
}
