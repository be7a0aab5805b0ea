/* What others change appears by itself. The page asks every second which claims have changed, and fetches what shows
   them: an element is morphed into its successor of the same id, so that what is open, focused, selected or half typed
   stays. In the markup:
     data-follows="12" data-from="/address/"    shows claim 12, and is found anew at this address
     data-rows="/address/"                      a list of claims: rows change in their place, new ones are offered
     hx-trigger="claim-changed from:body"       (with hx-get) shows many claims: any change fetches it anew
     data-interview="5"                         with one of the two above: only changes of this interview do
     data-arrivals="/claims/0/card/"            takes in new claims of data-interview, by the event claim-arrived */
"use strict";
(() => {
  const { place: first, ticket: given } = document.body.dataset;
  // What is open says so in an input beside its form, by which the next answer knows it.
  const IS_OPEN = ':has(> input[name="open"]:not([value=""]))';
  const BEING_EDITED = `${IS_OPEN}, .field.editing, .field-form, form[data-dirty-guard], form.presence, dialog`;
  const LEFT_ALONE = `${BEING_EDITED}, td.select, .card-body .comments, .similar, [data-said], .offer`;
  const OWN_STATE = {
    open: "details, dialog", hidden: "*", "aria-expanded": "*", tabindex: ".turn-text", class: "article.card, tr", "data-start": "article.card",
  };
  const MARKED = ".field, .chip, .tile, td, li, .head, section, svg";
  const SPACING = 1000;  // milliseconds between two fetches of a region that shows many claims
  const QUIET = 8000;    // milliseconds between two announcements
  const SLOWEST = 30_000;

  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

  /* ---- fetching ---- */

  /** The document at an address; null where it is not there, not open to this person, or the answer is another page's. */
  async function page(address) {
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(20_000) });
    if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
    if (!answer.ok || answer.redirected) return null;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    found.events = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}");
    return found;
  }

  /* ---- morphing ---- */

  const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
  const isKept = (node) => isElement(node) && (node.matches(LEFT_ALONE) || node.matches("input:focus, textarea:focus, select:focus"));
  const holdsKept = (node) => isElement(node) && (node.matches(BEING_EDITED) || node.querySelector(BEING_EDITED) !== null);
  const words = (node) => node.textContent.replace(/\s+/g, " ").trim();

  /** Turn `element` into `fresh`; the smallest parts that read differently now, as a set. */
  function morph(element, fresh) {
    const touched = new Set();
    const restore = [keepSelection(), keepFocus(element)];
    const id = element.id;
    Idiomorph.morph(element, fresh, {
      callbacks: {
        beforeNodeMorphed(old, next) {
          if (isKept(old)) return false;
          if (isElement(old) && old.matches(".card-body") && !next.childElementCount) return false;
          if (isElement(old) && old.matches(MARKED) && words(old) !== words(next)) touched.add(old);
          return true;
        },
        beforeNodeRemoved: (node) => !holdsKept(node) && !(isElement(node) && node.matches(".offer, .gone-note")),
        beforeNodeAdded: (node) => !(isElement(node) && node.id && isUnder(document.getElementById(node.id))),
        afterNodeAdded(node) {
          if (isElement(node) && node.matches(MARKED)) touched.add(node);
        },
        beforeAttributeUpdated: (name, node) => !(name in OWN_STATE && node.matches(OWN_STATE[name])),
      },
    });
    const now = document.getElementById(id) ?? element;
    htmx.process(now);
    for (const undo of restore) undo();
    return new Set([...touched].filter((node) => node.isConnected && ![...touched].some((other) => other !== node && node.contains(other))));
  }

  const isUnder = (node) => Boolean(node && holdsKept(node));

  /** Where words of the transcript are selected, in characters of their turns: cutting a turn anew loses the nodes. */
  function keepSelection() {
    const selection = getSelection();
    const at = (node, offset) => {
      const turn = (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".turn-text");
      if (!turn) return null;
      const before = document.createRange();
      before.setStart(turn, 0);
      before.setEnd(node, offset);
      return { turn, offset: before.toString().length };
    };
    const ends = [at(selection.anchorNode, selection.anchorOffset), at(selection.focusNode, selection.focusOffset)];
    const said = selection.toString();
    return () => {
      if (!ends.every(Boolean) || getSelection().toString() === said) return;
      const [from, to] = ends.map(spot);
      if (from && to) getSelection().setBaseAndExtent(...from, ...to);
    };
  }

  function spot({ turn, offset }) {
    const walker = document.createTreeWalker(turn, NodeFilter.SHOW_TEXT);
    for (let left = offset, node = walker.nextNode(); node; left -= node.length, node = walker.nextNode()) {
      if (left <= node.length) return [node, left];
    }
    return null;
  }

  /** What had the focus may be gone afterwards: then the nearest thing around it gets it. */
  function keepFocus(element) {
    const focused = document.activeElement;
    if (!element.contains(focused)) return () => {};
    const around = [];
    for (let node = focused; node && node !== document.body; node = node.parentElement) if (node.id) around.push(node.id);
    return () => {
      if (focused.isConnected && document.activeElement !== document.body) return;
      const near = around.map((id) => document.getElementById(id)).find(Boolean);
      const next = near?.matches("a[href], button, input, select, textarea") ? near : near?.querySelector("a[href], button:not([disabled])");
      next?.focus({ preventScroll: true });
    };
  }

  function mark(touched) {
    for (const node of touched) {
      node.classList.add("just-changed");
      setTimeout(() => node.classList.remove("just-changed"), 2500);
    }
  }

  /* ---- saying so, now and then ---- */

  const unsaid = new Set();
  let saying = 0;

  function say(claims) {
    for (const claim of claims) unsaid.add(claim);
    if (!unsaid.size || saying) return;
    tell("announce", { value: unsaid.size === 1 ? "A claim here was changed." : `${unsaid.size} claims here were changed.` });
    unsaid.clear();
    saying = setTimeout(() => { saying = 0; say([]); }, QUIET);
  }

  /* ---- what shows one claim ---- */

  async function renew(element, address) {
    const found = await page(address);
    const fresh = found?.getElementById(element.id);
    const now = document.getElementById(element.id);
    if (!fresh || !now) return false;
    const touched = morph(now, fresh);
    mark(touched);
    return touched.size > 0;
  }

  const bodyOf = (element) => element.querySelector(":scope > .card-body");

  function addressOf(element) {
    const address = new URL(element.dataset.from, location.href);
    const body = bodyOf(element);
    if (body) address.searchParams.set("card", body.firstElementChild ? "open" : "closed");
    return address;
  }

  async function renewClaim(claim) {
    let changed = false;
    for (const element of document.querySelectorAll(`[data-follows="${claim}"]`)) {
      changed = await renew(element, addressOf(element)) || changed;
      // the comments of a card stay open, and follow by themselves
      for (const list of element.querySelectorAll(".card-body .comment-list[hx-get]")) {
        changed = await renew(list, list.getAttribute("hx-get")) || changed;
      }
      const status = document.querySelector(`#claim-${claim}-head`)?.dataset.status;
      if (status) tell("claim-changed", { claim, status });
    }
    if (changed) say([claim]);
  }

  async function arrive(claim) {
    const desk = document.querySelector("[data-arrivals]");
    const address = new URL(desk.dataset.arrivals.replace("/0/", `/${claim}/`), location.href);
    const found = await page(address);
    const card = found?.getElementById(`claim-${claim}`);
    if (!card || document.getElementById(card.id)) return;
    tell("claim-arrived", { card });
    htmx.process(card);
    mark([card]);
    for (const [name, detail] of Object.entries(found.events)) tell(name, detail);
    say([claim]);
  }

  // A part of the page asks to be fetched anew without losing anything.
  document.addEventListener("renew", ({ detail }) => {
    renew(detail.element, detail.address).catch(() => {}).then(() => detail.then?.());
  });

  /* ---- what shows many claims ---- */

  const regions = () => [...document.querySelectorAll('[data-rows], [hx-get][hx-trigger*="claim-changed"]')]
    .filter((region) => region.matches("[data-rows]")
      || (/(^|,)\s*claim-changed/.test(region.getAttribute("hx-trigger")) && !region.closest("[data-follows], [data-rows]")));

  const renewRegion = (region, claims) =>
    region.matches("[data-rows]") ? renewRows(region, claims) : renew(region, region.getAttribute("hx-get"));

  const nameOf = (row) => `[data-row="${row.dataset.row}"][data-claim="${row.dataset.claim}"]`;

  async function renewRows(list, changed) {
    const found = await page(list.dataset.rows || location.href);
    const fresh = found?.getElementById(list.id);
    if (!fresh || !list.isConnected) return;
    const shown = [...list.querySelectorAll("[data-row]")];
    const touched = new Set();
    for (const row of shown) {
      const next = fresh.querySelector(nameOf(row));
      row.classList.toggle("gone", !next && (row.classList.contains("gone") || changed.has(Number(row.dataset.claim))));
      if (row.classList.contains("gone")) note(row, changed.has(Number(row.dataset.claim)));
      else row.querySelector(".gone-note")?.remove();
      if (next && words(next) !== words(row)) for (const node of morph(row, next)) touched.add(node);
    }
    for (const line of list.querySelectorAll("[data-line]")) {
      const next = fresh.querySelector(`[data-line="${line.dataset.line}"]`);
      if (next) line.textContent = next.textContent;
    }
    mark(touched);
    say(shown.filter((row) => [...touched].some((node) => row.contains(node))).map((row) => row.dataset.claim));
    const known = new Set(shown.map(nameOf));
    offer(list, [...fresh.querySelectorAll("[data-row]")].filter((row) => !known.has(nameOf(row))).length);
  }

  /** Of a row that the list has no more: its status and whatever else follows by itself are still fetched. */
  function note(row, isChanged) {
    if (isChanged) document.body.dispatchEvent(new CustomEvent(`claim-${row.dataset.claim}-changed`, { bubbles: true }));
    if (row.querySelector(".gone-note")) return;
    const words = document.createElement("small");
    words.className = "gone-note";
    words.textContent = "No longer on this page of the list";
    row.querySelector("td.wide")?.append(words);
  }

  function offer(list, number) {
    let box = list.querySelector(":scope > .offer");
    if (!number) return box?.remove();
    const text = number === 1 ? "1 new claim: show" : `${number} new claims: show`;
    if (!box) {
      box = document.createElement("p");
      box.className = "offer";
      const press = document.createElement("button");
      press.type = "button";
      press.addEventListener("click", () => showAll(list));
      box.append(press);
      list.prepend(box);
      tell("announce", { value: text.replace(": show", "") });
    }
    box.firstElementChild.textContent = text;
  }

  async function showAll(list) {
    const fresh = (await page(list.dataset.rows || location.href).catch(() => null))?.getElementById(list.id);
    if (!fresh) return;
    const known = new Set([...list.querySelectorAll("[data-row]")].map(nameOf));
    list.querySelector(":scope > .offer")?.remove();
    for (const row of list.querySelectorAll("[data-row].gone")) if (!holdsKept(row)) row.remove();
    morph(list, fresh);
    const added = [...document.getElementById(list.id).querySelectorAll("[data-row]")].filter((row) => !known.has(nameOf(row)));
    mark(added);
    added[0]?.querySelector("a[href]")?.focus({ preventScroll: true });
  }

  /** After a long sleep it is not known what has changed: all of it may have. */
  async function everything() {
    for (const region of regions()) await renewRegion(region, new Set(claimsIn(region)));
    for (const element of document.querySelectorAll("[data-follows]")) {
      if (!bodyOf(element)?.hidden) await renewClaim(element.dataset.follows);
    }
    if (document.querySelector("[data-arrivals]")) {
      tell("toast", { value: "Much has changed here.", kind: "info", action: { label: "Load the page again", run: () => location.reload() } });
    }
  }

  const claimsIn = (list) => [...list.querySelectorAll("[data-row]")].map((row) => Number(row.dataset.claim));

  /* ---- one thing after another ---- */

  const changed = new Map(); // claims → {interview, isNew}, until what shows them was fetched
  const behind = new Map();  // ids of regions → the claims that changed since they were fetched
  const rested = new Map();  // ids of regions → when they may be fetched again
  let all = false;           // whether more has changed than can be told
  let header = false;
  let working = false;
  let later = 0;             // when to try again after a failure
  let failed = 0;

  async function work() {
    if (working || document.hidden || performance.now() < later) return;
    working = true;
    try {
      while (!document.hidden && await step()) failed = 0;
    } catch {
      failed += 1;
      later = performance.now() + Math.min(SLOWEST, 1000 * 2 ** failed);
    } finally {
      working = false;
    }
  }

  /** Do one thing that is due; false when there is none. What fails stays due. */
  async function step() {
    if (all) {
      await everything();
      all = false;
      changed.clear();
      behind.clear();
    } else if (changed.size) {
      const [claim, about] = changed.entries().next().value;
      await follow(claim, about);
      if (changed.get(claim) === about) changed.delete(claim);
    } else if (header) {
      await renewHeader();
      header = false;
    } else {
      return stepRegion();
    }
    return true;
  }

  async function stepRegion() {
    const now = performance.now();
    const region = regions().find(({ id }) => behind.has(id) && (rested.get(id) ?? 0) <= now);
    if (!region) {
      for (const id of behind.keys()) if (!document.getElementById(id)) behind.delete(id);
      if (behind.size) setTimeout(work, 250);
      return false;
    }
    const { id } = region;
    const claims = behind.get(id);
    await renewRegion(region, claims);
    if (behind.get(id) === claims) behind.delete(id);
    rested.set(id, now + Math.max(SPACING, 5 * (performance.now() - now)));
    return true;
  }

  async function follow(claim, { interview, isNew }) {
    const desk = document.querySelector("[data-arrivals]");
    if (document.querySelector(`[data-follows="${claim}"]`)) await renewClaim(claim);
    else if (isNew && desk && Number(desk.dataset.interview) === interview) await arrive(claim);
  }

  async function renewHeader() {
    const found = await page("/live/header/");
    for (const id of ["waiting-count", "unread-count"]) {
      const fresh = found?.getElementById(id);
      if (fresh) mark(morph(document.getElementById(id), fresh));
    }
  }

  function receive(news) {
    if (news.all) all = true;
    if (news.header) header = true;
    const claims = news.claims ?? [];
    for (const [claim, interview, isNew] of claims) changed.set(claim, { interview, isNew: Boolean(isNew) });
    for (const region of regions()) {
      const of = Number(region.dataset.interview ?? 0);
      const here = claims.filter(([, interview]) => !of || interview === of).map(([claim]) => claim);
      if (here.length) behind.set(region.id, new Set([...behind.get(region.id) ?? [], ...here]));
    }
    work();
  }

  /* ---- asking ---- */

  let place = first;
  let ticket = given;
  let failures = 0;
  let timer = 0;
  let asking = false;

  async function question() {
    const answer = await fetch(`/live/?${place}`, { headers: { "X-Ticket": ticket }, cache: "no-store", signal: AbortSignal.timeout(10_000) });
    if (answer.status === 403) return renewTicket();
    if (!answer.ok) throw new Error(String(answer.status));
    const news = await answer.json();
    place = news.place;
    receive(news);
    return 1000 * news.every;
  }

  async function renewTicket() {
    const answer = await fetch("/live/ticket/", { cache: "no-store", signal: AbortSignal.timeout(10_000) });
    if (answer.redirected) throw new Error("logged out");
    if (!answer.ok) throw new Error(String(answer.status));
    ({ ticket } = await answer.json());
    return 0;
  }

  async function ask() {
    if (asking || document.hidden) return;
    clearTimeout(timer);
    asking = true;
    const began = performance.now();
    let wait;
    try {
      wait = Math.max(await question(), 3 * (performance.now() - began));
      failures = 0;
      warn("");
    } catch (problem) {
      failures += 1;
      wait = Math.min(SLOWEST, 500 * 2 ** failures);
      if (problem.message === "logged out") warn("You are logged out: this page does not follow what others change.");
      else if (failures > 2) warn("Not up to date: trying again.");
    } finally {
      asking = false;
    }
    timer = setTimeout(ask, wait * (failures ? 0.75 + Math.random() / 2 : 1));
  }

  function warn(text) {
    const box = document.getElementById("out-of-date");
    if (box.textContent === text) return;
    box.textContent = text;
    box.hidden = !text;
  }

  if (!first) return;
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { work(); ask(); } });
  addEventListener("online", ask);
  addEventListener("pageshow", ask);
})();
