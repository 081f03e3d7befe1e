/* The one script that comes before the screen is seen. Ours and htmx need a fifth of a second of a weak machine: they
   follow the first picture of the screen. What a person presses, types or chooses until then is done afterwards: a link
   of its own would lead the frame away from its session. */
(() => {
  "use strict";
  const PATIENCE = 1_000;
  const kept = [];

  const act = { click: control => control.click(), submit: form => form.requestSubmit() };
  function keep(event) {
    const { target, type } = event, pressed = type === "click";
    const control = pressed ? target.closest("a[href]:not([target]), button, label, summary, [type=checkbox]") : target.form || target;
    if (!control || event.ctrlKey || event.metaKey || !(pressed || control.requestSubmit)) return;
    if (pressed) control.classList.add("is-busy");
    if (pressed || type === "submit") {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    const kind = pressed ? "click" : "submit";
    if (!kept.some(one => one.control === control)) kept.push({ kind, control });
    run();
  }
  const HEARD = ["click", "submit", "change", "input"];
  for (const type of HEARD) document.addEventListener(type, keep, { capture: true });
  document.addEventListener("desk:ready", () => {
    for (const type of HEARD) document.removeEventListener(type, keep, { capture: true });
    for (const { kind, control } of kept) {
      control.classList.remove("is-busy");
      act[kind](control);
    }
  }, { once: true });

  let running = false;
  function run() {
    if (running || document.readyState === "loading") return;
    running = true;
    for (const link of document.querySelectorAll("link[data-script]")) {
      const script = document.createElement("script");
      script.src = link.href;
      script.async = false;      // in their order
      script.onload = () => link.removeAttribute("data-script");
      script.onerror = failed;
      document.head.append(script);
    }
  }
  // Nothing can be done without them; they may come when they are asked for again.
  function failed() {
    running = false;
    for (const { control } of kept.splice(0)) control.classList.remove("is-busy");
    const state = document.getElementById("state-error").content.cloneNode(true);
    state.querySelector("[data-again]").addEventListener("click", () => window.pageDesk.refresh());
    document.getElementById("main").replaceChildren(state);
  }
  function parsed() {
    if (document.hidden || document.querySelector("[data-opening]")) { run(); return; }   // nothing to be seen first
    requestAnimationFrame(() => setTimeout(run));
    setTimeout(run, PATIENCE);   // a frame that is not shown draws nothing
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", parsed, { once: true });
  else parsed();
})();
