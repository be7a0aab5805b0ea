/* A button with data-copy="ID" copies what the field with that id holds. Without it, the field can be selected. */
"use strict";
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const field = button && document.getElementById(button.dataset.copy);
  if (!field) return;
  let said = "Copied";
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.focus();
    field.select();
    said = "Selected: now copy it";
  }
  button.lastChild.textContent = said;
  document.dispatchEvent(new CustomEvent("announce", { detail: { value: said } }));
});
