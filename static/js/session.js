/* The frame session: a header on every request, renewal over the bridge, and a history of our own.
   The token lives in this closure only: not in an address, not in storage, not in a cookie. */
(() => {
  "use strict";
  const { frame } = window.pageDesk;
  const take = name => {
    const tag = document.querySelector(`meta[name="${name}"]`), value = tag?.content || "";
    tag?.remove();
    return value;
  };
  const HEADER = "X-Frame-Session", RETRY = "X-Frame-Retry";
  const address = take("session-url"), member = take("member-id");
  let token = take("frame-session"), path = take("screen-path"), renewal = null;
  let opening = Boolean(document.querySelector("[data-opening]"));   // the page came without its screen

  document.addEventListener("htmx:configRequest", event => {
    if (token) event.detail.headers[HEADER] = token;
    if (event.detail.elt.id === "nav-refresh") event.detail.path = path;   // with what was searched since the screen came
  });

  // One renewal for all requests that met the end of the session at the same time.
  function renew() {
    renewal ||= frame.refreshAuth().then(async auth => {
      if (!auth || !auth.AUTH_ID) throw new Error("The portal gave no access");
      const body = new URLSearchParams({ ...auth, member_id: member });
      const answer = await fetch(address, { method: "POST", body, headers: token ? { [HEADER]: token } : {}, credentials: "omit" });
      if (!answer.ok) throw new Error("The session was not renewed");
      ({ token } = await answer.json());
    }).finally(() => { renewal = null; });
    return renewal;
  }

  function over() {
    document.getElementById("session-over").replaceChildren(document.getElementById("state-session-over").content.cloneNode(true));
    document.querySelector("[data-opening]")?.remove();   // what it waits for does not come
  }

  // 401: renew, then repeat the same request once.
  document.addEventListener("htmx:beforeOnLoad", event => {
    const { xhr, requestConfig: request } = event.detail;
    if (xhr.status !== 401) return;
    event.preventDefault();
    if (request.headers[RETRY]) { over(); return; }
    renew().then(() => window.pageDesk.repeat(request, { [RETRY]: "1" }), over);
  });
  document.addEventListener("click", event => {
    if (!event.target.closest("[data-reopen]")) return;
    if (frame.hosted) frame.reload(); else location.reload();
  });

  /* The frame's address never changes; the path of the screen is kept in history.state. */
  const SCREENS = new Set(["main", "site-body", "pages", "sites"]);
  const visit = to => window.htmx.ajax("GET", to, { target: "#main", swap: "innerHTML show:none" });
  document.addEventListener("htmx:afterSwap", event => {
    const { target, requestConfig: request, pathInfo, xhr } = event.detail;
    const shown = xhr?.getResponseHeader("X-Frame-Path");   // the answer to a click is a screen of its own
    if (!request || !(shown || request.verb === "get") || !SCREENS.has(target?.id)) return;
    const to = shown || pathInfo.finalRequestPath, first = opening;
    opening = false;
    if (to === path) return;
    const replace = first || (request.elt.matches?.("[data-history=replace]") && path.split("?")[0] === to.split("?")[0]);
    history[replace ? "replaceState" : "pushState"]({ path: to }, "");
    path = to;
  });
  addEventListener("popstate", event => {
    if (!event.state?.path) return;
    path = event.state.path;
    visit(path);
  });
  window.pageDesk.refresh = () => visit(path);

  async function start() {
    const before = history.state?.path;                  // a reload repeats the entry POST; go back to where we were
    if (!before) history.replaceState({ path }, "");
    if (frame.hosted) frame.start().then(() => frame.setTitle("Page Desk"), () => null);   // the h1 names the screen
    if (!token) {                                        // the entry POST carried a dead token: prove ourselves again
      try { await renew(); } catch { over(); return; }
    }
    if (!opening && (!before || before === path)) return;
    path = before || path;
    visit(path);
  }
  document.addEventListener("desk:ready", start, { once: true });
})();
