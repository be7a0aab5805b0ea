/* Completion of user names after an @, in any text area with data-mentions: the address that finds people.
   The list follows the pattern of a combobox; the text area keeps the focus. */
"use strict";
(() => {
  const STARTED = /(?:^|[^\p{L}\p{N}_.+@-])@([\p{L}\p{N}_.+@-]{0,150})$/u;
  const WAIT = 120; // milliseconds of quiet before people are looked up
  let open = null;  // {area, list, people, at}: `at` is the chosen one
  let timer = 0;
  let asked = 0;

  const say = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: { value: text } }));

  /** What has been typed after the @ before the caret, or null. */
  function typed(area) {
    if (area.selectionStart !== area.selectionEnd) return null;
    return STARTED.exec(area.value.slice(0, area.selectionStart))?.[1] ?? null;
  }

  function close() {
    clearTimeout(timer);
    asked += 1;
    if (!open) return;
    open.list.remove();
    for (const name of ["aria-controls", "aria-activedescendant"]) open.area.removeAttribute(name);
    open = null;
  }

  function choose(at) {
    open.at = (at + open.people.length) % open.people.length;
    for (const [index, option] of [...open.list.children].entries()) {
      option.setAttribute("aria-selected", String(index === open.at));
    }
    const option = open.list.children[open.at];
    open.area.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function show(area, people) {
    close();
    if (!people.length) return;
    const list = document.createElement("ul");
    list.className = "mention-list";
    list.id = `${area.id}-people`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "People to mention");
    for (const [index, person] of people.entries()) {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      const name = document.createElement("span");
      name.textContent = person.name;
      const username = document.createElement("small");
      username.textContent = `@${person.username}`;
      option.append(name, username);
      list.append(option);
    }
    area.parentElement.classList.add("mention-box");
    area.after(list);
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-haspopup", "listbox");
    area.setAttribute("aria-controls", list.id);
    open = { area, list, people, at: 0 };
    choose(0);
    say(people.length === 1 ? `${people[0].name}: Enter mentions them.` : `${people.length} people: the arrows choose, Enter mentions.`);
  }

  function pick(index) {
    const { area, people } = open;
    const end = area.selectionStart;
    const start = end - typed(area).length;
    close();
    area.setRangeText(`${people[index].username} `, start, end, "end");
    area.dispatchEvent(new Event("change", { bubbles: true }));
    area.focus();
  }

  async function look(area, number) {
    const letters = typed(area);
    if (letters === null) return;
    try {
      const answer = await fetch(`${area.dataset.mentions}?q=${encodeURIComponent(letters)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      const { people } = await answer.json();
      if (number === asked && document.activeElement === area && typed(area) === letters) show(area, people);
    } catch { /* without an answer the name is typed by hand */ }
  }

  document.addEventListener("input", ({ target }) => {
    if (!target.matches("textarea[data-mentions]")) return;
    if (typed(target) === null) return close();
    clearTimeout(timer);
    asked += 1;
    const number = asked;
    timer = setTimeout(() => look(target, number), WAIT);
  });

  document.addEventListener("keydown", (event) => {
    if (!open || event.target !== open.area || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      ArrowDown: () => choose(open.at + 1),
      ArrowUp: () => choose(open.at - 1),
      Enter: () => pick(open.at),
      Tab: () => pick(open.at),
      Escape: close,
    }[event.key];
    if (!act || (event.shiftKey && event.key !== "Escape")) return;
    if (typed(open.area) === null) return close();
    event.preventDefault();
    act();
  }, true);

  document.addEventListener("pointerdown", (event) => {
    const option = event.target.closest(".mention-list [role=option]");
    if (!option || !open) return;
    event.preventDefault(); // the text area keeps the focus
    pick([...open.list.children].indexOf(option));
  });
  document.addEventListener("focusout", ({ target }) => { if (target === open?.area) close(); });
})();
