/* The page with the application: reads its configuration and opens the frame. */

import { AppFrame } from './bridge.js';

const config = JSON.parse(document.getElementById('frame-config').textContent);
const place = { slider: null, title: document.getElementById('pagetitle') };
new AppFrame(config, document.getElementById('layout'), place).open();
