/* Keys in a list of claims: j and k go from row to row, Enter opens (the row's own link has the focus),
   e edits the first field of the row that can be edited. */
"use strict";
(() => {
  const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);

  function go(step, from) {
    const all = rows();
    const here = all.indexOf(from.closest("[data-row]"));
    const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
    const link = next?.querySelector("[data-opens-row]");
    link?.focus();
    next?.scrollIntoView({ block: "nearest" });
    return Boolean(link);
  }

  const edits = {
    j: (target) => go(1, target),
    k: (target) => go(-1, target),
    e(target) {
      const field = target.closest("[data-row]")?.querySelector("a.field-value");
      field?.click();
      return Boolean(field);
    },
  };

  /* A filter that is opened asks how many claims each choice would leave, and again when the list has changed. */
  const panels = () => document.querySelectorAll("#claim-filters details[open] > .filter-panel > .choices");
  const show = () => panels().forEach((choices) => htmx.trigger(choices, "show"));

  document.addEventListener("toggle", ({ target }) => {
    if (target.matches("#claim-filters details") && target.open) show();
  }, true);
  document.addEventListener("htmx:afterSwap", ({ target }) => target.id === "claim-list" && show());
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-find]")) event.stopPropagation();
    else if (event.target.closest("#claim-filters")) panels().forEach((choices) => htmx.trigger(choices, "htmx:abort"));
  }, true);

  document.addEventListener("shortcut", (event) => {
    const { key, target } = event.detail;
    if (edits[key]?.(target)) event.preventDefault();
  });
})();
