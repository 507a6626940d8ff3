// Unpacks what the page carries. Everything runs from memory: the policy of the page allows no more.
(async () => {
  if (!window.DecompressionStream) {
    const text = "These slides need a browser of 2023 or newer: please open them in another one.";
    document.body.prepend(Object.assign(document.createElement("p"), { textContent: text }));
    return;
  }
  /** @param {string} name */
  const unpack = async (name) => {
    const packed = document.getElementById(`pack-${name}`)?.textContent ?? "";
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };
  /** @param {string} name */
  const load = async (name) => {
    const text = await unpack(name);
    return import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  };
  const [reveal, deck, mount, panel, quiz, models] = await Promise.all([
    ...["reveal", "deck", "mount", "panel", "quiz"].map(load),
    unpack("models"),
  ]);
  const shown = mount.default({ panel: panel.default, quiz: quiz.default }, JSON.parse(models));
  await deck.default(reveal.default, shown);
  document.documentElement.dataset.alive = "true";
})();
