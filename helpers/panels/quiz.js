// A question whose feedback appears once an answer is chosen. Python is not asked.

import { element, freshId, keepKeys } from "./controls.js";

/** @typedef {{get: (name: string) => any}} Model what Python has synchronised */

/** How the feedback on a right answer begins. */
const RIGHT = /^Yes\b/u;

/**
 * Show the question of a model in an element.
 * @param {{model: Model, el: HTMLElement}} place
 */
function render({ model, el }) {
  const name = freshId();
  const question = element("legend", {}, model.get("question"));
  const feedback = element("p", { class: "course-feedback", role: "status" });
  /** @type {[string, string][]} */
  const answers = model.get("answers");
  const labels = answers.map(([answer, reply]) => {
    const radio = keepKeys(element("input", { type: "radio", name }));
    radio.addEventListener("change", () => {
      feedback.textContent = reply;
      feedback.classList.toggle("course-right", RIGHT.test(reply));
    });
    return element("label", {}, radio, answer);
  });
  const quiz = element("fieldset", { class: "course-quiz" }, question, ...labels, feedback);
  quiz.classList.toggle(
    "course-judges",
    answers.some(([, reply]) => RIGHT.test(reply)),
  );
  el.append(quiz);
}

export default { render };
