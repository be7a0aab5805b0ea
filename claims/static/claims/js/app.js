/* What holds on every page: keys, focus after a swap, messages, and that nothing typed is thrown away.
   Other scripts speak to this one by events on the document, which bubble up from anywhere:
     announce  {value: "Saved"}     said to screen readers (the server sends it as HX-Trigger, too)
     toast     {value: "…", kind}   shown until it is closed; kind is "error" or "info"
     shortcut  {key: "j"}           sent from here: a single key was pressed, nobody is typing, shortcuts are on */
"use strict";
(() => {
  const root = document.documentElement;
  const GUARDED = "form[data-dirty-guard], form.field-form";
  const CONTROLS = "input:not([type=hidden]), select, textarea";
  const POPOVERS = "details.account[open], details.menu[open], details.filter[open]";
  const BY_HAND = new Set(["click", "submit", "change", "keydown", "keyup", "input"]);
  root.classList.add("js");

  /* ---- saying things ---- */

  function announce(text) {
    const live = document.getElementById("live");
    if (!live) return;
    live.textContent = "";
    setTimeout(() => { live.textContent = text; }, 60);
  }

  /** Show a message until someone closes it. `action` is {label, href} or {label, run}. */
  function toast(text, { kind = "error", action } = {}) {
    const region = document.getElementById("toasts");
    const template = document.getElementById("toast-template");
    if (!region || !template) return;
    const box = template.content.firstElementChild.cloneNode(true);
    box.classList.add(kind);
    box.setAttribute("role", kind === "error" ? "alert" : "status");
    const words = box.querySelector("p");
    words.textContent = text;
    if (action) {
      words.append(" ");
      const press = document.createElement(action.href ? "a" : "button");
      press.textContent = action.label;
      if (action.href) {
        press.href = action.href;
        press.target = "_blank";
      } else {
        press.type = "button";
        press.className = "small";
        press.addEventListener("click", () => { box.remove(); action.run(); });
      }
      words.append(press);
    }
    region.replaceChildren(box);
  }

  document.addEventListener("announce", (event) => announce(event.detail.value ?? ""));
  document.addEventListener("toast", (event) => toast(event.detail.value ?? "", event.detail));

  /* ---- what has been typed and is not saved ---- */

  const saved = new WeakSet();   // forms whose save was accepted, until the swap replaces them
  const sent = new WeakSet();    // forms on their way by an ordinary submit
  const inFlight = new WeakSet(); // forms on their way by htmx
  let draft = null;              // what a cancelled field held: {id, values}
  const missed = new Set();      // events whose refetch would have replaced something half typed

  function changed(control) {
    if (control.matches("[type=hidden], button, [type=submit], [type=button], output, fieldset")) return false;
    if (control.matches("[type=checkbox], [type=radio]")) return control.checked !== control.defaultChecked;
    if (control.type === "file") return control.files.length > 0;
    if (control.options) {
      const options = [...control.options];
      if (options.some((option) => option.defaultSelected) || control.multiple) {
        return options.some((option) => option.selected !== option.defaultSelected);
      }
      return control.selectedIndex > 0;
    }
    return control.value !== control.defaultValue;
  }

  function isDirty(form) {
    if (saved.has(form) || sent.has(form)) return false;
    const refused = form.closest(".conflict") || form.querySelector(".conflict, .field-error, .errorlist, [aria-invalid=true]");
    return Boolean(refused) || [...form.elements].some(changed);
  }

  /** A form inside `region` with unsaved typing that the request by `elt` is not about. */
  function typedIn(region, elt) {
    const forms = [...region.querySelectorAll(GUARDED)];
    if (region.matches(GUARDED)) forms.push(region);
    return forms.find((form) => form !== elt && !form.contains(elt) && isDirty(form));
  }

  addEventListener("beforeunload", (event) => {
    if ([...document.querySelectorAll(GUARDED)].some(isDirty)) event.preventDefault();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (sent.has(form)) event.preventDefault();
    sent.add(form);
    setTimeout(() => sent.delete(form), 4000);
  });

  /** Cancelling a field keeps what it held within reach; cancelling a longer form asks. */
  document.addEventListener("click", (event) => {
    const cancel = event.target.closest("[data-cancel]");
    const form = cancel?.closest("form");
    if (!form || !form.matches(GUARDED) || !isDirty(form)) return;
    const field = form.closest(".field[id]");
    if (field) {
      draft = { id: field.id, values: [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken") };
      toast("Not saved: what you typed here.", {
        kind: "info",
        action: { label: "Go on typing", run: () => opener(document.getElementById(field.id))?.click() },
      });
    } else if (!confirm("Leave without saving what you typed?")) {
      event.preventDefault();
      event.stopPropagation();
    } else {
      saved.add(form);
    }
  }, true);

  function bringBack(field) {
    if (!draft || draft.id !== field.id || !field.querySelector("form")) return;
    for (const [name, value] of draft.values) {
      const control = field.querySelector("form").elements.namedItem(name);
      if (control && control.type !== "file" && typeof value === "string") control.value = value;
    }
    draft = null;
  }

  /* ---- htmx: before a request, and what comes back ---- */

  document.addEventListener("htmx:confirm", (event) => {
    const { elt, target, triggeringEvent } = event.detail;
    if (elt.matches("form[hx-post]") && inFlight.has(elt)) {
      event.preventDefault();
      return;
    }
    if (!target || !typedIn(target, elt)) return;
    if (triggeringEvent && BY_HAND.has(triggeringEvent.type)) {
      if (!confirm("You have typed something there that is not saved. Leave it?")) event.preventDefault();
    } else {
      if (triggeringEvent) missed.add(triggeringEvent.type);
      event.preventDefault();
    }
  });

  // A log-in in another tab changes the token: send the one that the cookie has now.
  document.addEventListener("htmx:configRequest", (event) => {
    const token = /(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/.exec(document.cookie);
    const { parameters } = event.detail;
    if (token && parameters.csrfmiddlewaretoken) parameters.csrfmiddlewaretoken = token[1];
  });

  const formsThen = new WeakMap(); // requests → the forms that were open in their target when they left

  const formsIn = (region) => [...region?.querySelectorAll(GUARDED) ?? []];

  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    inFlight.add(detail.elt);
    formsThen.set(detail.xhr, formsIn(detail.target));
    detail.xhr.addEventListener("readystatechange", () => {
      if (detail.xhr.readyState === XMLHttpRequest.DONE) detail.target = placeNow(detail);
    });
  });

  /** What somebody asked for goes to whatever has taken the place that it was asked for meanwhile. */
  function placeNow({ elt, target }) {
    if (target.isConnected || target === elt || !target.id) return target;
    return document.getElementById(target.id) ?? target;
  }

  document.addEventListener("htmx:afterRequest", (event) => inFlight.delete(event.detail.elt));
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, xhr } = event.detail;
    if (xhr.status < 300 && elt.matches("form") && !isWholePage(xhr)) saved.add(elt);
  });

  const isWholePage = (xhr) => /^\s*<(!doctype|html)/i.test(xhr.responseText);
  const isSave = (detail) => detail.requestConfig.verb !== "get";

  /** Why the server said no, from the page that it sent, in one sentence. */
  function reasonIn(xhr) {
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    if (page.querySelector("input[type=password]")) return "logged out";
    return page.querySelector("[data-reason]")?.textContent.trim() ?? "";
  }

  function complain(detail, why, action) {
    const kept = isSave(detail) ? " Your text is still here." : "";
    toast(`${isSave(detail) ? "Not saved" : "Not loaded"}: ${why}${kept}`, { action });
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event;
    // What it was to replace has been replaced itself meanwhile: its successor has the same id.
    if (!detail.target.isConnected) detail.target = document.getElementById(detail.target.id) ?? detail.target;
    const { xhr, target, requestConfig } = detail;
    const { elt, triggeringEvent } = requestConfig;
    if (detail.shouldSwap && target !== document.body && isWholePage(xhr)) {
      // a log-in or an error page is no part of a page
      detail.shouldSwap = false;
      const reason = reasonIn(xhr);
      if (reason === "logged out") {
        complain(detail, "you are logged out.", { label: "Log in again in a new tab", href: new URL(xhr.responseURL).pathname });
      } else {
        complain(detail, reason || `the server answered ${xhr.status}.`);
      }
      return;
    }
    if (!detail.shouldSwap) return;
    const byHand = triggeringEvent && BY_HAND.has(triggeringEvent.type);
    if (!byHand && typedIn(target, elt)) {
      if (triggeringEvent) missed.add(triggeringEvent.type);
      detail.shouldSwap = false;
      return;
    }
    // A form that was opened while a refetch was on its way is not in the answer: ask again.
    if (!byHand && formsIn(target).some((form) => !formsThen.get(xhr)?.includes(form))) {
      detail.shouldSwap = false;
      if (triggeringEvent) missed.add(triggeringEvent.type);
      setTimeout(catchUp);
      return;
    }
    const focused = document.activeElement;
    const inside = target.contains(focused) && focused !== document.body;
    if (target.id && (inside || (byHand && target.contains(elt)))) moves.set(xhr, target.id);
    if (isSave(detail)) document.querySelector("#toasts .error")?.remove();
  });

  document.addEventListener("htmx:responseError", ({ detail }) => {
    if (isWholePage(detail.xhr) && [409, 422].includes(detail.xhr.status)) return;
    const { status } = detail.xhr;
    const reason = isWholePage(detail.xhr) ? reasonIn(detail.xhr) : "";
    const said = {
      403: "you may not do this, or the page is too old. Reload it in a new tab and try there.",
      404: "this is not there any more.",
      413: "that is too large.",
      429: "too many requests. Wait a minute.",
    };
    complain(detail, reason && reason !== "logged out" ? reason : said[status] ?? `the server failed (${status}).`);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, ({ detail }) => complain(detail, "the server could not be reached."));
  }

  /* ---- focus after a swap ---- */

  const moves = new WeakMap(); // answers to what was done by hand → the id that they replaced

  /** Where focus goes in what was closed: the control that opens it again, or the region itself. */
  const opener = (region) =>
    region?.matches("[data-landing]") ? region : region?.querySelector("a[href], button:not([disabled])");

  function focusOn(control) {
    control.focus();
    try {
      if (control.matches("textarea, input")) control.setSelectionRange(control.value.length, control.value.length);
    } catch { /* dates and numbers have no caret to place */ }
  }

  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    const id = moves.get(detail.xhr);
    moves.delete(detail.xhr);
    const region = id && document.getElementById(id);
    if (region) {
      bringBack(region);
      const focused = document.activeElement;
      const elsewhere = focused && !focused.contains(region) && !region.contains(focused);
      const form = region.matches("form") ? region : region.querySelector("form.field-form, form[data-dirty-guard]");
      const spot = region.querySelector("[aria-invalid=true], [autofocus]") ?? form?.querySelector(CONTROLS)
        ?? (region.contains(focused) ? null : opener(region));
      if (spot && !elsewhere) focusOn(spot);
    }
    catchUp();
  });

  /** Refetch what was held back while someone typed. */
  function catchUp() {
    if (!missed.size || typedIn(document.body, null)) return;
    const names = [...missed].filter((name) => name.endsWith("-changed"));
    missed.clear();
    for (const name of names) document.body.dispatchEvent(new CustomEvent(name, { bubbles: true }));
  }

  /* ---- keys ---- */

  const keysOn = () => root.dataset.keys !== "off";
  try {
    root.dataset.keys = localStorage.getItem("keys") ?? "on";
  } catch { /* no storage: the keys stay on */ }

  const isTyping = (element) =>
    element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");

  function closePopovers(except) {
    for (const details of document.querySelectorAll(POPOVERS)) {
      if (!details.contains(except)) details.open = false;
    }
  }

  function escape(event) {
    if (document.querySelector("dialog[open]")) return;
    const popover = event.target.closest(POPOVERS);
    const around = event.target.closest("form:has([data-cancel]), .field:has([data-cancel])");
    const cancel = around?.querySelector("[data-cancel]");
    if (popover) {
      popover.open = false;
      popover.querySelector("summary").focus();
    } else if (cancel) {
      event.preventDefault();
      cancel.click();
    } else if (event.target.matches("#q")) {
      event.target.blur();
    } else {
      document.querySelector("#toasts .toast")?.remove();
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const { key, target } = event;
    if (key === "Escape") {
      escape(event);
    } else if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = target.closest("form");
      if (!form) return;
      event.preventDefault();
      form.requestSubmit([...form.elements].find((control) => control.type === "submit" && !control.disabled));
    } else if (key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (!keysOn() || isTyping(target) || document.querySelector("dialog[open]")) return;
      if (key === "/") {
        const search = document.getElementById("q");
        if (!search) return;
        event.preventDefault();
        search.focus();
        search.select();
      } else if (key === "?") {
        event.preventDefault();
        document.getElementById("keys")?.showModal();
      } else {
        const shortcut = new CustomEvent("shortcut", { bubbles: true, cancelable: true, detail: { key, target } });
        if (!target.dispatchEvent(shortcut)) event.preventDefault();
      }
    }
  });

  /* ---- pointing ---- */

  document.addEventListener("click", (event) => {
    closePopovers(event.target);
    const opens = event.target.closest("[data-opens]");
    if (opens) {
      event.preventDefault();
      closePopovers(null);
      document.querySelector(opens.dataset.opens)?.showModal();
    }
    event.target.closest(".toast [data-close]")?.closest(".toast").remove();
    if (event.target.matches("dialog")) event.target.close();
  });
  document.addEventListener("focusin", (event) => closePopovers(event.target));

  // Selecting words in a field's text is not a wish to edit it. A browser starts no selection inside a link: while the
  // button is down, it is none.
  let pressed = null;
  document.addEventListener("pointerdown", (event) => {
    const value = event.target.closest("a.field-value[href]");
    if (!value || event.pointerType !== "mouse" || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    pressed = { value, href: value.getAttribute("href") };
    value.removeAttribute("href");
  });
  addEventListener("pointerup", () => {
    pressed?.value.setAttribute("href", pressed.href);
    pressed = null;
  }, true);
  document.addEventListener("click", (event) => {
    const value = event.target.closest(".field-value");
    const selection = getSelection();
    if (value && !selection.isCollapsed && selection.containsNode(value, true)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);

  document.addEventListener("change", (event) => {
    if (!event.target.matches("#keys-on")) return;
    root.dataset.keys = event.target.checked ? "on" : "off";
    try {
      localStorage.setItem("keys", root.dataset.keys);
    } catch { /* holds for this page only */ }
  });

  const toggle = document.getElementById("keys-on");
  if (toggle) toggle.checked = keysOn();

  // A form that came back as a whole page: go to what has to be put right.
  document.querySelector("main [aria-invalid=true]")?.focus();
})();
