// The digits 1 to 9 choose an answer of the quiz on the slide, wherever the focus is.

/** @param {any} Reveal */
export default function digits(Reveal) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/u.test(event.key)) return;
    if (event.target instanceof Element && event.target.matches("[type=number]")) return;
    const slide = /** @type {HTMLElement} */ (Reveal.getCurrentSlide());
    const answers = slide.querySelectorAll(".course-quiz input");
    const answer = /** @type {HTMLInputElement | undefined} */ (answers[Number(event.key) - 1]);
    answer?.click();
  });
}
