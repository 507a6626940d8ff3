// Says what Python does while a lesson cannot be run yet.

import { change, say } from "./notices.js";

/** @typedef {import("./plugin.js").App} App */
/** @typedef {import("./plugin.js").Session} Session */

/** After so many milliseconds a start is slow. */
const SLOW = 60_000;

/**
 * Say that Python is starting until it answers.
 * @param {App} app
 * @param {Session} session
 */
async function tellOfStart(app, session) {
  const id = await say(app, "starting", "in-progress");
  const slow = setTimeout(() => change(app, id, "slow", "in-progress"), SLOW);
  try {
    await session.ready;
    await session.session?.kernel?.requestExecute({ code: "", silent: true }).done;
    await change(app, id, "ready", "success", 3000);
  } catch {
    await app.commands.execute("apputils:dismiss-notification", { id }); // it was stopped meanwhile
  }
  clearTimeout(slow);
}

/**
 * Tell of Python where a lesson comes to the front for the first time, and when it starts again.
 * @param {App} app
 */
export function tellOfPython(app) {
  const known = new WeakSet();
  const look = () => {
    const session = app.shell.currentWidget?.sessionContext;
    if (!session || known.has(session)) return;
    known.add(session);
    void tellOfStart(app, session);
    session.statusChanged.connect((_, status) => {
      if (status === "restarting") void tellOfStart(app, session);
    });
  };
  app.shell.currentChanged.connect(look);
  look();
}
