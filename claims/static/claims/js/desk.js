/* The desk: cards that open beside their words, selecting words with mouse or keys, capturing. */
"use strict";
(() => {
  const transcript = document.getElementById("transcript");
  const cards = document.getElementById("cards");
  const capture = document.getElementById("capture");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behavior = calm ? "auto" : "smooth";
  if (!transcript || !cards) return;

  /* ---- cards ---- */

  const cardOf = (claim) => document.getElementById(`claim-${claim}`);
  const marksOf = (claim) => [...transcript.querySelectorAll(".mark[data-claims]")]
    .filter((mark) => mark.dataset.claims.split(" ").includes(String(claim)));
  const openCard = () => cards.querySelector(".card.open");

  function light(claim) {
    for (const mark of transcript.querySelectorAll(".mark.on")) mark.classList.remove("on");
    for (const mark of marksOf(claim)) mark.classList.add("on");
  }

  // A closed card keeps its inside: what was being typed there is found again when it opens.
  function close(card) {
    card.classList.remove("open");
    card.querySelector(".card-open").setAttribute("aria-expanded", "false");
    card.querySelector(".card-body").hidden = true;
  }

  function open(card, { focus = true } = {}) {
    for (const other of cards.querySelectorAll(".card.open")) if (other !== card) close(other);
    const body = card.querySelector(".card-body");
    card.classList.add("open");
    card.querySelector(".card-open").setAttribute("aria-expanded", "true");
    body.hidden = false;
    if (!body.firstElementChild) {
      htmx.ajax("GET", card.dataset.body, { target: body, swap: "innerHTML" });
    }
    light(card.dataset.claim);
    const address = new URL(location.href);
    address.searchParams.set("claim", card.dataset.claim);
    address.hash = "";
    history.replaceState(history.state, "", address);
    if (focus) card.querySelector(".card-open").focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", behavior });
  }

  function showWords(claim) {
    const mark = marksOf(claim)[0];
    if (!mark) return false;
    // twice: turns out of sight have a guessed height until they are painted
    mark.scrollIntoView({ block: "center" });
    requestAnimationFrame(() => mark.scrollIntoView({ block: "center" }));
    return true;
  }

  cards.addEventListener("click", (event) => {
    const link = event.target.closest(".card-open");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const card = link.closest(".card");
    if (card.classList.contains("open")) {
      close(card);
    } else {
      open(card);
      if (matchMedia("(min-width: 901px)").matches) showWords(card.dataset.claim);
    }
  });

  // Where claims overlap, each further click on the words goes on to the next of them.
  transcript.addEventListener("click", (event) => {
    const mark = event.target.closest(".mark[data-claims]");
    if (!mark || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (!getSelection().isCollapsed) return;
    const claims = mark.dataset.claims.split(" ");
    const now = openCard()?.dataset.claim;
    const next = claims[(claims.indexOf(now) + 1) % claims.length];
    const card = cardOf(next);
    if (card) open(card);
    else location.assign(`${location.pathname}?claim=${next}#claim-${next}`);
  });

  function step(by) {
    const all = [...cards.querySelectorAll(".card")];
    if (!all.length) return;
    const at = all.indexOf(openCard());
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    open(all[next]);
    if (matchMedia("(min-width: 901px)").matches) showWords(all[next].dataset.claim);
  }

  /* ---- selecting words ---- */

  const codePoints = (text) => {
    let count = 0;
    for (const _ of text) count += 1;
    return count;
  };

  const turnOf = (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".turn-text");

  /** The selected words as {start, end, quote}, in code points of the transcript, or null. */
  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const first = turnOf(range.startContainer);
    if (!first || !transcript.contains(first)) return null;
    // A drag past the end of the turn takes what it took of this turn.
    const within = range.cloneRange();
    if (turnOf(range.endContainer) !== first) within.setEnd(first, first.childNodes.length);
    const before = document.createRange();
    before.setStart(first, 0);
    before.setEnd(within.startContainer, within.startOffset);
    const words = within.toString();
    const quote = words.trim();
    if (!quote) return null;
    const lead = words.length - words.trimStart().length;
    const start = Number(first.dataset.start) + codePoints(before.toString()) + codePoints(words.slice(0, lead));
    return { start, end: start + codePoints(quote), quote, range: within };
  }

  // For other scripts: they ask with a place for the answer.
  document.addEventListener("which-words", (event) => { event.detail.words = selected(); });

  function placeBar() {
    if (!capture) return;
    const found = selected();
    capture.hidden = !found;
    if (!found) return;
    const key = `${found.start}-${found.end}`;
    if (capture.dataset.span !== key) {
      capture.dataset.span = key;
      capture.elements.key.value = newKey();
    }
    capture.elements.start.value = found.start;
    capture.elements.end.value = found.end;
    capture.elements.quote.value = found.quote;
    const boxes = found.range.getClientRects();
    const box = boxes[boxes.length - 1] ?? found.range.getBoundingClientRect();
    const left = Math.min(box.right + scrollX, scrollX + innerWidth - capture.offsetWidth - 12);
    capture.style.setProperty("--x", `${Math.max(8, left - capture.offsetWidth / 2)}px`);
    capture.style.setProperty("--y", `${box.bottom + scrollY + 6}px`);
  }

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // While the mouse is down the bar would be in the way of the words.
  let dragging = false;
  transcript.addEventListener("pointerdown", (event) => {
    dragging = event.pointerType === "mouse";
    if (dragging && capture) capture.hidden = true;
  });
  document.addEventListener("pointerup", () => {
    dragging = false;
    setTimeout(placeBar);
  });
  document.addEventListener("selectionchange", () => {
    if (!dragging) placeBar();
  });
  capture?.addEventListener("pointerdown", (event) => event.preventDefault());

  /* ---- with the keys: a turn has the focus, arrows go through turns and words ---- */

  function focusTurn(text) {
    if (!text) return;
    transcript.querySelector(".turn-text[tabindex='0']")?.setAttribute("tabindex", "-1");
    text.setAttribute("tabindex", "0");
    text.focus();
    getSelection().collapse(text, 0);
  }

  function neighbour(text, by) {
    const all = [...transcript.querySelectorAll(".turn-text")];
    return all[all.indexOf(text) + by];
  }

  const say = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: { value: text } }));

  function moveWord(text, direction, extend) {
    const selection = getSelection();
    if (turnOf(selection.focusNode) !== text) selection.collapse(text, direction === "forward" ? 0 : text.childNodes.length);
    const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
    selection.modify(extend ? "extend" : "move", direction, "word");
    if (turnOf(selection.focusNode) !== text) {
      selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
      return;
    }
    if (extend) return say(selected()?.quote ?? "");
    return say(wordAt(selection));
  }

  function wordAt(selection) {
    const range = selection.getRangeAt(0).cloneRange();
    const node = range.startContainer;
    return node.nodeType === Node.TEXT_NODE ? node.data.slice(range.startOffset).trim().split(/\s/)[0] : "";
  }

  transcript.addEventListener("keydown", (event) => {
    const text = event.target.closest(".turn-text");
    if (!text || event.target !== text || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      ArrowDown: () => focusTurn(neighbour(text, 1)),
      ArrowUp: () => focusTurn(neighbour(text, -1)),
      ArrowRight: () => moveWord(text, "forward", event.shiftKey),
      ArrowLeft: () => moveWord(text, "backward", event.shiftKey),
    }[event.key];
    if (!act || (event.shiftKey && event.key.endsWith("p")) || (event.shiftKey && event.key === "ArrowDown")) return;
    event.preventDefault();
    act();
  });
  transcript.addEventListener("focusin", (event) => {
    const text = event.target.closest(".turn-text");
    if (text && event.target === text && text.tabIndex !== 0) {
      transcript.querySelector(".turn-text[tabindex='0']")?.setAttribute("tabindex", "-1");
      text.setAttribute("tabindex", "0");
    }
  });

  /* ---- capturing ---- */

  function put(card) {
    const start = card.dataset.start === "" ? Infinity : Number(card.dataset.start);
    const after = [...cards.querySelectorAll(".card")].find((other) =>
      other !== card && (other.dataset.start === "" ? Infinity : Number(other.dataset.start)) > start);
    cards.insertBefore(card, after ?? null);
    document.querySelector(".desk-switch .count").textContent = cards.querySelectorAll(".card").length;
  }

  document.addEventListener("claim-captured", ({ detail }) => {
    for (const url of detail.turns ?? []) {
      const turn = transcript.querySelector(`[data-url="${CSS.escape(url)}"]`);
      if (turn) {
        const then = () => light(openCard()?.dataset.claim);
        document.dispatchEvent(new CustomEvent("renew", { detail: { element: turn, address: url, then } }));
      }
    }
  });

  document.addEventListener("claim-arrived", ({ detail }) => {
    document.getElementById("no-claims")?.remove();
    cards.append(detail.card);
    put(detail.card);
  });

  cards.addEventListener("htmx:afterSettle", ({ detail }) => {
    const form = detail.requestConfig?.elt;
    if (!form?.matches?.("#capture, #by-hand") || detail.xhr.status >= 300) return;
    const made = [...cards.querySelectorAll(".card")].at(-1);
    if (!made) return;
    const same = [...cards.querySelectorAll(`#${made.id}`)].find((card) => card !== made);
    same?.remove();
    document.getElementById("no-claims")?.remove();
    if (form.id === "by-hand") slot.replaceChildren();
    if (capture) capture.hidden = true;
    getSelection().removeAllRanges();
    put(made);
    open(made, { focus: false });
    made.scrollIntoView({ block: "nearest" });
    made.querySelector(".field-form textarea")?.focus({ preventScroll: true });
  });

  /* ---- by hand ---- */

  const slot = document.getElementById("by-hand-slot");
  slot?.addEventListener("click", (event) => {
    if (!event.target.closest("[data-cancel]") || event.defaultPrevented) return;
    event.preventDefault();
    slot.replaceChildren();
    document.getElementById("by-hand-link").focus();
  });
  slot?.addEventListener("htmx:afterSettle", () => {
    const form = slot.querySelector("form");
    (form?.querySelector("[aria-invalid=true]") ?? form?.querySelector("textarea"))?.focus();
  });

  /* ---- keys ---- */

  document.addEventListener("shortcut", (event) => {
    const act = {
      j: () => step(1),
      k: () => step(-1),
      c: () => {
        if (!capture) return;
        placeBar();
        if (capture.hidden) say("Select the words of the claim first.");
        else capture.requestSubmit();
      },
      e: () => openCard()?.querySelector("[id$='-statement'] a.field-value")?.click(),
      t: () => {
        const claim = openCard()?.dataset.claim;
        if (claim && showWords(claim)) marksOf(claim)[0].focus({ preventScroll: true });
      },
    }[event.detail.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  const asked = new URL(location.href).searchParams.get("claim");
  if (asked && cardOf(asked)) {
    light(asked);
    if (matchMedia("(min-width: 901px)").matches) showWords(asked);
    cardOf(asked).scrollIntoView({ block: "nearest" });
  }
})();
