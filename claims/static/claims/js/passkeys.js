/* Says why the browser gave no key; the library's script only writes it to the console. */
"use strict";
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const words = {
    SecurityError: "A browser gives keys to a site with https only, or to http://localhost. This address is neither.",
    NotAllowedError: "No key was given. Try again, and follow what the browser asks.",
    InvalidStateError: "This key is added already.",
  };
  const { name, message } = event.detail.exception;
  document.dispatchEvent(new CustomEvent("toast", { detail: { value: words[name] ?? message, kind: "error" } }));
});
