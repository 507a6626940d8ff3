// The timer of an exercise: a teacher starts it, and it ends when the slide is left.

/** @param {number} seconds */
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/**
 * Fill a place with a button that counts down the minutes of `data-minutes`.
 * @param {HTMLElement} place
 * @returns {() => void} ends the counting
 */
function timer(place) {
  const all = 60 * Number(place.dataset.minutes);
  const button = Object.assign(document.createElement("button"), { type: "button" });
  const left = Object.assign(document.createElement("span"), { role: "timer" });
  let ticking = 0;
  const end = () => {
    clearInterval(ticking);
    ticking = 0;
    button.textContent = "Start";
    left.textContent = clock(all);
    delete place.dataset.over;
  };
  const start = () => {
    const until = Date.now() + 1000 * all;
    button.textContent = "Stop";
    ticking = window.setInterval(() => {
      const seconds = Math.max(0, Math.round((until - Date.now()) / 1000));
      left.textContent = seconds ? clock(seconds) : "Time is up";
      if (!seconds) place.dataset.over = "true";
    }, 200);
  };
  button.addEventListener("click", () => (ticking ? end() : start()));
  end();
  place.replaceChildren(left, button);
  return end;
}

/** @param {any} Reveal */
export default function timers(Reveal) {
  /** @type {NodeListOf<HTMLElement>} */
  const places = document.querySelectorAll(".timer");
  const ends = [...places].map(timer);
  Reveal.on("slidechanged", () => {
    for (const end of ends) end();
  });
}
