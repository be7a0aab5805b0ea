/* Selecting claims in a list: all of a page at once, how many they are, x selects the row that has the focus
   and b goes to what is done with all that are selected. */
"use strict";
(() => {
  const boxes = () => [...document.querySelectorAll("td.select > input[name=claim]")];
  const ofPage = () => document.querySelector("input[name=page][form=bulk]");
  const ofAll = () => document.querySelector("#bulk input[name=every]");

  function words() {
    const every = ofAll();
    if (every?.checked) return every.dataset.words;
    const number = boxes().filter((box) => box.checked).length;
    return number === 1 ? "1 claim selected" : `${number} claims selected`;
  }

  /** What follows from the boxes: the one of the page, and the number in the bar. */
  function count() {
    const bar = document.querySelector("#bulk [data-count]");
    if (!bar) return;
    const all = boxes();
    const number = all.filter((box) => box.checked).length;
    if (!number && ofAll()) ofAll().checked = false;
    ofPage().checked = number === all.length;
    ofPage().indeterminate = number > 0 && number < all.length;
    bar.textContent = words();
  }

  document.addEventListener("change", ({ target }) => {
    if (!target.matches("td.select > input, input[name=page][form=bulk], #bulk input[name=every]")) return;
    if (target === ofPage()) for (const box of boxes()) box.checked = target.checked;
    count();
    document.dispatchEvent(new CustomEvent("announce", { detail: { value: words() } }));
  });

  document.addEventListener("htmx:afterSwap", count);
  addEventListener("pageshow", count);

  document.addEventListener("shortcut", (event) => {
    const { key, target } = event.detail;
    if (key === "x") {
      const box = target.closest("[data-row]")?.querySelector("td.select > input");
      if (!box) return;
      box.click();
      event.preventDefault();
    } else if (key === "b" && boxes().some((box) => box.checked)) {
      document.getElementById("bulk-kind").focus();
      event.preventDefault();
    }
  });
})();
