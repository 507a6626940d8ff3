// `?dark` or D makes the list of the decks dark, as it does a deck, and with it those it leads to.
(() => {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const decks = document.querySelectorAll("li a");
  const toggleDark = () => {
    const dark = document.documentElement.classList.toggle("dark");
    for (const deck of decks) deck.search = dark ? "?dark" : "";
  };
  document.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey }) => {
    if (key.toLowerCase() === "d" && !(ctrlKey || metaKey || altKey)) toggleDark();
  });
  if (/[?&]dark\b/u.test(window.location.search)) toggleDark();
})();
