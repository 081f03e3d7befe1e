/* A preview image taken from the block itself. The server answers the block's HTML and style with everything inside;
   it is drawn as an SVG image, which runs nothing and loads nothing, and goes the way of a chosen file. The HTML never
   gets into this document. */
(() => {
  "use strict";
  const WIDE = 1280, LOOK = 1500, LEAST = WIDE * 3 / 4;       // CSS pixels: a desktop page, as far down as is drawn, and 4:3
  const STILL = "*,*::before,*::after{animation:none!important;transition:none!important}";
  const GROUND = `${STILL}.drawn-ground{margin:0;font:16px/normal system-ui,sans-serif;color:#000;display:flow-root;overflow:hidden}`;
  const ROOT = `width:${WIDE}px!important;height:${LOOK}px!important;display:block!important;position:static!important;transform:none!important`;
  const running = new Map();                                  // box id → what is under way for it
  const boxOf = id => document.getElementById(id);

  class Refusal extends Error {}

  async function source(link, words) {
    let answer;
    try { answer = await fetch(link, { credentials: "omit" }); } catch { throw new Refusal(words.drawFailed); }
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Refusal(told.said || words.drawFailed);
    return told;
  }

  /* Parsed into a document that shows, runs and loads nothing, then written as XML. Our policy forbids style in it,
     so style attributes come under another name, and the sheets are put beside it. */
  const xml = text => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  function svg({ html, css }) {
    const page = new DOMParser().parseFromString(html, "text/html");
    page.body.className = "drawn-ground";
    const body = new XMLSerializer().serializeToString(page.body).replaceAll(' data-drawn-style="', ' style="');
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDE}" height="${LOOK}" style="${ROOT}"><style>${xml(GROUND + css)}</style><foreignObject x="0" y="0" width="${WIDE}" height="${LOOK}">${body}</foreignObject></svg>`;
  }
  async function drawn(text) {
    const picture = new Image();
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await picture.decode();
    return picture;
  }
  function canvas(high) {
    const made = Object.assign(document.createElement("canvas"), { width: WIDE, height: high });
    return [made, made.getContext("2d", { willReadFrequently: true })];
  }

  /* Where the block ends: below it nothing is painted. 0 when nothing is painted at all, or one color everywhere. */
  function extent(picture) {
    const [, paper] = canvas(LOOK);
    paper.drawImage(picture, 0, 0);
    const dots = new Uint32Array(paper.getImageData(0, 0, WIDE, LOOK).data.buffer);
    let last = dots.length - 1;
    while (last >= 0 && !(dots[last] >>> 24)) last -= 1;
    const high = Math.ceil((last + 1) / WIDE), shown = dots.subarray(0, high * WIDE);
    return shown.some(dot => dot !== shown[0]) ? high : 0;
  }
  async function file(told, words) {
    let picture, high;
    try {
      picture = await drawn(svg(told));
      high = extent(picture);
    } catch { throw new Refusal(words.drawFailed); }          // too large for this browser, or it lets nobody read it
    if (!high) throw new Refusal(words.drawBlank);
    const [sheet, paper] = canvas(Math.max(high, LEAST));
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, WIDE, sheet.height);
    paper.drawImage(picture, 0, 0, WIDE, high, 0, Math.max(0, Math.round((LEAST - high) / 2)), WIDE, high);
    const content = await new Promise(done => { sheet.toBlob(done, "image/jpeg", .92); });
    if (!content) throw new Refusal(words.drawFailed);
    return new File([content], "block.jpg", { type: "image/jpeg" });
  }

  /* The box is replaced by the answer of the server; a box that stays with an error keeps its other ways. */
  const settled = id => new Promise(done => {
    const ended = event => {
      if (event.detail.elt?.id !== id && event.detail.target?.id !== id) return;
      for (const name of ["htmx:afterSettle", "htmx:sendError", "htmx:responseError"]) document.removeEventListener(name, ended);
      const box = boxOf(id), refused = box?.querySelector("[data-picture-error]:not([hidden])");
      done(event.type === "htmx:afterSettle" && Boolean(box?.querySelector("[data-crop]")) && !refused);
    };
    for (const name of ["htmx:afterSettle", "htmx:sendError", "htmx:responseError"]) document.addEventListener(name, ended);
  });
  function busy(box, on) {
    const bar = box.querySelector("progress");
    box.classList.toggle("is-sending", on);
    box.setAttribute("aria-busy", String(on));
    bar.hidden = !on;
    bar.setAttribute("aria-label", on ? box.dataset.drawing : bar.dataset.usual);
    if (on) bar.removeAttribute("value");
  }
  async function take(id, link) {
    const words = boxOf(id).dataset;
    busy(boxOf(id), true);
    window.pageDesk.announce(words.drawing);
    try {
      const told = await source(link, words), made = await file(told, words), box = boxOf(id);
      if (!box) return false;                                 // the dialog was closed meanwhile
      const kept = settled(id);
      window.pageDesk.sendPicture(box, made, told.leftOut);
      const done = await kept;
      if (!done && boxOf(id)) busy(boxOf(id), false);
      return done;
    } catch (error) {
      const box = boxOf(id);
      if (box) { busy(box, false); window.pageDesk.refusePicture(box, error instanceof Refusal ? error.message : words.drawFailed); }
      return false;
    }
  }
  function begin(id) {
    const one = { drawing: false };
    one.done = new Promise(end => { one.end = end; });
    running.set(id, one);
    return one;
  }
  function finish(id, kept) {
    running.get(id)?.end(kept);
    running.delete(id);
  }
  const idOf = element => element.closest?.("[data-draw]") && boxOf(element.closest("[data-picture-box]")?.id)?.id;
  document.addEventListener("click", event => {               // before htmx asks for a link; a second press changes nothing
    const id = idOf(event.target);
    if (!id) return;
    if (running.has(id)) event.stopImmediatePropagation(); else begin(id);
  }, true);
  document.addEventListener("htmx:afterRequest", event => {   // no link came: said elsewhere, or asked again with a new session
    const id = idOf(event.detail.elt);
    if (id && !running.get(id)?.drawing) finish(id, false);
  });
  document.addEventListener("drawBlock", async event => {     // HX-Trigger of the answer, with a fresh link
    const id = idOf(event.target);
    if (!id || running.get(id)?.drawing) return;
    (running.get(id) || begin(id)).drawing = true;
    const kept = await take(id, event.detail.link);
    finish(id, kept);
    if (kept && !document.querySelector("[data-favorite].is-drawing-all")) boxOf(id)?.querySelector(".crop__win")?.focus();
  });

  /* All blocks that have no picture yet, one after the other. */
  const without = root => [...root.querySelectorAll("[data-picture-box]")].filter(box => !box.querySelector("[data-crop]"));
  const drawnNow = async id => {
    boxOf(id).querySelector("[data-draw]").click();
    return running.get(id)?.done;
  };
  async function takeAll(root, button) {
    const boxes = without(root).map(box => box.id), line = root.querySelector("[data-draw-state]"), words = button.dataset;
    let kept = 0;
    root.classList.add("is-drawing-all");
    button.setAttribute("aria-disabled", "true");
    for (const [place, id] of boxes.entries()) {
      line.textContent = words.now.replace("{number}", place + 1).replace("{count}", boxes.length);
      if (boxOf(id) && await drawnNow(id)) kept += 1;
    }
    root.classList.remove("is-drawing-all");
    button.removeAttribute("aria-disabled");
    line.textContent = words.done.replace("{number}", kept).replace("{count}", boxes.length);
    window.pageDesk.announce(line.textContent);
    offer(root);
  }
  function offer(root) {
    const button = root.querySelector("[data-draw-all]");
    if (button) button.hidden = !without(root).length && document.activeElement !== button;
  }
  document.addEventListener("click", event => {
    const button = event.target.closest?.("[data-draw-all]"), root = button?.closest("[data-favorite]");
    if (root && button.getAttribute("aria-disabled") !== "true") takeAll(root, button);
  });
  document.addEventListener("htmx:afterSettle", () => { const root = document.querySelector("[data-favorite]"); if (root) offer(root); });

  /* Save waits for what is being drawn: it would go without the picture. */
  document.addEventListener("submit", event => {
    if (!running.size || !event.target.matches("[data-favorite]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const form = event.target;
    Promise.all([...running.values()].map(one => one.done)).then(() => { if (form.isConnected) form.requestSubmit(); });
  }, true);
})();
