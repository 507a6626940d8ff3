// What a deck does beyond reveal.js: keys belong to the control that has the focus, and D makes the
// slides dark, as `?dark` does.

/** @param {EventTarget | null} target */
const inPanel = (target) =>
  target instanceof Element && target.closest(".course-panel, .course-quiz");

/** Make the slides dark or bright, and those of the other lessons with them. */
function toggleDark() {
  const dark = document.documentElement.classList.toggle("dark");
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll("footer a:not(.run)");
  for (const link of links) link.search = dark ? "?dark" : "";
}

/**
 * A clicker sends PageDown: it turns the page wherever the focus is. Escape leaves a control.
 * @param {any} Reveal
 * @param {KeyboardEvent} event
 */
function leaveControl(Reveal, event) {
  if (!inPanel(event.target)) return;
  const focused = /** @type {HTMLElement} */ (event.target);
  const acts = {
    PageDown: () => Reveal.next(),
    PageUp: () => Reveal.prev(),
    Escape: () => focused.blur(),
  };
  const act = /** @type {Record<string, () => void>} */ (acts)[event.key];
  if (!act) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  act();
}

/**
 * What cannot be seen takes no keys and does not go on: slides behind a black screen or the list of
 * the keys, and a player whose slide is left.
 * @param {any} Reveal
 */
function restUnseen(Reveal) {
  const slides = /** @type {HTMLElement} */ (Reveal.getSlidesElement());
  for (const event of ["paused", "resumed", "showhelp", "closeoverlay"])
    Reveal.on(event, () => {
      slides.inert = Reveal.isPaused() || Reveal.isOverlayOpen();
    });
  Reveal.on("slidechanged", (/** @type {{previousSlide?: HTMLElement}} */ { previousSlide }) => {
    /** @type {NodeListOf<HTMLElement> | undefined} */
    const players = previousSlide?.querySelectorAll(".course-play");
    for (const button of players ?? []) if (button.textContent === "Pause") button.click();
  });
}

/**
 * Begin the talk.
 * @param {any} Reveal
 * @param {Promise<unknown>} shown
 */
export default async function begin(Reveal, shown) {
  Object.assign(window, { Reveal }); // where its plug-ins and the browser's console look for it
  const begun = Reveal.initialize({
    width: 1280,
    height: 720,
    margin: 0,
    center: false,
    display: "grid",
    controls: false, // the foot of each slide has them
    hash: true,
    transition: "none",
    progress: false,
    viewDistance: 1000,
    mobileViewDistance: 1000,
    scrollActivationWidth: null,
    keyboardCondition: (/** @type {KeyboardEvent} */ event) => !inPanel(event.target),
  });
  Reveal.configure({ view: null }); // `deck.css` prints, even where `?print-pdf` asks reveal.js to
  await begun;
  restUnseen(Reveal);
  Reveal.addKeyBinding({ keyCode: 68, key: "D", description: "Dark or bright" }, toggleDark);
  if (/[?&]dark\b/u.test(window.location.search)) toggleDark();
  document.addEventListener("keydown", (event) => leaveControl(Reveal, event), true);
  await shown;
  await document.fonts.ready;
}
