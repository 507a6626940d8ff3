// What a deck does beyond reveal.js: keys belong to the control that has the focus, and S opens the
// teacher's notes in a window of their own.

/** @param {EventTarget | null} target */
const inPanel = (target) =>
  target instanceof Element && target.closest(".course-panel, .course-quiz");

/** Printing puts every slide on a page of its own. */
const printing = /print-pdf/u.test(window.location.search);

const upright = window.matchMedia("(orientation: portrait)");

/** On a screen that is held upright the stage stands upright, too. */
function stage() {
  const tall = upright.matches && !printing;
  document.documentElement.classList.toggle("portrait", tall);
  return tall ? { width: 800, height: 1400 } : { width: 1280, height: 720 };
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
 * The window of the teacher's notes, which follows the slides.
 * @param {any} Reveal
 */
function notesWindow(Reveal) {
  /** @type {Window | null} */
  let speaker = null;
  const show = () => {
    if (!speaker || speaker.closed) return;
    const page = speaker.document;
    const place = `Slide ${Reveal.getSlidePastCount() + 1} of ${Reveal.getTotalSlides()}`;
    const notes = Reveal.getCurrentSlide().querySelector("aside.notes");
    page.title = place;
    page.body.style.cssText = "font: 20px/1.5 sans-serif; margin: 2em; max-width: 40em";
    const heading = Object.assign(page.createElement("h1"), { textContent: place });
    const body = page.createElement("div");
    body.innerHTML = notes ? notes.innerHTML : "No notes for this slide.";
    page.body.replaceChildren(heading, body);
  };
  const open = () => {
    speaker = window.open("", "notes", "width=700,height=600");
    show();
  };
  return { show, open };
}

/**
 * Begin the talk. A print begins once all panels are shown, which its pages would disturb.
 * @param {any} Reveal
 * @param {Promise<unknown>} shown
 */
export default async function begin(Reveal, shown) {
  Object.assign(window, { Reveal }); // where its plug-ins and the browser's console look for it
  if (printing) await shown;
  await Reveal.initialize({
    ...stage(),
    margin: 0.03,
    center: false,
    display: "grid",
    controlsTutorial: false,
    hash: true,
    transition: "none",
    slideNumber: "c/t",
    viewDistance: 1000,
    mobileViewDistance: 1000,
    scrollActivationWidth: null,
    pdfSeparateFragments: false,
    pdfMaxPagesPerSlide: 1,
    keyboardCondition: (/** @type {KeyboardEvent} */ event) => !inPanel(event.target),
  });
  const notes = notesWindow(Reveal);
  const key = { keyCode: 83, key: "S", description: "Open the teacher's notes" };
  Reveal.addKeyBinding(key, notes.open);
  Reveal.on("slidechanged", notes.show);
  upright.addEventListener("change", () => Reveal.configure(stage()));
  document.addEventListener("keydown", (event) => leaveControl(Reveal, event), true);
  document.querySelector("aside.controls")?.setAttribute("role", "presentation");
  await shown;
}
