/* The desk's suggestions: n leads from one to the next, c takes it, x puts it aside, z takes that back. */
"use strict";
(() => {
  const transcript = document.getElementById("transcript");
  const bar = document.getElementById("suggestion");
  const capture = document.getElementById("capture");
  if (!transcript || !bar || !capture) return;

  const because = bar.querySelector(".because");
  const place = bar.querySelector(".place");
  const say = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: { value: text } }));
  const numbers = () => [...new Set([...transcript.querySelectorAll(".suggested")].map((one) => one.dataset.sentence))];
  const piecesOf = (number) => [...transcript.querySelectorAll(`.suggested[data-sentence="${number}"]`)];

  let now = "";
  let back = "";

  function select(pieces) {
    const range = document.createRange();
    range.setStartBefore(pieces[0]);
    range.setEndAfter(pieces.at(-1));
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    // twice: turns out of sight have a guessed height until they are painted
    pieces[0].scrollIntoView({ block: "center" });
    requestAnimationFrame(() => pieces[0].scrollIntoView({ block: "center" }));
  }

  function show(number) {
    const pieces = piecesOf(number);
    if (!pieces.length) return false;
    now = number;
    for (const one of transcript.querySelectorAll(".suggested.on")) one.classList.remove("on");
    for (const one of pieces) one.classList.add("on");
    const [first] = pieces;
    const all = numbers();
    place.textContent = `${all.indexOf(number) + 1} of ${all.length}`;
    because.textContent = first.dataset.because;
    bar.action = first.dataset.aside;
    bar.setAttribute("hx-post", first.dataset.aside);
    htmx.process(bar);
    bar.hidden = false;
    select(pieces);
    say(`Suggested: ${pieces.map((one) => one.textContent).join("")}. ${first.dataset.because}`);
    return true;
  }

  /** The one after the present one, in the order of the text; after the last comes the first. */
  function next() {
    const all = numbers();
    if (!all.length) {
      close();
      return say("No suggestions are left.");
    }
    const at = all.indexOf(now);
    const following = at >= 0 ? all[(at + 1) % all.length] : all.find(isAhead) ?? all[0];
    show(following);
  }

  /** Whether a suggestion lies below what is read just now. */
  const isAhead = (number) => piecesOf(number)[0].getBoundingClientRect().top > 60;

  function close() {
    bar.hidden = true;
    now = "";
    for (const one of transcript.querySelectorAll(".suggested.on")) one.classList.remove("on");
  }

  function undo() {
    if (!back) return say("There is nothing to undo.");
    const body = new URLSearchParams(new FormData(bar));
    htmx.ajax("POST", back, { source: bar, swap: "none", values: Object.fromEntries(body) });
    back = "";
  }

  function take() {
    if (!now || !piecesOf(now).length) return;
    select(piecesOf(now));
    document.dispatchEvent(new CustomEvent("shortcut", { detail: { key: "c" }, cancelable: true }));
    close();
  }

  document.addEventListener("sentence-decided", ({ detail }) => {
    const number = String(detail.sentence);
    const all = numbers();
    const following = detail.back ? all[all.indexOf(number) + 1] : number;
    back = detail.back;
    if (bar.contains(document.activeElement)) document.activeElement.blur(); // so that n, c, x and z are heard
    for (const url of detail.turns) {
      const turn = transcript.querySelector(`[data-url="${CSS.escape(url)}"]`);
      const then = () => (following ? show(following) : next());
      if (turn) document.dispatchEvent(new CustomEvent("renew", { detail: { element: turn, address: url, then } }));
    }
  });

  bar.addEventListener("click", (event) => {
    if (event.target.closest("[data-next]")) next();
    else if (event.target.closest("[data-take]")) take();
    else if (event.target.closest("[data-close]")) close();
  });
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && event.target.matches("select")) {
      event.preventDefault(); // which would open it
      bar.requestSubmit();
    }
  });
  document.addEventListener("claim-captured", close);

  document.getElementById("suggestions-link")?.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    next();
  });

  document.addEventListener("shortcut", (event) => {
    const act = {
      n: next,
      x: () => (now ? bar.querySelector("select").focus() : say("Press n for a suggestion first.")),
      z: undo,
    }[event.detail.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
