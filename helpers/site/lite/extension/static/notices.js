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
  ready: "Python is ready.",
  kept:
    "What you write is kept in this browser, on this machine only. " +
    "The menu Course downloads it, and begins a lesson afresh.",
  newer:
    "There is a newer version of this lesson. You have written in yours, so it is kept. " +
    "For the newer one: menu Course, Begin Afresh.",
  unseen:
    "Python cannot see files in this window, so lessons 2, 4 and 5 fail. " +
    "A private window of Firefox is so: use an ordinary one.",
  unkept:
    "This browser keeps nothing of what you write. " +
    "Download each lesson before you close it: menu Course.",
};

/**
 * Show a notice that stays, and return its name.
 * @param {App} app
 * @param {Text} text
 * @param {"info" | "warning" | "in-progress"} type
 * @returns {Promise<string>}
 */
export function say(app, text, type) {
  const options = { autoClose: false };
  return app.commands.execute("apputils:notify", { message: TEXTS[text], type, options });
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
