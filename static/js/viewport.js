/* One scrollbar, the portal's: the frame takes the height of #app, and the bulk bar, dialogs and messages stay in the
   part of the frame a person can see. In a slider the portal refuses the resize in silence; then the page scrolls by
   itself and `position: sticky` does the work. */
(() => {
  "use strict";
  const { frame } = window.pageDesk;
  const root = document.documentElement, app = document.getElementById("app");
  if (!app || !frame.hosted) return;
  const least = Math.max(480, window.innerHeight);      // never 100vh: inside a fitted frame it can only grow
  const MARK = 32;
  let sent = 0, frameRequest = 0;
  app.style.minHeight = `${least}px`;

  async function fit() {
    const height = Math.max(least, Math.ceil(app.getBoundingClientRect().height));
    if (Math.abs(height - sent) < 2) { dock(); return; }
    sent = height;
    try {
      await frame.resize(height);
      root.classList.add("is-fitted");
      mark();
    } catch { /* refused: nothing to undo, the page scrolls by itself */ }
  }
  new ResizeObserver(() => {
    cancelAnimationFrame(frameRequest);
    frameRequest = requestAnimationFrame(fit);
  }).observe(app);

  /* An IntersectionObserver without a root is clipped by the top window even across origins, so a column of marks
     tells which part of the frame is visible without asking the portal. */
  const column = document.createElement("div");
  column.className = "marks";
  column.setAttribute("aria-hidden", "true");
  app.append(column);
  const seen = new Map();
  const observer = new IntersectionObserver(entries => {
    for (const entry of entries) {
      if (entry.isIntersecting) seen.set(entry.target, entry.intersectionRect); else seen.delete(entry.target);
    }
    if (!seen.size) return;
    const rects = [...seen.values()];
    visibleTop = Math.min(...rects.map(rect => rect.top));
    visibleBottom = Math.max(...rects.map(rect => rect.bottom));
    place();
  }, { threshold: [0, .25, .5, .75, 1] });

  function mark() {
    const count = Math.ceil(sent / MARK);
    while (column.childElementCount < count) {
      const cell = document.createElement("div");
      column.append(cell);
      observer.observe(cell);
    }
    while (column.childElementCount > count) {
      observer.unobserve(column.lastChild);
      seen.delete(column.lastChild);
      column.lastChild.remove();
    }
    column.style.height = `${sent}px`;
  }

  let idle = 0, visibleTop = 0, visibleBottom = 0;
  function place() {
    if (!visibleBottom) return;
    const height = visibleBottom - visibleTop;
    const top = visibleTop + Math.max(12, Math.min(64, (height - 560) / 2));
    const values = { "--vis-h": height, "--dialog-top": top, "--vis-bottom": visibleBottom, "--vis-gap": Math.max(0, root.clientHeight - visibleBottom) };
    // Not on the root: every element would inherit them, and a scroll would cost the styles of the whole page.
    for (const { style } of document.querySelectorAll("#dialog-slot, #toasts, .menu")) {
      for (const name in values) style.setProperty(name, `${Math.round(values[name])}px`);
    }
    dock();
  }
  window.pageDesk.visible = () => ({ top: visibleTop, bottom: visibleBottom || window.innerHeight });
  addEventListener("resize", place);                     // the portal has set the height we asked for

  document.addEventListener("htmx:afterSettle", place);

  function dock() {                                      // step aside while scrolling, come back where it stopped
    const bar = document.getElementById("bulk");
    if (!bar || !visibleBottom) return;
    bar.style.opacity = "0";
    clearTimeout(idle);
    idle = setTimeout(() => {
      bar.style.transform = "";
      const rect = bar.getBoundingClientRect(), box = bar.parentElement.getBoundingClientRect();
      // Half a bar helps nobody: where too little of the list is seen, it waits at the list's end.
      const lowest = visibleBottom - rect.bottom, shift = box.top + 110 - rect.top > lowest ? 0 : Math.round(Math.min(0, lowest));
      bar.style.transform = shift ? `translateY(${shift}px)` : "";
      bar.style.opacity = "";
      window.pageDesk.lift?.();
    }, 120);
  }
})();
