// `?lesson=03` behind the address of the first page leads to that lesson.

/** Go to the lesson that the address asks for, or say that there is none. */
export default function chosen() {
  const asked = new URLSearchParams(window.location.search).get("lesson");
  const note = document.querySelector(".chosen");
  if (asked === null || !note) return;
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const lessons = document.querySelectorAll("a[data-lesson]");
  const found = [...lessons].find((link) => link.dataset.lesson === asked.padStart(2, "0"));
  if (found) window.location.replace(found.href);
  else note.textContent = `There is no lesson ${asked}. These are the lessons:`;
}
