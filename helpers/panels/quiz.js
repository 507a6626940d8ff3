// A question whose feedback appears once an answer is chosen. Python is not asked.

/** @typedef {{get: (name: string) => any}} Model what Python has synchronised */

/** On a control, this keeps a notebook from taking its keys, such as arrows. */
const OWN_KEYS = "data-lm-suppress-shortcuts";

/** How the feedback on a right answer begins. */
const RIGHT = /^Yes\b/u;

/**
 * Show the question of a model in an element.
 * @param {{model: Model, el: HTMLElement}} place
 */
function render({ model, el }) {
  const name = `course-${Math.random().toString(36).slice(2)}`;
  const question = document.createElement("legend");
  question.textContent = model.get("question");
  const feedback = document.createElement("p");
  feedback.className = "course-feedback";
  feedback.setAttribute("role", "status");
  /** @type {[string, string][]} */
  const answers = model.get("answers");
  const labels = answers.map(([answer, reply]) => {
    const radio = document.createElement("input");
    Object.assign(radio, { type: "radio", name });
    radio.toggleAttribute(OWN_KEYS, true);
    for (const kind of /** @type {const} */ (["keydown", "keyup"])) {
      // those with Ctrl, Alt or Shift are the notebook's
      radio.addEventListener(kind, ({ ctrlKey, metaKey, altKey, shiftKey }) => {
        radio.toggleAttribute(OWN_KEYS, !(ctrlKey || metaKey || altKey || shiftKey));
      });
    }
    radio.addEventListener("change", () => {
      feedback.textContent = reply;
      feedback.classList.toggle("course-right", RIGHT.test(reply));
    });
    const label = document.createElement("label");
    label.append(radio, answer);
    return label;
  });
  const quiz = document.createElement("fieldset");
  quiz.className = "course-quiz";
  quiz.classList.toggle(
    "course-judges",
    answers.some(([, reply]) => RIGHT.test(reply)),
  );
  quiz.append(question, ...labels, feedback);
  el.append(quiz);
}

export default { render };
