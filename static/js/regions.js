/* What a region shows while it waits and when our server fails, and what follows a change of screen. */
(() => {
  "use strict";
  const words = document.getElementById("words").dataset;
  const painted = then => requestAnimationFrame(() => setTimeout(then));
  window.pageDesk.painted = painted;
  const FAILURES = ["htmx:responseError", "htmx:sendError", "htmx:timeout"];
  const isPoll = element => /\bevery\b/.test(element?.getAttribute?.("hx-trigger") || "");

  let screen = null;                                     // the request for the screen that was asked for last

  // The same request again, made by the same element, so that forms and includes are read as they are now.
  window.pageDesk.repeat = (request, headers = {}) => {
    const source = document.body.contains(request.elt) ? request.elt : null;
    const target = document.getElementById(request.target?.id) || request.target;
    if (!source && !document.body.contains(target)) return Promise.resolve();
    return window.htmx.ajax(request.verb.toUpperCase(), request.path,
      { source: source || target, target, values: request.formData, headers });
  };

  // A poll nobody can see or answer is not sent. One under way when its screen or the frame goes has no place to go: it
  // ends without a word, which htmx would have for the console.
  const polls = new Map();
  let leaving = false;
  const hush = element => {
    const xhr = polls.get(element);
    if (!xhr || xhr.readyState === XMLHttpRequest.DONE) return;   // its own answer replaces it
    polls.delete(element);
    xhr.onload = xhr.onerror = xhr.onabort = xhr.ontimeout = null;
    xhr.abort();
  };
  document.addEventListener("htmx:beforeCleanupElement", event => hush(event.target));
  addEventListener("pagehide", () => {
    leaving = true;
    for (const element of [...polls.keys()]) hush(element);
  });
  addEventListener("pageshow", () => { leaving = false; });

  // Links of ours become requests of htmx when they are pressed: to prepare the forty of a list as it comes takes a weak
  // machine longer than a frame.
  document.addEventListener("click", event => {
    const link = event.target.closest?.("#app a[href]:not([hx-get], [hx-boost], [target], [data-skip], [role=menuitem])");
    if (!link) return;
    link.setAttribute("hx-boost", "true");
    window.htmx.process(link);
  }, true);

  // What was pressed answers with the next frame: on a weak machine htmx needs longer than that to make a request.
  document.addEventListener("htmx:confirm", event => {
    const { elt, triggeringEvent, issueRequest, question } = event.detail;
    if (question || triggeringEvent?.type !== "click" || !elt.matches("a, button") || elt.closest("[hx-sync]")) return;
    event.preventDefault();
    if (elt.classList.contains("is-busy")) return;
    elt.classList.add("is-busy");
    painted(() => {
      elt.classList.remove("is-busy");
      // Its list was drawn anew in between: the click is meant for what stands in its place.
      if (elt.isConnected) issueRequest(true); else if (elt.id) document.getElementById(elt.id)?.click();
    });
  });
  document.addEventListener("htmx:beforeRequest", event => {
    const { elt, target, xhr, requestConfig: request } = event.detail;
    if (isPoll(elt)) {
      if (document.hidden || leaving || !navigator.onLine) { event.preventDefault(); return; }
      polls.set(elt, xhr);
      xhr.addEventListener("loadend", () => { if (polls.get(elt) === xhr) polls.delete(elt); });
    }
    // Overtaken by a newer one of its form, for example: no error, though htmx would tell the console so.
    xhr.abort = () => { event.detail.error = ""; XMLHttpRequest.prototype.abort.call(xhr); };
    if (!navigator.onLine && request.verb !== "get") {
      event.preventDefault();
      window.pageDesk.toast(words.offline);
      return;
    }
    if (isPoll(elt) || elt.matches?.("[data-late]")) return;
    if (target?.id === "main" && request.verb === "get") screen = xhr.screen = xhr;
    else if (REGIONS.has(target?.id) && request.triggeringEvent?.type === "click") screen = null;   // a later choice on the old screen
    if (elt.matches?.("a, button")) elt.classList.add("is-busy");   // what was pressed answers at once
    if (target?.querySelector?.("[data-opening]")) return;   // its placeholders say so already
    event.detail.xhr.busyTimer = setTimeout(() => {      // under 150 ms nothing else changes
      target?.classList.add("is-busy");
      target?.setAttribute("aria-busy", "true");
    }, 150);
  });
  function finished(event) {
    const { elt, target, xhr } = event.detail;
    clearTimeout(xhr?.busyTimer);
    elt.classList?.remove("is-busy");
    target?.classList.remove("is-busy");
    target?.removeAttribute("aria-busy");
    // What did not come is not announced for ever by its placeholder.
    if (elt.matches?.("[data-late]") && !event.detail.successful) {
      for (const bone of document.querySelectorAll(".site__facts .skel")) bone.remove();
    }
  }
  document.addEventListener("htmx:afterRequest", finished);

  // Facts for tiles that are gone are dropped. A whole document is no answer of a screen: it is an error page of the
  // server or of something in front of it.
  function answered(event) {
    const { detail } = event, asked = detail.requestConfig.elt;
    detail.target = current(detail.target);
    if (!detail.target.isConnected || (asked.matches?.("[data-late]") && !asked.isConnected)) {
      detail.shouldSwap = detail.isError = false;
      return;
    }
    if (/^\s*<(!doctype|html)/i.test(detail.serverResponse)) {
      detail.shouldSwap = false;
      detail.isError = true;
    }
    if (detail.xhr.screen) newest(event);
    if (detail.shouldSwap && REGIONS.has(detail.target.id)) detail.target = emptied(detail.target, asked);
  }
  document.addEventListener("htmx:beforeSwap", answered);
  // An answer that a later click overtook is dropped. Where the link that asked is gone by now (a poll drew its row
  // anew), htmx would look for the navigation in that lost piece, so the answer is put in from the document.
  function newest(event) {
    const { xhr, target, requestConfig: { elt }, serverResponse } = event.detail, wanted = event.detail.shouldSwap;
    if (xhr !== screen) { event.detail.shouldSwap = event.detail.isError = false; return; }
    if (!wanted || elt.isConnected) return;
    event.detail.shouldSwap = false;
    const how = { swapStyle: "innerHTML", swapDelay: 0, settleDelay: 20, show: "none" };
    window.htmx.swap(target, serverResponse, how, { contextElement: document.body, eventInfo: event.detail });
  }

  /* htmx takes leave of every element of the old content one by one: half a second for a full list on a weak machine.
     It is handed an empty twin instead, and the old region goes in one piece. Listeners of its elements elsewhere are
     dropped by htmx when they are called next; the focus is put back as htmx would. */
  const REGIONS = new Set(["main", "site-body", "pages", "sites"]), replaced = new WeakMap();
  // A request that was under way then still means the old region: its answer belongs into the one in its place.
  function current(region) {
    while (replaced.has(region)) region = replaced.get(region);
    return region;
  }
  function emptied(region, asked) {
    const twin = region.cloneNode(false), focused = region.contains(document.activeElement) && document.activeElement.id;
    twin.classList.remove("is-busy");
    twin.removeAttribute("aria-busy");
    for (const asking of [...polls.keys()]) if (region.contains(asking)) hush(asking);
    region.replaceWith(twin);
    replaced.set(region, twin);
    region.addEventListener("htmx:beforeSwap", answered);   // out of the document nothing reaches those of all others
    for (const name of FAILURES) region.addEventListener(name, failed);
    region.addEventListener("htmx:afterRequest", finished);   // or the screen that was asked for from here stays faded
    if (region.contains(asked)) twin.append(asked);      // htmx looks for what goes out of band from where it was asked
    if (focused) {
      document.addEventListener("htmx:afterSwap", () => document.getElementById(focused)?.focus({ preventScroll: true }), { once: true });
    }
    return twin;
  }

  function failed(event) {
    const { elt, requestConfig: request, xhr } = event.detail, target = current(event.detail.target);
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
  for (const name of FAILURES) document.addEventListener(name, failed);

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
