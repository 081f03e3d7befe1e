/* The installer's last step, and `Try again` on pages that may be repeated.
   installFinish is called once and never answered: the portal reloads us. Only silence shows the button. */
(() => {
  "use strict";
  const PATIENCE = 10_000;
  document.addEventListener("click", event => {
    if (event.target.closest("[data-try-again]")) location.reload();   // repeats the portal's own POST
  });

  const root = document.querySelector("[data-install-finish]");
  if (!root) return;
  const { frame } = window.pageDesk;
  const offer = () => { document.getElementById("install-failed").hidden = false; };
  frame.start().catch(() => null).then(() => {
    if (!frame.hosted) { offer(); return; }
    frame.installFinish();
    setTimeout(offer, PATIENCE);
  });
})();
