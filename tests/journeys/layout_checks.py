"""What a text of any length or direction must not do to a screen: be cut off, leave its button, lie over another."""

from playwright.sync_api import Frame

# Everything is measured inside the topmost layer: an open menu, else a dialog, else the page.
LAYER = """const layer = document.querySelector('[data-menu]:popover-open') || document.querySelector('dialog[open]') || document.body;
  const seen = one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.closest('.sr, .skip, .sprite');
  const named = one => `${one.tagName.toLowerCase()}${one.id ? '#' + one.id : ''}.${[...one.classList].join('.')}`;"""
CUT_OFF = f"""() => {{
  {LAYER}
  const CONTROL = 'button, .btn, .label, .chip, .tab, .seg > *, .cnt, .square';
  const found = new Set(), range = document.createRange();
  const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
  const tell = (what, box, text) => found.add(`${{what}} ${{named(box)}}: ${{text.trim().slice(0, 60)}}`);
  while (walker.nextNode()) {{
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || !seen(parent) || parent.closest('select, textarea')) continue;
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    if (!text.width) continue;
    let across = true, down = true;
    for (let box = parent; box && box !== document.documentElement; box = box.parentElement) {{
      const style = getComputedStyle(box), edge = box.getBoundingClientRect();
      if (style.display === 'contents' || style.display === 'inline') continue;
      const wide = text.left < edge.left - 1 || text.right > edge.right + 1, high = text.top < edge.top - 3 || text.bottom > edge.bottom + 3;
      const told = style.textOverflow === 'ellipsis' && (parent.closest('[title]') || box.querySelector('[title]'));
      if (across && wide && ['hidden', 'clip'].includes(style.overflowX) && !told) tell('cut off in', box, node.data);
      if (down && high && ['hidden', 'clip'].includes(style.overflowY)) tell('cut off below in', box, node.data);
      if ((wide || high) && style.overflowX === 'visible' && box.matches(CONTROL)) tell('outside', box, node.data);
      if (['hidden', 'clip', 'auto', 'scroll'].includes(style.overflowX)) across = false;
      if (['hidden', 'clip', 'auto', 'scroll'].includes(style.overflowY)) down = false;
    }}
  }}
  const pen = document.createElement('canvas').getContext('2d');
  for (const field of layer.querySelectorAll('select, input[placeholder]')) {{
    if (!seen(field)) continue;
    const style = getComputedStyle(field), text = field.selectedOptions?.[0]?.text || field.placeholder;
    pen.font = style.font;
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (pen.measureText(text).width > room + 1 && !field.title) tell('cut off in', field, text);
  }}
  return [...found];
}}"""
OVERLAPS = f"""() => {{
  {LAYER}
  const flows = one => {{ for (let at = one; at && at !== layer; at = at.parentElement) {{
    if (['absolute', 'fixed'].includes(getComputedStyle(at).position) || at.matches('#bulk, #toasts, .pick, [popover]')) return false; }} return true; }};
  const parts = [...layer.querySelectorAll('button, a[href], input:not([type=hidden]), select, summary, .label, h1, h2, h3, .hint')].filter(one => seen(one) && flows(one));
  const cut = (box, one) => {{ let {{ left, right, top, bottom }} = box; for (let at = one.parentElement; at; at = at.parentElement) {{
    if (getComputedStyle(at).overflowY === 'visible') continue;
    const edge = at.getBoundingClientRect();
    [left, right, top, bottom] = [Math.max(left, edge.left), Math.min(right, edge.right), Math.max(top, edge.top), Math.min(bottom, edge.bottom)]; }}
    return {{ left, right, top, bottom }}; }};
  const boxes = parts.map(one => [...one.getClientRects()].map(box => cut(box, one))), found = [];
  const cross = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  for (let one = 0; one < parts.length; one += 1) for (let two = one + 1; two < parts.length; two += 1) {{
    if (parts[one].contains(parts[two]) || parts[two].contains(parts[one])) continue;
    if (boxes[one].some(a => boxes[two].some(b => cross(a, b)))) found.push(`${{named(parts[one])}} and ${{named(parts[two])}} lie over each other`);
  }}
  return found;
}}"""
NOT_TURNED = """() => {
  const found = [], root = document.documentElement, wide = root.clientWidth;
  if (root.dir !== 'rtl' || root.lang !== 'ar') found.push(`the page is ${root.lang}, ${root.dir}`);
  for (const arrow of document.querySelectorAll('svg:has(> [href="#i-chev-right-s"])')) {
    if (getComputedStyle(arrow).scale !== '-1 1') found.push('an arrow of the path points back');
  }
  for (const bar of document.querySelectorAll('svg.bar8')) {
    const first = bar.querySelector('rect');
    if (first && Math.abs(first.getBoundingClientRect().right - bar.getBoundingClientRect().right) > 1.5) found.push('a bar fills from the left');
  }
  const dialog = document.querySelector('dialog[open]')?.getBoundingClientRect();
  if (dialog && Math.abs(dialog.left - (wide - dialog.right)) > 1) found.push(`the dialog stands at ${dialog.left} of ${wide}`);
  const toast = document.querySelector('#toasts > *')?.getBoundingClientRect();
  if (toast && toast.left > 20) found.push(`the message stands at ${toast.left}`);
  const menu = document.querySelector('[data-menu]:popover-open');
  if (menu && wide > 700) {
    const from = (menu.closest('[data-squares]') || menu.opener).getBoundingClientRect(), own = menu.getBoundingClientRect();
    if (Math.abs(own.left - from.left) > 1 && own.right < wide - 9) found.push(`the menu starts at ${own.left}, its button at ${from.left}`);
  }
  const title = document.querySelector('#main h1'), bar = title?.closest('.bar');
  if (bar && Math.abs(bar.getBoundingClientRect().right - title.closest('.bar__title').getBoundingClientRect().right) > 1) found.push('the heading does not begin at the right');
  return found;
}"""


def cut_off(frame: Frame) -> list[str]:
    """Texts of which a part is hidden (an ellipsis with the whole text in a title is allowed) or outside its button."""
    return list(frame.evaluate(CUT_OFF))


def overlaps(frame: Frame) -> list[str]:
    """Controls, labels and headings that lie over one another in the flow of the page."""
    return list(frame.evaluate(OVERLAPS))


def not_turned(frame: Frame) -> list[str]:
    """What a right-to-left page shows the wrong way round."""
    return list(frame.evaluate(NOT_TURNED))
