// Suggestions under the search box: a combobox by the ARIA pattern "list autocomplete with manual selection".
// The box's value is never written: a chosen suggestion is searched for, so an input method's state stays its own.
"use strict";
(() => {
  const box = document.querySelector("input[data-suggest]");
  if (!box) return;
  const PAUSE = 150; // milliseconds without a key before anything is asked
  const list = document.createElement("ul");
  list.id = "goi-y";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.suggestLabel);
  list.hidden = true;
  box.after(list);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": list.id, "aria-expanded": "false" };
  for (const name in attributes) box.setAttribute(name, attributes[name]);

  let composing = false, timer = 0, asked = null, active = -1;

  const activate = (index) => {
    active = index;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", list.children[index].id);
  };
  const close = () => {
    clearTimeout(timer);
    if (asked) asked.abort();
    asked = null;
    list.hidden = true;
    list.replaceChildren();
    activate(-1);
    box.setAttribute("aria-expanded", "false");
  };
  const search = (text) => {
    const wanted = [...new FormData(box.form)].map(([name, value]) => [name, name === box.name ? text : value]).filter(([, value]) => value);
    location.assign(box.form.action + "?" + new URLSearchParams(wanted));
  };
  const show = (found) => {
    list.replaceChildren(...found.map((one, at) => {
      const option = document.createElement("li");
      option.id = "goi-y-" + at;
      option.className = "suggestion suggestion-" + one.kind;
      option.lang = "vi";
      option.textContent = one.text;
      option.setAttribute("role", "option");
      // Before the box loses the focus, which closes the list.
      option.addEventListener("mousedown", (event) => { event.preventDefault(); search(one.text); });
      return option;
    }));
    activate(-1);
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(found.length > 0));
  };
  const ask = async () => {
    const typed = box.value;
    if (asked) asked.abort();
    const mine = asked = new AbortController();
    try {
      const answer = await fetch(box.dataset.suggest + "?" + new URLSearchParams({ q: typed }), { signal: mine.signal });
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (mine === asked && !composing) show(found);
    } catch (error) {
      if (mine === asked) close(); // aborted, or no network: the box is a plain form
    }
  };
  const wait = () => {
    clearTimeout(timer);
    if (asked) asked.abort();
    asked = null;
    if (composing) return;
    if (box.value.trim().length < 2) close();
    else timer = setTimeout(ask, PAUSE);
  };

  box.addEventListener("compositionstart", () => { composing = true; close(); });
  box.addEventListener("compositionend", () => { composing = false; wait(); });
  box.addEventListener("input", (event) => { if (!event.isComposing) wait(); });
  box.addEventListener("blur", close);
  addEventListener("pagehide", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || composing || list.hidden) return;
    const last = list.children.length - 1;
    const to = { ArrowDown: active === last ? -1 : active + 1, ArrowUp: active < 0 ? last : active - 1 }[event.key];
    if (to !== undefined) activate(to);
    else if (event.key === "Enter" && active >= 0) search(list.children[active].textContent);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
})();
