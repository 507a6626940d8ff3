// Lets a lesson that the browser keeps follow the course, unless somebody has written in it.

import { say } from "./notices.js";

/** @typedef {import("./plugin.js").App} App */
/** @typedef {import("./plugin.js").Lesson} Lesson */

/** Before the path of a lesson, the name under which its last given version is known. */
const GIVEN = "how-one-neuron-learns given ";

/**
 * Return a short text that changes with what is written in a notebook, not with its outputs.
 * @param {{cells: {cell_type: string, source: string | string[]}[]}} notebook
 */
export function fingerprint({ cells }) {
  const written = JSON.stringify(
    cells.map(({ cell_type, source }) => [cell_type, [source].flat().join("")]),
  );
  let hash = 0xcbf29ce484222325n; // FNV-1a, for `crypto` asks for https
  for (const byte of new TextEncoder().encode(written)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(36);
}

/**
 * Bring a lesson that has been opened up to date, or say that there is a newer one.
 * @param {App} app
 * @param {Lesson} lesson
 */
async function follow(app, { context }) {
  const { contents } = app.serviceManager;
  const { path } = context;
  const place = path.split("/").map(encodeURIComponent).join("/");
  const answer = await fetch(new URL(`../files/${place}`, window.location.href), {
    cache: "no-cache",
  });
  if (!path.endsWith(".ipynb") || !answer.ok) return; // it is the learner's own
  const newest = fingerprint(await answer.json());
  const { content } = await contents.get(path, { content: true });
  const now = fingerprint(content);
  if (now !== newest && now !== localStorage.getItem(GIVEN + path)) {
    await say(app, "newer", "info");
    return;
  }
  if (now !== newest) {
    await contents.delete(path);
    await context.revert();
  }
  localStorage.setItem(GIVEN + path, newest);
}

/**
 * Look at each lesson when it comes to the front for the first time.
 * @param {App} app
 */
export function followTheCourse(app) {
  const known = new WeakSet();
  const look = async () => {
    const lesson = app.shell.currentWidget;
    if (!lesson?.sessionContext || known.has(lesson)) return;
    known.add(lesson);
    await lesson.context.ready;
    await follow(app, lesson);
  };
  app.shell.currentChanged.connect(look);
  void look();
}
