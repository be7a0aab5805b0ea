/* While a statement or a quote is typed, ask after a pause which claims are like it. The panel fetches itself; this only
   hands it what has been typed, cut so that it fits into an address. */
"use strict";
(() => {
  const PAUSE = 450;
  const LONGEST = 1500; // characters of an address, for each of the two
  const waiting = new WeakMap();

  const cut = (text) => {
    let kept = text.trim();
    while (encodeURIComponent(kept.toWellFormed()).length > LONGEST) kept = kept.slice(0, Math.floor(kept.length * 0.8));
    return kept.toWellFormed();
  };

  /** The panel that follows this control, and which of its values it is. */
  function followed(control) {
    if (!control.matches("textarea")) return null;
    const byHand = control.closest("#by-hand");
    if (byHand) return { panel: () => byHand.querySelector(".similar"), name: control.name };
    const field = control.closest(".field[id$='-statement']");
    const id = field?.id.replace(/-statement$/, "-similar");
    return field && { panel: () => document.getElementById(id), name: "statement" };
  }

  document.addEventListener("input", ({ target }) => {
    const follows = followed(target);
    if (!follows) return;
    clearTimeout(waiting.get(target));
    waiting.set(target, setTimeout(() => {
      const panel = follows.panel();
      const value = panel?.querySelector(`:scope > [name="similar_${follows.name}"]`);
      if (!value || !target.isConnected || value.value === cut(target.value)) return;
      value.value = cut(target.value);
      panel.dispatchEvent(new CustomEvent("similar-typed"));
    }, PAUSE));
  });

  // What is saved counts again, not what was typed before.
  document.addEventListener("claim-changed", ({ detail }) => {
    const value = document.querySelector(`#claim-${detail?.claim}-similar > [name="similar_statement"]`);
    if (value) value.value = "";
  }, true);
})();
