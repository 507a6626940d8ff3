// The timer of an exercise, which a teacher starts; it goes on while another slide is shown.

/** @param {number} seconds */
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/**
 * Fill a place with a button that counts down the minutes of `data-minutes`.
 * @param {HTMLElement} place
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
}

export default function timers() {
  /** @type {NodeListOf<HTMLElement>} */
  const places = document.querySelectorAll(".timer");
  for (const place of places) timer(place);
}
