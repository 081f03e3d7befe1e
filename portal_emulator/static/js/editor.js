/* The stand-in page editor: sizes the previews of blocks and opens widgets of the application in sliders. */

import { openFrameSlider, portalAction } from './bridge.js';

const config = JSON.parse(document.getElementById('editor-config').textContent);

function fit(frame) {
  const height = frame.contentDocument?.body?.scrollHeight;
  if (height) frame.style.height = Math.min(1600, height) + 'px';
}

for (const frame of document.querySelectorAll('.block__view')) {
  frame.addEventListener('load', () => fit(frame));
  if (frame.contentDocument?.readyState === 'complete') fit(frame);
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-placement]');
  if (!button) return;
  const frame = await portalAction(config, 'open_placement', { placement: button.dataset.placement, handler: button.dataset.handler, options: button.dataset.options });
  if (frame) openFrameSlider(frame, { title: button.textContent });
});

document.addEventListener('placement-command', (event) => {
  if (event.detail.command !== 'refreshBlock') return;
  document.querySelector(`.block__view[data-block="${CSS.escape(event.detail.options.ID)}"]`)?.contentWindow.location.reload();
});
