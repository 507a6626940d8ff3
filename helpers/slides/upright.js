// On a screen that is held upright, as a telephone is, the slides stand below each other and the page
// scrolls. `deck.css` says how they look there. The deck is at the slide in the middle of the screen.

/** What may be wider than the screen. */
const WIDE = ".shown picture, .course-picture, .words :is(p, table), :is(.words, .shown) pre";

const upright = window.matchMedia("screen and (orientation: portrait)");

/** What reveal.js hides from a screen reader can be read here: all slides are in the page. */
function unhide() {
  for (const slide of document.querySelectorAll(".slides section")) {
    slide.removeAttribute("hidden");
    slide.removeAttribute("aria-hidden");
  }
}

/** What is wider than the screen is moved sideways in its own place, by keys too. */
function letKeysScroll() {
  /** @type {NodeListOf<HTMLElement>} */
  const boxes = document.querySelectorAll(WIDE);
  for (const box of boxes) if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}

/**
 * Follow the screen as it is turned.
 * @param {any} Reveal
 */
export default function scrollUpright(Reveal) {
  /** @param {Element} slide */
  const go = (slide) => Reveal.slide(Reveal.getIndices(slide).h);
  let scrolled = false;
  /** @param {IntersectionObserverEntry[]} entries */
  const follow = (entries) => {
    const seen = entries.find((entry) => entry.isIntersecting)?.target;
    if (!seen || seen === Reveal.getCurrentSlide()) return;
    scrolled = true;
    go(seen);
    scrolled = false;
  };
  const middle = new IntersectionObserver(follow, { rootMargin: "-50% 0px" });
  const show = () => {
    unhide();
    if (!scrolled) Reveal.getCurrentSlide().scrollIntoView();
  };
  const turn = () => {
    const tall = upright.matches;
    const slide = Reveal.getCurrentSlide();
    document.documentElement.classList.toggle("portrait", tall);
    Reveal.getRevealElement().toggleAttribute("data-prevent-swipe", tall); // a swipe scrolls
    Reveal.configure({ disableLayout: tall, overview: !tall });
    if (tall) {
      Reveal.getSlidesElement().removeAttribute("style"); // the size of the stage
      Reveal.on("slidechanged", show);
      show();
      for (const one of Reveal.getSlides()) middle.observe(one);
      letKeysScroll();
    } else {
      Reveal.off("slidechanged", show);
      middle.disconnect();
      window.scrollTo(0, 0);
      go(slide);
    }
  };
  upright.addEventListener("change", turn);
  turn();
}
