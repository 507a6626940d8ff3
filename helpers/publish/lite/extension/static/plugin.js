// What the course adds to JupyterLite: notices of Python and of a learner's work, and a menu.

import { followTheCourse } from "./copies.js";
import { say } from "./notices.js";
import { tellOfPython } from "./python.js";
import { beginAfresh, saveWithoutViews, tellOfWork } from "./work.js";

/**
 * @typedef {object} Signal
 * @property {(slot: (sender: unknown, value: string) => void) => void} connect
 */

/**
 * @typedef {object} Kernel
 * @property {(content: object) => {done: Promise<unknown>}} requestExecute
 * @property {() => Promise<void>} restart
 */

/**
 * @typedef {object} Session
 * @property {{kernel: Kernel | null} | null} session
 * @property {Promise<void>} ready
 * @property {Signal} statusChanged
 */

/**
 * @typedef {object} Lesson what shows a notebook
 * @property {Session} [sessionContext]
 * @property {{path: string, ready: Promise<void>, save: () => Promise<void>,
 *   revert: () => Promise<void>}} context
 */

/**
 * @typedef {object} Contents
 * @property {(path: string, file?: any) => Promise<unknown>} save
 * @property {(path: string) => Promise<void>} delete
 * @property {(path: string, options: object) => Promise<any>} get
 */

/**
 * @typedef {object} App JupyterLab, as far as it is used here
 * @property {{addCommand: (name: string, command: object) => void,
 *   execute: (name: string, what?: object) => Promise<any>}} commands
 * @property {{currentWidget: Lesson | null, currentChanged: Signal, collapseLeft: () => void}} shell
 * @property {{contents: Contents}} serviceManager
 * @property {Promise<unknown>} restored
 */

/** Where the list of files would leave no room for a lesson, as on a telephone. */
const NARROW = "(max-width: 760px)";

/** From the page of JupyterLab. */
const FIRST_PAGE = "../../index.html";

/**
 * Add what the menu *Course* offers.
 * @param {App} app
 */
function addCommands(app) {
  const isEnabled = () => Boolean(app.shell.currentWidget?.sessionContext);
  const download = async () => {
    await app.shell.currentWidget?.context.save();
    await app.commands.execute("docmanager:download");
  };
  const commands = {
    lessons: { label: "All Lessons", execute: () => window.location.assign(FIRST_PAGE) },
    download: { label: "Download This Lesson", isEnabled, execute: download },
    afresh: { label: "Begin This Lesson Afresh", isEnabled, execute: () => beginAfresh(app) },
    kept: { label: "Where My Work Is Kept", execute: () => say(app, "kept", "info") },
  };
  for (const [name, command] of Object.entries(commands)) {
    app.commands.addCommand(`course:${name}`, command);
  }
}

/**
 * Fold the list of files away on a narrow page each time a lesson comes to the front.
 * @param {App} app
 */
function makeRoom({ shell }) {
  const fold = async () => {
    await shell.currentWidget?.sessionContext?.ready;
    if (window.matchMedia(NARROW).matches) shell.collapseLeft();
  };
  shell.currentChanged.connect(fold);
  void fold();
}

export default {
  id: "how-one-neuron-learns:plugin",
  autoStart: true,
  /** @param {App} app */
  activate: (app) => {
    saveWithoutViews(app.serviceManager.contents);
    addCommands(app);
    void app.restored.then(() => {
      makeRoom(app);
      followTheCourse(app);
      tellOfPython(app);
      return tellOfWork(app);
    });
  },
};
