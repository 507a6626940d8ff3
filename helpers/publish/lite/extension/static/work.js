// Keeps what a learner writes, says where, and gives it up when it is told to.

import { say } from "./notices.js";

/** @typedef {import("./plugin.js").App} App */
/** @typedef {import("./plugin.js").Contents} Contents */

const NAME = "how-one-neuron-learns";
const VIEW = "application/vnd.jupyter.widget-view+json";

/**
 * Return what is to be stored of a file: of a notebook all but the views of widgets. Without its
 * kernel a view would only say that its model is missing, in the place of the picture beside it.
 * @param {any} file
 */
export function withoutViews(file) {
  if (file?.type !== "notebook" || !file.content?.cells) return file;
  const content = structuredClone(file.content);
  for (const cell of content.cells) {
    for (const output of cell.outputs ?? []) {
      if (output.data) delete output.data[VIEW];
    }
  }
  return { ...file, content };
}

/** @param {Contents} contents */
export function saveWithoutViews(contents) {
  const save = contents.save.bind(contents);
  contents.save = (path, file) => save(path, withoutViews(file));
}

/** @returns {Promise<boolean>} whether Python sees a learner's files, by a service worker */
async function seesFiles() {
  if (!navigator.serviceWorker) return false;
  const late = new Promise((resolve) => setTimeout(resolve, 10_000, false));
  return Boolean(await Promise.race([navigator.serviceWorker.ready, late]));
}

/** @returns {Promise<boolean>} whether the browser keeps what is written */
function keepsWork() {
  return new Promise((resolve) => {
    const asked = window.indexedDB?.open(NAME);
    if (!asked) return resolve(false);
    asked.onsuccess = () => resolve(true);
    asked.onerror = () => resolve(false);
  });
}

/**
 * Say once where work is kept, and each time what this browser cannot do.
 * @param {App} app
 */
export async function tellOfWork(app) {
  if (!window.isSecureContext) await say(app, "untrusted", "warning");
  else if (!(await seesFiles())) await say(app, "unseen", "warning");
  if (!(await keepsWork())) {
    await say(app, "unkept", "warning");
    return;
  }
  void navigator.storage?.persist?.(); // some browsers ask the learner, and nothing waits for that
  if (localStorage.getItem(NAME)) return;
  localStorage.setItem(NAME, "told where work is kept");
  await say(app, "kept", "info");
}

/**
 * Put the lesson in front back as it was given, if the learner says so, and start Python anew.
 * @param {App} app
 */
export async function beginAfresh({ shell, serviceManager }) {
  const lesson = shell.currentWidget;
  if (!lesson) return;
  const { path } = lesson.context;
  if (!window.confirm(`Begin ${path} afresh? What you wrote in it is lost.`)) return;
  await serviceManager.contents.delete(path);
  await lesson.context.revert();
  await lesson.sessionContext?.session?.kernel?.restart();
}
