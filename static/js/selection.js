/* Selecting rows: one by one, a range with Shift, all rows shown, or all that match the filter.
   A list is any element with data-selection; its name and filter are data-selection and data-list-key.
   The choice is kept while paging through the same list and dropped when the folder, filter or search changes.
   Of "all that match" single rows can be left out; they travel as fields named `except`. */
(() => {
  "use strict";
  let picked = new Set(), excluded = new Set(), everything = false, listKey = "", kind = "", allOf = 0, lastBox = null;
  const words = document.getElementById("words").dataset;
  const list = () => document.querySelector("[data-selection]");
  const boxes = root => [...root.querySelectorAll("input[type=checkbox][data-pick]")];

  function restore() {
    const root = list();
    const key = root ? root.dataset.listKey : "";
    // A list of another length is not the list of which everything was chosen.
    if (key !== listKey || (everything && root && Number(root.dataset.total) !== allOf)) {
      const lost = root?.dataset.selection === kind && (everything || picked.size) ? [...picked] : null;
      const bin = [key, listKey].some(one => one.startsWith("trash|"));
      forget();
      if (lost) tell(bin ? [] : lost);
    }
    listKey = key;
    kind = root ? root.dataset.selection : "";
    if (!root) return;
    for (const box of boxes(root)) box.checked = everything ? !excluded.has(box.value) : picked.has(box.value);
    show();
  }

  // Another folder or filter: rows that were chosen one by one can be chosen again, seen or not.
  function tell(lost) {
    const here = listKeyNow();
    const act = () => {
      if (listKeyNow() !== here) return;
      picked = new Set(lost);
      restore();
    };
    window.pageDesk.toast(words.cleared, lost.length ? { label: words.reselect, act } : {});
  }
  const listKeyNow = () => list()?.dataset.listKey;

  function show() {
    const root = list(), all = root.querySelector("input[name=all]");
    const shown = boxes(root), total = Number(root.dataset.total || shown.length);
    if (everything && excluded.size >= total) forget();
    const count = everything ? total - excluded.size : picked.size;
    if (all) all.value = everything ? "1" : "";
    for (const box of shown) box.closest("[data-row]")?.classList.toggle("is-sel", box.checked);
    const master = root.querySelector("[data-pick-all]"), on = shown.filter(box => box.checked).length;
    if (master) {
      master.checked = shown.length > 0 && on === shown.length;
      master.indeterminate = on > 0 && on < shown.length;
    }
    for (const slot of root.querySelectorAll("[data-count]")) slot.textContent = count;
    for (const button of root.querySelectorAll("[data-needs-selection]")) {
      button.disabled = count === 0 || button.hasAttribute("data-locked");
    }
    const more = root.querySelector("[data-select-all]");
    if (more) more.hidden = everything ? excluded.size === 0 : on === 0 || on < shown.length || picked.size >= total;
    for (const clear of root.querySelectorAll("[data-clear]")) clear.disabled = count === 0;
    carry(root, shown);
  }

  // Rows picked on other pages of the list, and rows left out of everything, travel as hidden fields.
  function carry(root, shown) {
    const slot = root.querySelector("[data-carried]");
    if (!slot) return;
    const here = new Set(shown.map(box => box.value));
    const name = everything ? "except" : root.dataset.selection;
    slot.replaceChildren(...(everything ? [...excluded] : [...picked].filter(id => !here.has(id))).map(id => {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value: id });
      return field;
    }));
  }

  function set(box, on) {
    box.checked = on;
    const chosen = everything ? excluded : picked;
    if (on === everything) chosen.delete(box.value); else chosen.add(box.value);
  }
  function forget() {
    everything = false;
    picked.clear();
    excluded.clear();
  }
  function clear(root) {
    forget();
    for (const box of boxes(root)) box.checked = false;
    show();
  }

  document.addEventListener("click", event => {
    const root = list();
    if (!root || !root.contains(event.target)) return;
    const box = event.target.closest("input[data-pick]");
    if (box) {
      const shown = boxes(root), from = shown.indexOf(lastBox), to = shown.indexOf(box);
      if (event.shiftKey && from >= 0) {
        for (const one of shown.slice(Math.min(from, to), Math.max(from, to) + 1)) set(one, box.checked);
      } else set(box, box.checked);
      lastBox = box;
      show();
    } else if (event.target.closest("[data-pick-all]")) {
      for (const one of boxes(root)) set(one, event.target.checked);
      show();
    } else if (event.target.closest("[data-select-all]")) {
      forget();
      everything = true;
      allOf = Number(root.dataset.total);
      for (const box of boxes(root)) box.checked = true;
      show();
    } else if (event.target.closest("[data-clear]")) clear(root);
  });
  document.addEventListener("keydown", event => {
    const root = list();
    if (!root || document.querySelector("dialog[open]") || event.defaultPrevented) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (event.key === "Escape" && !typing && (picked.size || everything)) clear(root);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a" && !typing && root.contains(event.target)) {
      event.preventDefault();
      const more = root.querySelector("[data-select-all]");
      if (more && !more.hidden) { more.focus(); return; }   // the second time it offers all that match
      for (const box of boxes(root)) set(box, true);
      show();
    }
  });
  document.addEventListener("htmx:afterSettle", event => { if (event.detail.target?.id !== "dialog-slot") restore(); });
  restore();
})();
