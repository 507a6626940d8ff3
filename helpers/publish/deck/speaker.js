// The speaker's window, which S opens: what to say, what the class should see, what comes next, and
// the time. It has no script of its own: the deck fills it, and gets the keys that are pressed there.

const BLOCKED =
  "The browser has blocked the speaker's window. Allow pop-ups for this page, then press S again.";

/** The keys that move the deck from the speaker's window, with those that answer a quiz. */
const KEYS = /^(Arrow\w+|Page\w+|Home|End|Escape| |[1-9bdnp.])$/u;

/** Where the start of the talk is kept, so that loading the deck anew does not begin it afresh. */
const BEGUN = `begun ${window.location.pathname}`;

/** A browser may forbid to keep anything. */
function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}

/** @param {number} all in milliseconds */
function span(all) {
  const [minutes, seconds] = [Math.floor(all / 60_000), Math.floor(all / 1000) % 60];
  return `${minutes}:${String(seconds).padStart(2, "0")}`;
}

/** @param {KeyboardEvent} event pressed in the speaker's window, and then as if in the deck */
function hand(event) {
  const { key, keyCode, shiftKey, ctrlKey, altKey, metaKey } = event;
  if (ctrlKey || altKey || metaKey || !KEYS.test(key)) return;
  const onButton = /** @type {Element} */ (event.target).closest("button");
  if (key === " " && onButton) return;
  event.preventDefault();
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  const pressed = { key, keyCode, shiftKey, bubbles: true };
  document.dispatchEvent(new KeyboardEvent("keydown", pressed));
}

/** Say in the deck that there is no window. */
function tell() {
  const note = Object.assign(document.createElement("p"), { className: "blocked", role: "alert" });
  document.body.append(note);
  note.textContent = BLOCKED;
  window.setTimeout(() => note.remove(), 8000);
}

/**
 * Write the frame of the window and return its places by name.
 * @param {Document} page
 * @param {() => void} restart
 */
function frame(page, restart) {
  const styles = [...document.querySelectorAll("style")].map((style) =>
    page.importNode(style, true),
  );
  page.head.replaceChildren(...styles);
  page.title = `Speaker: ${document.title}`;
  page.documentElement.lang = "en";
  page.body.className = "speaker";
  const make = (/** @type {string} */ tag, /** @type {string} */ name) =>
    Object.assign(page.createElement(tag), { className: name });
  const [head, main, place, clock, since, again, headline, notes, next] = [
    make("header", ""),
    make("main", ""),
    make("span", "place"),
    make("span", "clock"),
    make("span", "since"),
    make("button", "again"),
    make("h1", "headline"),
    make("div", "said"),
    make("p", "next"),
  ];
  again.textContent = "Start the time afresh";
  again.addEventListener("click", restart);
  head.append(place, clock, since, again);
  main.append(headline, next, notes);
  page.body.replaceChildren(head, main);
  return { place, clock, since, headline, notes, next };
}

/**
 * @param {any} Reveal
 */
export default function speaker(Reveal) {
  /** @type {Window | null} */
  let opened = null;
  /** @type {ReturnType<typeof frame>} */
  let places;
  let begun = Number(storage()?.getItem(BEGUN));
  const time = () => {
    if (!opened || opened.closed) return;
    places.clock.textContent = new Date().toTimeString().slice(0, 5);
    places.since.textContent = span(Date.now() - begun);
    const dark = document.documentElement.classList.contains("dark");
    opened.document.documentElement.classList.toggle("dark", dark);
  };
  const show = () => {
    if (!opened || opened.closed) return;
    const slides = Reveal.getSlides();
    const slide = Reveal.getCurrentSlide();
    const number = slides.indexOf(slide);
    const next = slides[number + 1]?.dataset.headline;
    places.place.textContent = `Slide ${number + 1} of ${slides.length}`;
    places.headline.textContent = slide.dataset.headline;
    places.next.textContent = next ? `Next: ${next}` : "This is the last slide.";
    const notes = slide.querySelector("aside.notes")?.cloneNode(true).childNodes ?? [];
    places.notes.replaceChildren(...notes);
    opened.scrollTo(0, 0);
  };
  const begin = () => {
    begun = Date.now();
    storage()?.setItem(BEGUN, String(begun));
  };
  const restart = () => {
    begin();
    time();
  };
  const open = () => {
    if (opened && !opened.closed) return opened.focus();
    opened = window.open("", "speaker", "width=900,height=700");
    if (!opened) return tell();
    if (!begun) begin();
    places = frame(opened.document, restart);
    opened.document.addEventListener("keydown", hand);
    show();
    time();
  };
  Reveal.addKeyBinding({ keyCode: 83, key: "S", description: "Open the speaker's window" }, open);
  Reveal.on("slidechanged", show);
  window.setInterval(time, 500);
  window.addEventListener("pagehide", () => opened?.close());
}
