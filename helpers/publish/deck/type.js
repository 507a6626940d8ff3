// Sets the words of a slide without a picture in the largest type that fits, so that a short one
// fills the screen too.

/** In CSS pixels on a slide of 1280 by 720; in the last all fit. */
const SIZES = [44, 42, 40, 38, 36, 34];

/** @param {HTMLElement} slide */
function overflows(slide) {
  const words = slide.querySelector(":scope > .words");
  const wide = words && words.scrollWidth > words.clientWidth;
  return wide || slide.scrollHeight > slide.clientHeight;
}

/** Try all slides at once: the browser then arranges the page once for each size. */
export default function enlarge() {
  /** @type {NodeListOf<HTMLElement>} */
  const slides = document.querySelectorAll(":is(.message, .exercise)");
  let left = [...slides];
  for (const size of SIZES) {
    for (const slide of left) slide.style.setProperty("--type", `${size}px`);
    left = left.filter(overflows);
  }
}
