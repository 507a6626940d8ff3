// What panels and quizzes share. Python puts it into both: anywidget takes one text for each.

/** On a control, this keeps a notebook from taking its keys. */
const OWN_KEYS = "data-lm-suppress-shortcuts";

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * Let a control have its keys, such as arrows, and the notebook those with Ctrl, Alt or Shift.
 * @template {HTMLElement} Control
 * @param {Control} control
 * @returns {Control}
 */
export function keepKeys(control) {
  /** @param {KeyboardEvent} event */
  const divide = ({ ctrlKey, metaKey, altKey, shiftKey }) => {
    control.toggleAttribute(OWN_KEYS, !(ctrlKey || metaKey || altKey || shiftKey));
  };
  control.toggleAttribute(OWN_KEYS, true);
  control.addEventListener("keydown", divide);
  control.addEventListener("keyup", divide);
  control.addEventListener("focus", () => control.toggleAttribute(OWN_KEYS, true));
  return control;
}

/** @returns {string} an id that nothing else on the page has */
export const freshId = () => `course-${Math.random().toString(36).slice(2)}`;
