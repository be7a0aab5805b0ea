/* Claims wherever they are shown: the colours of their status follow a change, and lists of
   fields behave like one form. */
"use strict";
(() => {
  const STATUS = /\bs-[a-z]+\b/;

  const restatus = (element, status) => {
    element.setAttribute("class", element.getAttribute("class").replace(STATUS, status));
  };

  // The words of a claim in a transcript, and its card, take the colour of its new status.
  document.addEventListener("claim-changed", ({ detail }) => {
    const { claim, status } = detail;
    if (!claim || !status) return;
    const card = document.getElementById(`claim-${claim}`);
    if (card && STATUS.test(card.className)) restatus(card, status);
    for (const mark of document.querySelectorAll(`.mark[data-claims]`)) {
      if (mark.dataset.claims.split(" ")[0] === String(claim)) restatus(mark, status);
    }
  });

  // A choice from a list is made with Enter, as in any other field.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    const form = event.target.closest(".field-form");
    if (!form || !event.target.matches("select")) return;
    event.preventDefault();
    form.requestSubmit();
  });
})();
