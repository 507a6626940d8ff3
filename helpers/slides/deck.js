// What a deck does beyond reveal.js: keys belong to the widget that has the focus, sliders have
// names, and S opens the teacher's notes in a window of their own.
(() => {
  const inWidget = (element) => Boolean(element.closest?.(".jupyter-widgets"));

  // A clicker sends PageDown: it turns the page wherever the focus is. Escape leaves a widget.
  document.addEventListener("keydown", (event) => {
    const turn = { PageDown: () => Reveal.next(), PageUp: () => Reveal.prev() }[event.key];
    const leave = event.key === "Escape" && (() => event.target.blur());
    if (!inWidget(event.target) || !(turn || leave)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    (turn || leave)();
  }, true);

  // Printing puts every slide on a page of its own, which would disturb widgets that are being drawn.
  const printing = /print-pdf/.test(location.search);

  // On a screen that is held upright the stage stands upright, too.
  const upright = matchMedia("(orientation: portrait)");
  const stage = () => {
    const tall = upright.matches && !printing;
    document.documentElement.classList.toggle("portrait", tall);
    return tall ? { width: 800, height: 1400 } : { width: 1280, height: 720 };
  };

  const begin = () => {
    Reveal.initialize({
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
      keyboardCondition: (event) => !inWidget(event.target),
    });
    Reveal.addKeyBinding({ keyCode: 83, key: "S", description: "Open the teacher's notes" }, openNotes);
    Reveal.on("slidechanged", showNotes);
    upright.addEventListener("change", () => Reveal.configure(stage()));
  };

  const nameControls = () => {
    document.querySelector("aside.controls")?.setAttribute("role", "presentation");
    for (const handle of document.querySelectorAll(".noUi-handle:not([aria-label])")) {
      const box = handle.closest(".widget-inline-hbox");
      handle.setAttribute("aria-label", box?.querySelector(".widget-label")?.textContent || "step");
    }
    for (const play of document.querySelectorAll(".jupyter-widgets .jupyter-button:not([aria-label])")) {
      const icon = play.querySelector("i")?.className.match(/fa-(\w+)/)?.[1];
      if (icon) play.setAttribute("aria-label", icon);
    }
    for (const radios of document.querySelectorAll(".widget-radio-box:not([role])")) {
      radios.setAttribute("role", "radiogroup");
      const question = radios.closest(".course-quiz")?.querySelector("strong");
      radios.setAttribute("aria-label", question?.textContent || "answers");
    }
    const views = document.querySelectorAll("script[type$='widget-view+json']").length;
    const alive = document.querySelectorAll(".slides .widget-subarea > .jupyter-widgets").length;
    if (views !== alive || document.documentElement.dataset.alive) return;
    document.documentElement.dataset.alive = "true";
    if (printing) begin();
  };
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; nameControls(); });
  };
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  soon();

  let speaker = null;
  const showNotes = () => {
    if (!speaker || speaker.closed) return;
    const slide = Reveal.getCurrentSlide();
    const place = `Slide ${Reveal.getSlidePastCount() + 1} of ${Reveal.getTotalSlides()}`;
    const notes = slide.querySelector("aside.notes");
    speaker.document.title = place;
    speaker.document.body.style.cssText = "font: 20px/1.5 sans-serif; margin: 2em; max-width: 40em";
    const heading = Object.assign(speaker.document.createElement("h1"), { textContent: place });
    const body = speaker.document.createElement("div");
    body.innerHTML = notes ? notes.innerHTML : "No notes for this slide.";
    speaker.document.body.replaceChildren(heading, body);
  };
  const openNotes = () => {
    speaker = window.open("", "notes", "width=700,height=600");
    showNotes();
  };

  if (!printing) begin();
})();
