/* Preview images: a chosen, dropped or pasted file is sent at once, and the part of it that is kept is chosen here.
   Only coordinates are sent with the form; the server cuts. */
(() => {
  "use strict";
  const RATIO = 4 / 3, LEAST = 320, MOST_ZOOM = 400;
  const clamp = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));
  const pair = text => text.split(" ").map(Number);
  const boxOf = element => element?.closest?.("[data-picture-box]");
  let timer = 0, handed = false;

  class Crop {
    constructor(root) {
      this.root = root;
      this.box = boxOf(root);
      this.stage = root.querySelector(".crop__stage");
      this.window = root.querySelector(".crop__win");
      this.field = this.box.querySelector("[data-crop-field]");
      this.range = this.box.querySelector("[data-zoom-range]");
      this.wide = Number(root.dataset.width);
      this.high = Number(root.dataset.height);
      this.largest = Math.min(this.wide, this.high * RATIO);
      this.least = Math.max(Math.min(LEAST, this.largest), this.largest * 100 / MOST_ZOOM);
      const [left, top, right] = this.field.value.split(",").map(Number);
      Object.assign(this, { x: left * this.wide, y: top * this.high, size: (right - left) * this.wide });
      this.range.max = Math.floor(this.largest / this.least * 100);
      new ResizeObserver(() => this.fit()).observe(root);
      this.show();
    }
    fit() {                                   // the picture as large as the area allows, with room for the corners
      const room = 20, scale = Math.min((this.root.clientWidth - room) / this.wide, (this.root.clientHeight - room) / this.high);
      this.stage.style.width = `${this.wide * scale}px`;
      this.stage.style.height = `${this.high * scale}px`;
    }
    get pixel() { return this.wide / (this.stage.clientWidth || this.wide); }
    move(x, y) { this.x = x; this.y = y; this.show(); }
    resize(size, anchorX = .5, anchorY = .5) {  // the anchor (share of the window) stays where it is
      const before = this.size, now = clamp(size, this.least, this.largest);
      this.x += (before - now) * anchorX;
      this.y += (before - now) / RATIO * anchorY;
      this.size = now;
      this.show();
    }
    show() {
      this.size = clamp(this.size, this.least, this.largest);
      const tall = this.size / RATIO, share = (value, whole) => `${value / whole * 100}%`;
      this.x = clamp(this.x, 0, this.wide - this.size);
      this.y = clamp(this.y, 0, this.high - tall);
      Object.assign(this.window.style, { left: share(this.x, this.wide), top: share(this.y, this.high), width: share(this.size, this.wide), height: share(tall, this.high) });
      const shares = [this.x / this.wide, this.y / this.high, (this.x + this.size) / this.wide, (this.y + tall) / this.high];
      this.field.value = shares.map(value => clamp(value, 0, 1).toFixed(5)).join(",");
      this.range.value = Math.round(this.largest / this.size * 100);
      this.range.style.setProperty("--v", `${(this.range.value - 100) / Math.max(1, this.range.max - 100) * 100}%`);
      const text = this.box.querySelector("[data-crop-size]");
      text.textContent = text.dataset.words.replace("{wide}", Math.round(this.size)).replace("{high}", Math.round(tall));
      this.box.dispatchEvent(new Event("picture", { bubbles: true }));
    }
    say() {
      clearTimeout(timer);
      timer = setTimeout(() => window.pageDesk.announce(this.box.querySelector("[data-crop-size]").textContent), 500);
    }
  }
  const crops = new WeakMap();
  const cropOf = element => {
    const root = boxOf(element)?.querySelector("[data-crop]");
    if (root && !crops.has(root)) crops.set(root, new Crop(root));
    return root && crops.get(root);
  };
  document.addEventListener("htmx:afterSettle", () => {
    for (const root of document.querySelectorAll("[data-crop]")) cropOf(root);
  });

  /* Pointer: drag the area or a corner; a press beside the area puts it there. */
  document.addEventListener("pointerdown", event => {
    const root = event.target.closest?.("[data-crop]"), crop = root && cropOf(root);
    if (!crop || event.button) return;
    event.preventDefault();
    crop.window.focus({ preventScroll: true });
    const corner = event.target.dataset.corner && pair(event.target.dataset.corner);
    if (!corner && !crop.window.contains(event.target)) {
      const stage = crop.stage.getBoundingClientRect();
      crop.move((event.clientX - stage.left) * crop.pixel - crop.size / 2, (event.clientY - stage.top) * crop.pixel - crop.size / RATIO / 2);
    }
    const from = { x: crop.x, y: crop.y, size: crop.size, left: event.clientX, top: event.clientY };
    const drag = moved => {
      const across = (moved.clientX - from.left) * crop.pixel, down = (moved.clientY - from.top) * crop.pixel;
      if (!corner) { crop.move(from.x + across, from.y + down); return; }
      const grown = Math.max(across * corner[0], down * corner[1] * RATIO);
      const right = corner[0] > 0, below = corner[1] > 0;
      const space = Math.min(right ? crop.wide - from.x : from.x + from.size, (below ? crop.high - from.y : from.y + from.size / RATIO) * RATIO);
      crop.resize(Math.min(from.size + grown, space), right ? 0 : 1, below ? 0 : 1);
    };
    const end = () => {
      root.removeEventListener("pointermove", drag);
      for (const name of ["pointerup", "pointercancel"]) root.removeEventListener(name, end);
    };
    root.setPointerCapture(event.pointerId);
    root.addEventListener("pointermove", drag);
    for (const name of ["pointerup", "pointercancel"]) root.addEventListener(name, end);
  });
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  document.addEventListener("keydown", event => {
    if (!event.target.matches?.(".crop__win") || event.ctrlKey || event.metaKey || event.altKey) return;
    const crop = cropOf(event.target), step = event.shiftKey ? 10 : 1, arrow = ARROWS[event.key];
    if (arrow) crop.move(crop.x + arrow[0] * step * crop.pixel, crop.y + arrow[1] * step * crop.pixel);
    else if (event.key === "+" || event.key === "=") crop.resize(crop.size / 1.05);
    else if (event.key === "-" || event.key === "_") crop.resize(crop.size * 1.05);
    else return;
    event.preventDefault();
    crop.say();
  });
  document.addEventListener("click", event => {
    const button = event.target.closest?.("[data-zoom], [data-move]"), crop = button && cropOf(button);
    if (!crop) return;
    if (button.dataset.zoom) crop.resize(crop.size / 1.1 ** Number(button.dataset.zoom));
    else {
      const [across, down] = pair(button.dataset.move);
      crop.move(crop.x + across * 10 * crop.pixel, crop.y + down * 10 * crop.pixel);
    }
    crop.say();
  });
  document.addEventListener("input", event => {
    if (event.target.matches?.("[data-zoom-range]")) {
      const crop = cropOf(event.target);
      crop.resize(crop.largest * 100 / Number(event.target.value));
    }
  });

  /* Files. */
  function complain(box, text) {
    const slot = box.querySelector("[data-picture-error]"), input = box.querySelector("[data-picture-file]");
    Object.assign(slot, { textContent: text, hidden: !text });
    input.setAttribute("aria-invalid", String(Boolean(text)));
  }
  function showAtOnce(box, file) {
    const area = box.querySelector(".drop, .crop"), reader = new FileReader();
    reader.addEventListener("load", () => {
      const picture = new Image();
      picture.alt = "";
      picture.className = "pict__now";
      picture.addEventListener("load", () => { area.append(picture); box.classList.add("is-sending"); });
      picture.src = reader.result;
    });
    reader.readAsDataURL(file);
  }
  document.addEventListener("change", event => {          // before htmx, which listens on the field itself
    if (!event.target.matches?.("[data-picture-file]")) return;
    const box = boxOf(event.target), file = event.target.files[0];
    if (!handed) box.querySelector("[data-drawn]").value = "";
    if (file && file.size <= Number(box.dataset.mostBytes)) {
      complain(box, "");
      showAtOnce(box, file);
      return;
    }
    event.stopPropagation();
    event.target.value = "";
    if (file) complain(box, box.dataset.tooLarge);
  }, true);
  document.addEventListener("htmx:xhr:progress", event => {
    const bar = boxOf(event.target)?.querySelector("progress");
    if (!bar || !event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.value = event.detail.loaded / event.detail.total * 100;
  });
  /* `drawn`: the file was drawn from the block, without so many of its parts. */
  function send(box, file, drawn = "") {
    box.querySelector("[data-drawn]").value = drawn;
    handed = true;
    const input = box.querySelector("[data-picture-file]"), files = new DataTransfer();
    files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    handed = false;
  }
  window.pageDesk.sendPicture = send;
  window.pageDesk.refusePicture = complain;
  const shownBox = () => [...document.querySelectorAll("dialog[open] [data-picture-box]")].find(box => box.checkVisibility());
  document.addEventListener("paste", event => {
    const box = shownBox(), file = [...event.clipboardData?.files || []].find(one => one.type.startsWith("image/"));
    if (!box || !file) return;
    event.preventDefault();
    send(box, file);
  });
  const over = box => { for (const one of document.querySelectorAll("[data-picture-box]")) one.classList.toggle("is-over", one === box); };
  for (const name of ["dragenter", "dragover"]) document.addEventListener(name, event => {
    if (!shownBox() || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();                               // a file dropped beside the field must not open in the frame
    const box = boxOf(event.target);
    event.dataTransfer.dropEffect = box ? "copy" : "none";
    over(box);
  });
  document.addEventListener("dragleave", event => { if (!event.relatedTarget) over(null); });
  document.addEventListener("drop", event => {
    if (!shownBox() || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    over(null);
    const box = boxOf(event.target), file = event.dataTransfer.files[0];
    if (box && file) send(box, file);
  });
})();
