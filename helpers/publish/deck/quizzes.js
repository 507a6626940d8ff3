// The digits 1 to 9 choose an answer of the quiz on the slide, wherever the focus is. A mouse that has
// chosen one leaves the arrow keys to the slides.

/** @param {any} Reveal */
export default function digits(Reveal) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/u.test(event.key)) return;
    if (Reveal.getSlidesElement().inert) return;
    const written = "input:is([type=number], [type=text])";
    if (event.target instanceof Element && event.target.matches(written)) return;
    const slide = /** @type {HTMLElement} */ (Reveal.getCurrentSlide());
    const answers = slide.querySelectorAll(".course-quiz input");
    const answer = /** @type {HTMLInputElement | undefined} */ (answers[Number(event.key) - 1]);
    answer?.click();
  });
  document.addEventListener("click", ({ target, detail }) => {
    const byMouse = detail > 0; // a key clicks too, and then the focus is needed
    if (byMouse && target instanceof HTMLElement && target.matches(".course-quiz input"))
      target.blur();
  });
}
