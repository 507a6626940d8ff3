// Prepares the page of JupyterLab, before anything of it is there, and says where it cannot run.

// JupyterLab takes a new step in the history when it shortens the address: Back would stay here.
window.history.pushState = window.history.replaceState;

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
