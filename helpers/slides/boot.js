// Unpacks what the page carries. Everything runs from memory: the policy of the page allows no more.
(async () => {
  if (!window.DecompressionStream) {
    const text = "These slides need a browser of 2023 or newer: please open them in another one.";
    document.body.prepend(Object.assign(document.createElement("p"), { textContent: text }));
    return;
  }
  const packed = (name) => document.getElementById("pack-" + name).textContent;
  const unpack = async (name) => {
    const bytes = Uint8Array.from(atob(packed(name)), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };
  const start = (text) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    Object.assign(script, { onload: resolve, onerror: reject });
    document.head.append(script);
  });
  if (document.readyState !== "complete") {
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  }
  const names = ["state", "reveal", "deck", "widgets"];
  const [state, ...scripts] = await Promise.all(names.map(unpack));
  const element = document.createElement("script");
  element.type = "application/vnd.jupyter.widget-state+json";
  element.textContent = state;
  document.body.append(element);
  for (const script of scripts) await start(script);
  dispatchEvent(new Event("load")); // the widget manager begins when it hears this
})();
