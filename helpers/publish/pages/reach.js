// What is too wide for the page moves sideways, and the keyboard can reach it to do so.

/** Let each wide part have the focus. */
export default function reach() {
  /** @type {NodeListOf<HTMLElement>} */
  const parts = document.querySelectorAll(
    "pre, table, math[display=block], picture, .course-picture",
  );
  const see = new ResizeObserver((sizes) => {
    for (const { target } of sizes) {
      const wide = target.scrollWidth > target.clientWidth;
      if (wide) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  for (const part of parts) see.observe(part);
}
