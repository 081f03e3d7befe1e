/* What a region shows while it waits and when our server fails, and what follows a change of screen. */
(() => {
  "use strict";
  const words = document.getElementById("words").dataset;
  const isPoll = element => /\bevery\b/.test(element?.getAttribute?.("hx-trigger") || "");

  // The same request again, made by the same element, so that forms and includes are read as they are now.
  window.pageDesk.repeat = (request, headers = {}) => {
    const source = document.body.contains(request.elt) ? request.elt : null;
    const target = document.getElementById(request.target?.id) || request.target;
    if (!source && !document.body.contains(target)) return Promise.resolve();
    return window.htmx.ajax(request.verb.toUpperCase(), request.path,
      { source: source || target, target, values: request.formData, headers });
  };

  // The answer to a poll of a screen that was left has no place to go.
  const polls = new WeakMap();
  document.addEventListener("htmx:beforeCleanupElement", event => {
    const xhr = polls.get(event.target);
    if (xhr && xhr.readyState < XMLHttpRequest.DONE) xhr.abort();
  });

  document.addEventListener("htmx:beforeRequest", event => {
    const { elt, target, requestConfig: request } = event.detail;
    if (document.hidden && isPoll(elt)) { event.preventDefault(); return; }
    if (!navigator.onLine && request.verb !== "get") {
      event.preventDefault();
      window.pageDesk.toast(words.offline);
      return;
    }
    if (isPoll(elt)) { polls.set(elt, event.detail.xhr); return; }
    if (elt.matches?.("[data-late]")) return;
    if (elt.matches?.("a, button")) elt.classList.add("is-busy");   // what was pressed answers at once
    event.detail.xhr.busyTimer = setTimeout(() => {      // under 150 ms nothing else changes
      target?.classList.add("is-busy");
      target?.setAttribute("aria-busy", "true");
    }, 150);
  });
  document.addEventListener("htmx:afterRequest", event => {
    const { elt, target, xhr } = event.detail;
    clearTimeout(xhr?.busyTimer);
    elt.classList?.remove("is-busy");
    target?.classList.remove("is-busy");
    target?.removeAttribute("aria-busy");
    // What did not come is not announced for ever by its placeholder.
    if (elt.matches?.("[data-late]") && !event.detail.successful) {
      for (const bone of document.querySelectorAll(".site__facts .skel")) bone.remove();
    }
  });

  // A poll whose screen is gone: its answer would look for its place among elements that are no longer in the page.
  const polls = new WeakMap();
  document.addEventListener("htmx:beforeSend", event => {
    if (isPoll(event.detail.elt)) polls.set(event.detail.elt, event.detail.xhr);
  });
  document.addEventListener("htmx:beforeCleanupElement", event => {
    const xhr = polls.get(event.target);
    if (!xhr || xhr.readyState === XMLHttpRequest.DONE) return;
    xhr.onload = xhr.onabort = null;                     // htmx reports an abort as an error
    xhr.abort();
  });

  // Facts for tiles that are gone are dropped. A whole document is no answer of a screen: it is an error page of the
  // server or of something in front of it.
  document.addEventListener("htmx:beforeSwap", event => {
    const asked = event.detail.requestConfig.elt;
    if (asked.matches?.("[data-late]") && !asked.isConnected) { event.detail.shouldSwap = false; return; }
    if (!/^\s*<(!doctype|html)/i.test(event.detail.serverResponse)) return;
    event.detail.shouldSwap = false;
    event.detail.isError = true;
  });

  function failed(event) {
    const { elt, target, requestConfig: request, xhr } = event.detail;
    if (isPoll(elt) || elt.matches?.("[data-late]")) return;   // the next poll asks again; a fact stays unknown
    const number = xhr?.getResponseHeader?.("X-Request-ID");
    if (request.verb !== "get" || !target || target.id === "dialog-slot") {
      window.pageDesk.toast(words.failed, { number });
      return;
    }
    const state = document.getElementById("state-error").content.cloneNode(true);
    const slot = state.querySelector("[data-slot=number]");
    if (number) slot.textContent = `${slot.dataset.label} ${number}`;
    state.querySelector("[data-again]").addEventListener("click", () => window.pageDesk.repeat(request));
    target.replaceChildren(state);
  }
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.addEventListener(name, failed);

  // A new screen: dialogs go, the title follows, a reader starts at the heading.
  document.addEventListener("htmx:afterSettle", event => {
    if (event.detail.target?.id !== "main") return;
    const heading = document.querySelector("#main h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  });

  const offline = document.getElementById("offline");
  const connection = () => {
    offline.hidden = navigator.onLine;
    document.body.classList.toggle("is-offline", !navigator.onLine);
  };
  addEventListener("offline", connection);
  addEventListener("online", () => { connection(); window.pageDesk.refresh(); });
  connection();
})();
