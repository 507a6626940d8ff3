// Says in the page of JupyterLab, before anything of it is there, where it cannot run.

if (window.location.protocol === "file:") {
  const link = document.createElement("a");
  link.href = "../../index.html";
  link.textContent = "All lessons";
  const text =
    "JupyterLite needs a web server: it cannot run from a disk or a stick. Open these pages at an " +
    "address that begins with http, or read the lessons here, where all panels work. ";
  const said = document.createElement("p");
  said.setAttribute("role", "alert");
  said.style.cssText = "max-width: 40em; margin: 4em auto; font: 18px/1.5 system-ui, sans-serif";
  said.append(text, link);
  document.body.replaceChildren(said);
}
