/* The dialog "Save to favorites": one block after the other, sections as squares, and how it will look in the list. */
(() => {
  "use strict";
  const form = () => document.querySelector("dialog [data-favorite]");
  const steps = (root, number) => [...root.querySelectorAll("[data-step]")].filter(one => number === undefined || one.dataset.step === String(number));
  const current = root => Number(root.querySelector("[data-step]:not([hidden])")?.dataset.step || 0);
  const filled = (text, words) => Object.entries(words).reduce((made, [name, value]) => made.replace(`{${name}}`, value), text);

  function go(root, number, focus) {
    for (const one of steps(root)) one.hidden = one.dataset.step !== String(number);
    const strip = [...root.querySelectorAll("[data-go]")], first = steps(root, number)[0];
    if (strip.length) {
      for (const one of strip) {
        if (one.dataset.go === String(number)) {
          one.setAttribute("aria-current", "step");
          one.scrollIntoView({ block: "nearest", inline: "nearest" });
        }
        else one.removeAttribute("aria-current");
      }
      const sub = document.getElementById("dialog-sub");
      sub.textContent = filled(root.dataset.sub, { number: number + 1, count: strip.length, title: first.dataset.title });
      root.querySelector("[data-next]").hidden = number === strip.length - 1;
      if (focus) window.pageDesk.announce(sub.textContent);
    }
    show(root);
    if (focus) steps(root, number).at(-1).querySelector("input").focus();
  }

  /* The chosen part of a picture, drawn small. */
  function draw(canvas, box) {
    const picture = box?.querySelector(".crop img"), field = box?.querySelector("[data-crop-field]");
    canvas.hidden = !picture?.naturalWidth;
    if (canvas.hidden) return;
    const [left, top, right, bottom] = field.value.split(",").map(Number), { naturalWidth: wide, naturalHeight: high } = picture;
    canvas.getContext("2d").drawImage(picture, left * wide, top * high, (right - left) * wide, (bottom - top) * high, 0, 0, canvas.width, canvas.height);
  }
  function show(root) {
    const shown = steps(root, current(root));
    const tile = root.querySelector("[data-tile]"), box = number => steps(root, number)[0]?.querySelector("[data-picture-box]");
    if (!tile) return;
    draw(tile, box(current(root)));
    root.querySelector("[data-tile-none]").toggleAttribute("hidden", !tile.hidden);
    root.querySelector("[data-tile-name]").textContent = shown.at(-1).querySelector("[data-block-name]").value;
    for (const one of root.querySelectorAll("[data-go]")) draw(one.querySelector("canvas"), box(one.dataset.go));
  }
  const showSoon = () => { const root = form(); if (root) show(root); };
  document.addEventListener("picture", showSoon);
  document.addEventListener("load", event => { if (event.target.matches?.(".crop img")) showSoon(); }, true);
  document.addEventListener("input", event => { if (event.target.matches?.("[data-block-name]")) showSoon(); });

  document.addEventListener("htmx:afterSettle", event => {
    const root = form();
    if (!root || !(event.detail.target.id === "dialog-slot" || event.detail.target.id === "dialog")) { showSoon(); return; }
    const wrong = root.querySelector("[aria-invalid=true]"), step = wrong?.closest("[data-step]");
    if (steps(root).length) go(root, Number(step?.dataset.step || 0));
    filter(root);
    wrong?.focus();
  });
  document.addEventListener("click", event => {
    const root = form(), button = event.target.closest?.("[data-go], [data-next], [data-add], [data-drop]");
    if (!root || !button || !root.contains(button)) return;
    if (button.dataset.go) go(root, Number(button.dataset.go), true);
    else if ("next" in button.dataset) go(root, current(root) + 1, true);
    else if ("add" in button.dataset) { add(root, button.textContent.trim()); entry(root).focus(); }
    else { button.closest("[data-chosen]").remove(); filter(root); entry(root).focus(); }
  });

  /* Sections. A name the portal does not know becomes a new section. */
  const entry = root => root.querySelector("#favorite-sections");
  const chosen = root => [...root.querySelectorAll("[data-chosen]")];
  const known = (root, name) => [...root.querySelectorAll("[data-add]")].find(one => one.textContent.trim().toLowerCase() === name.toLowerCase());
  function add(root, text) {
    const name = text.trim().replace(/\s+/g, " "), found = known(root, name), code = found ? found.dataset.add : name;
    entry(root).value = "";
    if (name && !chosen(root).some(one => one.querySelector("input").value === code)) {
      const square = root.querySelector("[data-square]").content.cloneNode(true).querySelector("[data-chosen]");
      square.querySelector("[data-name]").textContent = found ? found.textContent.trim() : name;
      square.querySelector("input").value = code;
      square.querySelector("[data-new]").hidden = Boolean(found);
      square.querySelector("[data-drop]").setAttribute("aria-label", filled(root.querySelector("[data-sections]").dataset.remove, { name }));
      entry(root).before(square);
    }
    filter(root);
  }
  function filter(root) {
    const field = entry(root);
    if (!field) return;
    const typed = field.value.trim(), codes = chosen(root).map(one => one.querySelector("input").value);
    for (const one of root.querySelectorAll("[data-add]")) {
      one.hidden = codes.includes(one.dataset.add) || !one.textContent.toLowerCase().includes(typed.toLowerCase());
    }
    const hint = root.querySelector("[data-hint]");
    hint.dataset.usual ||= hint.textContent;
    hint.textContent = typed && !known(root, typed) ? filled(root.querySelector("[data-sections]").dataset.becomesNew, { name: typed }) : hint.dataset.usual;
  }
  // What is typed stays text when the field is left: a square made then would move Save away under the pointer. It
  // is sent with the form all the same.
  document.addEventListener("input", event => {
    if (event.target.id !== "favorite-sections") return;
    const names = event.target.value.split(",");
    for (const name of names.slice(0, -1)) add(form(), name);
    if (names.length > 1) event.target.value = names.at(-1).trimStart();
    filter(form());
  });
  document.addEventListener("keydown", event => {
    if (event.target.id !== "favorite-sections" || event.isComposing) return;
    const root = form();
    if (event.key === "Enter" && event.target.value.trim()) { event.preventDefault(); add(root, event.target.value); }
    if (event.key === "Backspace" && !event.target.value) { chosen(root).at(-1)?.remove(); filter(root); }
  });
})();
