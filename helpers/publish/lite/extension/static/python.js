// Says what Python does while a lesson cannot be run yet.

import { change, say } from "./notices.js";

/** @typedef {import("./plugin.js").App} App */
/** @typedef {import("./plugin.js").Session} Session */

/** After so many milliseconds a start is slow. */
const SLOW = 60_000;

/** After so many milliseconds the place that Python comes from does not answer. */
const SILENT = 30_000;

/** @returns {URL} where Python comes from, which the pages of the course or a network hold */
function source() {
  const settings = document.getElementById("jupyter-config-data")?.textContent ?? "";
  const kernel = "@jupyterlite/pyodide-kernel-extension:kernel";
  const { pyodideUrl } = JSON.parse(settings).litePluginSettings[kernel];
  return new URL(pyodideUrl, new URL("../../../", import.meta.url));
}

/**
 * @param {Session} session
 * @returns {Promise<"ready" | "stopped">} how its start has ended
 */
async function started(session) {
  try {
    await session.ready;
    await session.session?.kernel?.requestExecute({ code: "", silent: true }).done;
    return "ready";
  } catch {
    return "stopped";
  }
}

/** @returns {Promise<"unreached">} once Python's source has not answered; else never */
function unreached() {
  return new Promise((resolve) => {
    const silent = setTimeout(resolve, SILENT, "unreached");
    fetch(source()).then(
      () => clearTimeout(silent),
      () => resolve("unreached"),
    );
  });
}

/**
 * Say that Python is starting until it answers, or until it is known that it cannot.
 * @param {App} app
 * @param {Session} session
 */
async function tellOfStart(app, session) {
  const id = await say(app, "starting", "in-progress");
  const slow = setTimeout(() => change(app, id, "slow", "in-progress"), SLOW);
  const end = await Promise.race([started(session), unreached()]);
  clearTimeout(slow);
  if (end === "ready") await change(app, id, "ready", "success", 3000);
  else await app.commands.execute("apputils:dismiss-notification", { id });
  if (end === "unreached") await say(app, "unreached", "warning", source().host);
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
