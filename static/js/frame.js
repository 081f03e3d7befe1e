/* The bridge to the portal page that holds our frame.
   The portal's origin and the SID come from our server's page, never from window.name: any page that may frame us
   could set that. An unknown or denied command is answered with silence, so every call has a time limit. */
(() => {
  "use strict";
  const meta = name => document.querySelector(`meta[name="${name}"]`)?.content || "";
  const origin = meta("portal-origin"), sid = meta("app-sid");
  const hosted = window.parent !== window && origin !== "" && sid !== "";
  const waiting = new Map();
  let last = 0;

  function send(command, args, limit) {
    if (!hosted) return Promise.reject(new Error("The page is not inside a portal"));
    const key = `pagedesk${++last}`;
    const parts = args === undefined ? [command, key, sid] : [command, JSON.stringify(args), key, sid];
    return new Promise((resolve, reject) => {
      const timer = limit && setTimeout(() => {
        waiting.delete(key);
        reject(new Error(`The portal did not answer ${command}`));
      }, limit);
      waiting.set(key, answer => { clearTimeout(timer); resolve(answer); });
      parent.postMessage(parts.join(":"), origin);
    });
  }

  addEventListener("message", event => {
    if (!hosted || event.origin !== origin || event.source !== parent || typeof event.data !== "string") return;
    const cut = event.data.indexOf(":");
    const key = cut < 0 ? event.data : event.data.slice(0, cut);
    const answer = waiting.get(key);
    if (!answer) return;
    waiting.delete(key);
    let value = null;
    try { value = cut < 0 ? null : JSON.parse(event.data.slice(cut + 1) || "null"); } catch { value = null; }
    answer(value);
  });

  const quiet = promise => promise.catch(() => null);   // for calls whose refusal changes nothing

  window.pageDesk = window.pageDesk || {};
  window.pageDesk.frame = {
    hosted,
    // First contact; a first run must be confirmed, or other client libraries wait for it for ever.
    async start() {
      const data = await send("getInitData", undefined, 10_000);
      if (data && data.FIRST_RUN) await quiet(send("setInstall", { install: true }, 2_000));
      return data;
    },
    installFinish() { quiet(send("setInstallFinish", {}, 0)); },          // never answered: the portal reloads us
    refreshAuth: () => send("refreshAuth", undefined, 10_000),
    resize: height => send("resizeWindow", { width: "100%", height }, 900),
    setTitle: title => quiet(send("setTitle", { title }, 900)),
    openPath: path => send("openPath", { path }, 0),
    openApplication: parameters => send("openApplication", parameters, 0),
    reload() { quiet(send("reloadWindow", {}, 0)); },
    close: () => quiet(send("closeApplication", {}, 0)),
  };
})();
