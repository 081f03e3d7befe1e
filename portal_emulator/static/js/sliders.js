/* Sliders of the portal page: panels from the right, stacked, closed by the label, Escape or the shade. */

const stack = [];

export function openSlider({ title = '', label = null, width = null, leftBoundary = null, kind = 'path', fill }) {
  const shade = document.createElement('div');
  shade.className = 'over';
  shade.innerHTML = '<button type="button" class="over__close"><span aria-hidden="true">✕</span><b></b></button>'
    + '<section class="over__panel" role="dialog" aria-modal="true"><h2 class="over__title"></h2><div class="over__body"></div></section>';
  const close = shade.querySelector('.over__close');
  const panel = shade.querySelector('.over__panel');
  close.setAttribute('aria-label', document.documentElement.dataset.close || 'Close');
  close.querySelector('b').textContent = label?.text || '';
  if (label?.bgColor) close.style.background = label.bgColor;
  if (label?.color) close.style.color = label.color;
  panel.setAttribute('aria-label', title || 'Slider');
  panel.querySelector('.over__title').textContent = title;
  panel.querySelector('.over__title').hidden = !title;
  sizePanel(shade, width, leftBoundary);
  document.body.append(shade);
  document.body.classList.add('has-slider');
  const slider = { kind, element: shade, titleElement: panel.querySelector('.over__title') };
  slider.closed = new Promise((resolve) => { slider.resolve = resolve; });
  slider.close = () => closeSlider(slider);
  stack.push(slider);
  fill(panel.querySelector('.over__body'), slider);
  close.addEventListener('click', slider.close);
  shade.addEventListener('click', (event) => { if (event.target === shade) slider.close(); });
  close.focus();
  return slider;
}

function sizePanel(shade, width, leftBoundary) {
  const free = innerWidth >= 1160 ? 300 : innerWidth > 700 ? 65 : 0;
  const wanted = typeof width === 'number' ? innerWidth - width : typeof leftBoundary === 'number' ? leftBoundary : free;
  shade.style.setProperty('--left', (innerWidth > 700 ? Math.max(65, wanted) : 0) + 'px');
}

function closeSlider(slider) {
  const at = stack.indexOf(slider);
  if (at < 0) return;
  while (stack.length > at) {
    const top = stack.pop();
    top.element.remove();
    top.resolve();
  }
  document.body.classList.toggle('has-slider', stack.length > 0);
}

export function topSlider() {
  return stack[stack.length - 1] || null;
}

document.addEventListener('keydown', (event) => { if (event.key === 'Escape') topSlider()?.close(); });
