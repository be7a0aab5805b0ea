/* What a dashboard can be narrowed to: arrows go from the search into what was found, Escape closes it. */
"use strict";
(() => {
  const form = document.querySelector("[data-narrow]");
  const found = document.getElementById("narrow-found");
  const input = form?.querySelector("input[type=search]");
  if (!input) return;
  const close = () => found.replaceChildren();

  form.addEventListener("keydown", (event) => {
    const stops = [input, ...found.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && stops.length > 1) {
      event.preventDefault();
      const here = stops.indexOf(document.activeElement);
      stops[(here + step + stops.length) % stops.length].focus();
    } else if (event.key === "Escape" && found.childElementCount) {
      event.preventDefault();
      close();
      input.focus();
    }
  });
  form.addEventListener("submit", (event) => {
    const first = found.querySelector("a");
    if (!first) return;
    event.preventDefault();
    first.click();
  });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) close(); });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
  });
})();
