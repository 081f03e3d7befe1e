/* Dialogs, messages, pictures that do not load, copying, keys. */
(() => {
  "use strict";
  const slot = document.getElementById("dialog-slot"), toasts = document.getElementById("toasts");
  const words = document.getElementById("words").dataset;
  let opener = null;

  /* Dialogs: the server puts a <dialog> into #dialog-slot; the browser's own modal keeps the focus inside. */
  document.addEventListener("htmx:beforeRequest", event => {
    if (event.detail.target === slot && !slot.contains(event.detail.elt)) opener = event.detail.elt.closest("[data-menu]")?.opener || event.detail.elt;
  });
  function showDialog() {
    const dialog = slot.querySelector("dialog");
    if (!dialog || dialog.open) return;
    dialog.addEventListener("close", () => {
      if (slot.contains(dialog)) slot.replaceChildren();
      const back = document.body.contains(opener) && !opener.disabled ? opener : document.querySelector("#main h1");
      back?.focus({ preventScroll: true });
    }, { once: true });
    dialog.addEventListener("cancel", event => {
      event.preventDefault();
      dismissDialog();
    });
    dialog.showModal();
    // Not `autofocus`: browsers refuse that attribute in a frame of another origin.
    (dialog.querySelector("[aria-invalid=true]") || dialog.querySelector("[data-autofocus]"))?.focus();
  }
  const closeDialog = () => slot.querySelector("dialog[open]")?.close();
  // Seen to go at once; then the page behind it, styled anew as a whole because it is no longer inert.
  function dismissDialog() {
    slot.querySelector("dialog[open]")?.classList.add("is-gone");
    window.pageDesk.painted(closeDialog);
  }
  document.addEventListener("htmx:afterSettle", event => {
    if (slot.querySelector("dialog")) showDialog();
    if (event.detail.target?.id === "dialog") slot.querySelector("[aria-invalid=true]")?.focus();   // drawn anew while open
    if (event.detail.target?.id !== "main") return;
    closeDialog();
    document.querySelector("#main [data-start]")?.focus();   // what this screen was opened for: also brought to the eye
  });
  document.addEventListener("closeDialog", closeDialog);   // HX-Trigger: closeDialog
  document.addEventListener("click", event => {
    if (event.target.closest("[data-close]")) dismissDialog();
  });

  /* Messages. HX-Trigger: {"toast": {"text": …, "href": …, "label": …}}, {"announce": "…"} */
  const live = document.getElementById("live");
  function announce(text) {
    live.textContent = "";
    requestAnimationFrame(() => { live.textContent = text; });
  }
  // Messages stand above the toolbar of a selection, wherever that is docked now.
  function lift() {
    toasts.style.translate = "";
    const own = toasts.getBoundingClientRect(), bar = document.getElementById("bulk")?.getBoundingClientRect();
    if (bar && own.height && bar.top < own.bottom + 8 && bar.bottom > own.top) toasts.style.translate = `0 ${Math.round(bar.top - own.bottom - 8)}px`;
  }
  window.pageDesk.lift = lift;
  function toast(text, { href, label, number, act } = {}) {
    const one = document.getElementById("state-toast").content.cloneNode(true).firstElementChild;
    one.querySelector("[data-slot=text]").textContent = number ? `${text} ${number}` : text;
    if (href) {
      const link = one.querySelector("[data-slot=link]");
      Object.assign(link, { href, textContent: label, hidden: false });
      link.setAttribute("hx-get", href);
      link.setAttribute("hx-target", "#main");
    }
    if (act) {
      const button = one.querySelector("[data-slot=act]");
      Object.assign(button, { textContent: label, hidden: false });
      button.addEventListener("click", () => { one.remove(); act(); });
    }
    toasts.append(one);
    lift();
    window.htmx.process(one);
    announce(text);
    let timer = setTimeout(() => one.remove(), 6000);
    const hold = () => clearTimeout(timer), release = () => { hold(); timer = setTimeout(() => one.remove(), 6000); };
    for (const name of ["pointerenter", "focusin"]) one.addEventListener(name, hold);
    for (const name of ["pointerleave", "focusout"]) one.addEventListener(name, release);
    one.addEventListener("click", event => { if (event.target.closest("[data-dismiss], a")) one.remove(); });
  }
  window.pageDesk.toast = toast;
  window.pageDesk.announce = announce;
  document.addEventListener("toast", event => toast(event.detail.text, event.detail));
  document.addEventListener("announce", event => announce(event.detail.value));
  // HX-Trigger: {"numbers": {"texts": {"id": "12", …}}}, what was not known yet when the list was drawn.
  document.addEventListener("numbers", event => {
    for (const [id, number] of Object.entries(event.detail.texts)) {
      const cell = document.getElementById(id);
      if (cell) cell.textContent = number;
    }
  });

  /* A missing picture leaves the placeholder that lies under it. */
  const missing = picture => { if (picture.matches?.("img[data-picture]")) picture.remove(); };
  document.addEventListener("error", event => missing(event.target), true);
  for (const picture of document.querySelectorAll("img[data-picture]")) {
    if (picture.complete && !picture.naturalWidth) missing(picture);
  }

  /* Block previews are drawn at the width of a desktop page and scaled to their box. */
  const boxes = new ResizeObserver(entries => {
    for (const { target, contentRect } of entries) target.style.setProperty("--scale", contentRect.width / 1200);
  });
  const scale = () => { for (const box of document.querySelectorAll("[data-scaled]")) boxes.observe(box); };
  document.addEventListener("htmx:afterSettle", scale);
  scale();

  /* The frame has no clipboard permission; a user gesture and execCommand work everywhere. */
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const area = document.createElement("textarea");
    area.value = button.dataset.copy || document.querySelector(button.dataset.copyFrom)?.innerText || "";
    area.className = "sr";
    button.after(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
    toast(words.copied);
  });
  document.addEventListener("click", event => {             // folders on a phone
    const button = event.target.closest("[data-toggle]");
    if (!button) return;
    const open = document.getElementById(button.dataset.toggle).classList.toggle("is-open");
    button.setAttribute("aria-expanded", String(open));
  });
  document.addEventListener("click", event => {
    if (!event.target.closest("[data-skip]")) return;
    event.preventDefault();
    document.getElementById("main").focus();
  });
  document.addEventListener("keydown", event => {           // what deletes for good is never done by a short cut
    const submit = event.key === "Enter" && (event.ctrlKey || event.metaKey) && slot.querySelector("dialog[open] #dialog-submit");
    if (!submit || submit.disabled || submit.matches(".btn--danger")) return;
    event.preventDefault();
    submit.click();
  });
  document.addEventListener("keydown", event => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, dialog")) return;
    const field = document.querySelector("#main input[type=search]");
    if (field) { event.preventDefault(); field.focus(); }
  });
})();
