/* Who else has a claim open. The form on the claim asks by itself; here it is kept from asking for nothing, and from
   making a noise: a page that nobody looks at, and a server that does not answer, are no news. */
"use strict";
(() => {
  const asks = (event) => event.target.closest?.("form.presence");

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = asks(event);
    if (!form) return;
    event.stopPropagation();
    if (document.hidden || form.closest("[hidden]")) event.preventDefault();
  }, true);

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target, requestConfig } = event.detail;
    if (!requestConfig.elt.matches("form.presence")) return;
    event.stopPropagation();
    const same = target.dataset.said === xhr.responseText;
    event.detail.shouldSwap = xhr.status === 200 && !same && !/^\s*<!doctype/i.test(xhr.responseText);
    if (event.detail.shouldSwap) target.dataset.said = xhr.responseText;
  }, true);

  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout", "htmx:afterRequest", "htmx:beforeOnLoad"]) {
    document.addEventListener(name, (event) => { if (asks(event)) event.stopPropagation(); }, true);
  }

  // Whoever comes back to the page sees at once who is there.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    for (const form of document.querySelectorAll("form.presence")) htmx.trigger(form, "seen");
  });
})();
