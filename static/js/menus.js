/* Menus behind "…". The browser opens and closes them (popover); here they get their place, the values of the row
   they were opened for, and the keys of a menu. What a click on an entry does is done before it closes.
   The menu of a search field chooses: its entries stay open, and each chosen one stands in the field as a square. */
(() => {
  "use strict";
  const entries = menu => [...menu.querySelectorAll("[role^=menuitem]")];
  const menuOf = element => element.closest?.("[data-menu]"), fieldOf = element => element.closest?.("[data-squares]");

  // Browsers older than popovers (Chromium 114, Safari 17, Firefox 125) get the same menus, opened and closed here.
  const native = "showPopover" in HTMLElement.prototype;
  const isOpen = menu => native ? menu.matches(":popover-open") : menu.classList.contains("is-open");
  const hide = menu => { if (native) menu.hidePopover(); else toggled(menu, false); };
  function toggled(menu, open) {
    menu.classList.toggle("is-open", open);
    menu.hidden = !open;
    menu.dispatchEvent(Object.assign(new Event("toggle"), { newState: open ? "open" : "closed" }));
  }
  if (!native) {
    const shut = root => { for (const menu of root.querySelectorAll("[data-menu]:not(.is-open)")) menu.hidden = true; };
    shut(document);
    document.addEventListener("htmx:afterSettle", () => shut(document));
    document.addEventListener("click", event => {
      const opener = event.target.closest("[popovertarget]"), wanted = opener && document.getElementById(opener.getAttribute("popovertarget"));
      const open = document.querySelector("[data-menu].is-open");
      if (open && !open.contains(event.target)) toggled(open, false);
      if (wanted && wanted !== open) toggled(wanted, true);
    });
  }

  function fill(menu, opener) {
    const values = opener.dataset;
    menu.opener = opener;
    menu.setAttribute("aria-label", opener.getAttribute("aria-label") || opener.textContent.trim());
    menu.querySelector("[data-menu-title]").textContent = values.title;
    for (const link of menu.querySelectorAll("[data-href]")) link.href = values[link.dataset.href] + (link.dataset.query || "");
    for (const one of menu.querySelectorAll("[data-copy-of]")) one.dataset.copy = values[one.dataset.copyOf];
  }

  // Below the button or its field and inside the part of the frame that can be seen, else above it. A phone shows a sheet (CSS).
  function place(menu) {
    const from = (fieldOf(menu) || menu.opener).getBoundingClientRect(), { width, height } = menu.getBoundingClientRect();
    const root = document.documentElement, seen = window.pageDesk.visible?.() || { top: 0, bottom: innerHeight };
    const start = root.dir === "rtl" ? from.left : from.right - width;
    const below = from.bottom + 4, above = from.top - 4 - height;
    const top = below + height <= seen.bottom - 8 || above < seen.top ? Math.min(below, Math.max(seen.bottom - 8 - height, seen.top)) : above;
    const box = native ? null : menu.offsetParent?.getBoundingClientRect();
    menu.style.setProperty("--menu-x", `${Math.max(8, Math.min(start, root.clientWidth - width - 8)) + (box ? -box.left : scrollX)}px`);
    menu.style.setProperty("--menu-y", `${Math.max(0, top) + (box ? -box.top : scrollY)}px`);
    if (!native) menu.style.zIndex = "40";
    menu.classList.add("is-placed");
  }
  function close(menu) {
    hide(menu);
    menu.opener.focus({ preventScroll: true });
  }

  document.addEventListener("htmx:configRequest", event => {
    const values = menuOf(event.detail.elt)?.opener?.dataset.values;
    if (values) Object.assign(event.detail.parameters, JSON.parse(values));
  });
  document.addEventListener("click", event => {          // before the browser shows it
    const opener = event.target.closest("[popovertarget]");
    const menu = opener && document.getElementById(opener.getAttribute("popovertarget"));
    if (!menu) return;
    if (isOpen(menu) && menu.opener !== opener) hide(menu);
    fill(menu, opener);
  }, true);
  document.addEventListener("toggle", event => {
    if (!event.target.matches?.("[data-menu]")) return;
    if (event.newState !== "open") { event.target.classList.remove("is-placed"); return; }
    place(event.target);
    entries(event.target)[0].focus({ preventScroll: true });
  }, true);

  /* Squares: the hidden field in each is what is asked for, so they are put right before the entry's request is made. */
  const squares = field => [...field.querySelectorAll("[data-chosen]")];
  const squareOf = (field, { dataset: { field: name, code } }) => squares(field).find(one => {
    const own = one.querySelector("input");
    return own.name === name && own.value === code;
  });
  function choose(field, entry, on) {
    entry.setAttribute("aria-checked", String(on));
    if (!on) { squareOf(field, entry)?.remove(); return; }
    const square = field.querySelector("template").content.querySelector("[data-chosen]").cloneNode(true);
    const name = square.querySelector("[data-name]"), words = entry.textContent.trim();
    name.textContent = name.title = words;
    square.querySelector("[data-drop]").setAttribute("aria-label", field.dataset.remove.replace("{name}", words));
    Object.assign(square.querySelector("input"), { name: entry.dataset.field, value: entry.dataset.code });
    field.querySelector("[data-chosen-here]").append(square);
    square.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  function drop(field, square) {
    entries(field).find(one => squareOf(field, one) === square)?.click();
    return squares(field).at(-1)?.querySelector("[data-drop]");
  }
  document.addEventListener("click", event => {
    const entry = event.target.closest("[aria-checked]"), field = entry && fieldOf(entry);
    if (!field) return;
    const on = entry.getAttribute("aria-checked") !== "true", alone = entry.getAttribute("role") === "menuitemradio";
    if (on && alone) for (const other of entry.parentElement.children) choose(field, other, false);
    choose(field, entry, on);
  }, true);
  document.addEventListener("click", event => {
    const field = fieldOf(event.target), square = event.target.closest("[data-chosen]");
    if (!field || !square || !event.target.closest("[data-drop]")) return;
    (drop(field, square) || field.querySelector("[popovertarget]")).focus({ preventScroll: true });
  });
  document.addEventListener("keydown", event => {
    const field = event.target.matches?.("input") && fieldOf(event.target);
    if (!field || event.isComposing) return;
    if (event.key === "ArrowDown") { event.preventDefault(); field.querySelector("[popovertarget]").click(); }
    if (event.key === "Backspace" && !event.target.value && squares(field).length) drop(field, squares(field).at(-1));
  });

  addEventListener("resize", () => {
    const open = [...document.querySelectorAll("[data-menu]")].find(isOpen);
    if (open) place(open);
  });

  document.addEventListener("click", event => {
    const entry = event.target.closest("[role=menuitem]"), menu = entry && menuOf(entry);
    if (!menu || entry.getAttribute("aria-disabled")) return;
    close(menu);
    if (entry.dataset.ask) window.htmx.ajax("GET", menu.opener.dataset[entry.dataset.ask], { source: entry, target: "#dialog-slot", swap: "innerHTML" });
    if (entry.dataset.press) document.getElementById(menu.opener.dataset[entry.dataset.press]).click();
    if (!entry.href || entry.target) return;
    event.preventDefault();
    window.htmx.ajax("GET", entry.getAttribute("href"), { target: "#main", swap: "innerHTML show:none" });
  });

  document.addEventListener("keydown", event => {        // before the list hears Escape and drops its selection
    const menu = menuOf(event.target);
    if (!menu || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = entries(menu), at = all.indexOf(document.activeElement), letter = event.key.toLocaleLowerCase();
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 };
    if (event.key === "Tab") { close(menu); return; }
    if (event.key === "Escape") close(menu);
    else if (event.key in steps) all[steps[event.key] % all.length].focus();
    else if (event.key.length === 1 && letter.trim()) {
      [...all.slice(at + 1), ...all].find(one => one.textContent.trim().toLocaleLowerCase().startsWith(letter))?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
})();
