/* The recording on the desk: it plays from the time of a claim, a turn or selected words, and the turn that is heard
   is marked while it plays. */
"use strict";
(() => {
  const player = document.getElementById("player");
  const media = document.getElementById("recording");
  const transcript = document.getElementById("transcript");
  const cards = document.getElementById("cards");
  if (!player || !media || !transcript) return;

  const STEP = 5;
  const link = document.getElementById("heard-now");
  const problem = player.querySelector(".player-problem");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behavior = calm ? "auto" : "smooth";
  const say = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: { value: text } }));

  let begun = null; // where it was last begun by hand, in milliseconds
  let heard = null; // the turn that is heard, of `turns`

  /* ---- playing ---- */

  function play() {
    media.play().catch((error) => {
      if (error.name !== "AbortError") problem.hidden = false;
    });
  }

  function playFrom(ms) {
    begun = ms;
    media.currentTime = ms / 1000;
    follow(turnAt(ms));
    play();
  }

  media.addEventListener("error", () => { problem.hidden = false; });
  media.addEventListener("playing", () => { problem.hidden = true; });

  document.addEventListener("click", (event) => {
    const time = event.target.closest(".heard[data-ms]");
    if (!time || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    playFrom(Number(time.dataset.ms));
  });

  /* ---- which turn is heard ---- */

  // Times and places of a version never change: what is renewed are the marks inside of turns.
  const turns = [...transcript.querySelectorAll(".turn .who .heard[data-ms]")]
    .map((time) => ({ id: time.closest(".turn").id, ms: Number(time.dataset.ms), clock: time.lastChild.textContent }))
    .sort((a, b) => a.ms - b.ms);

  /** How many of these ascending times have come at a time. */
  function come(times, ms) {
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] <= ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  const starts = turns.map((turn) => turn.ms);
  const turnAt = (ms) => turns[come(starts, ms) - 1] ?? null;
  const textOf = (turn) => turn && document.getElementById(turn.id)?.querySelector(".turn-text");

  function isInView(element) {
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight - player.offsetHeight;
  }

  function follow(turn) {
    const element = turn && document.getElementById(turn.id);
    if (!element) return;
    element.scrollIntoView({ block: "nearest", behavior });
  }

  function unmark() {
    for (const text of transcript.querySelectorAll(".turn-text[aria-current]")) text.removeAttribute("aria-current");
  }

  /** Mark the turn that is heard; go with it, unless somebody reads elsewhere. */
  function mark() {
    if (media.paused) return;
    const turn = turnAt(media.currentTime * 1000);
    const text = textOf(turn);
    if (turn !== heard) {
      const before = textOf(heard);
      if (before && isInView(before)) follow(turn);
      heard = turn;
      link.hidden = !turn;
      if (turn) {
        link.href = `#${turn.id}`;
        link.querySelector(".num").textContent = turn.clock;
      }
    }
    if (text?.getAttribute("aria-current") === "true") return;
    unmark();
    text?.setAttribute("aria-current", "true");
  }

  for (const name of ["timeupdate", "seeked", "playing"]) media.addEventListener(name, mark);
  for (const name of ["pause", "ended"]) media.addEventListener(name, unmark);

  link.addEventListener("click", (event) => {
    const text = textOf(heard);
    if (!text || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    text.closest(".turn").scrollIntoView({ block: "center", behavior });
    text.focus({ preventScroll: true });
  });

  /* ---- keys ---- */

  let timing = null;

  /** When each word is heard, asked for once; none where only turns have times. */
  function times() {
    timing ??= fetch(player.dataset.times)
      .then((response) => (response.ok ? response.json() : { places: [], times: [] }))
      .catch(() => ({ places: [], times: [] }));
    return timing;
  }

  const timeOf = (region) => {
    const time = region?.querySelector(".heard[data-ms]");
    return time ? Number(time.dataset.ms) : null;
  };

  /** Where it is wished to begin: at the selected words, the turn that has the focus, or the open claim. */
  async function wished() {
    const asked = new CustomEvent("which-words", { detail: { words: null } });
    document.dispatchEvent(asked);
    const { words } = asked.detail;
    if (words) {
      const known = await times();
      const at = come(known.places, words.start) - 1;
      if (at >= 0) return known.times[at];
    }
    const text = document.activeElement?.closest?.(".turn-text");
    if (text && transcript.contains(text)) return timeOf(text.closest(".turn"));
    return timeOf(cards?.querySelector(".card.open .head"));
  }

  async function toggle() {
    if (!media.paused) {
      media.pause();
      return;
    }
    const from = await wished();
    if (from === null || from === begun) play();
    else playFrom(from);
  }

  function step(seconds) {
    if (!Number.isFinite(media.duration)) return say("Press p to play first.");
    media.currentTime = Math.min(Math.max(media.currentTime + seconds, 0), media.duration);
  }

  document.addEventListener("shortcut", (event) => {
    const act = { p: toggle, "[": () => step(-STEP), "]": () => step(STEP) }[event.detail.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
