/* The portal's side of an application frame: form post into a named frame, then commands by postMessage.
   An unknown or denied command is never answered. */

import { choose, notice } from './dialogs.js';
import { openSlider, topSlider } from './sliders.js';
import { formatAnswer, parseMessage } from './wire.js';

const NEVER = Symbol('no answer');
const ACTIONS = '/bitrix/components/bitrix/app.layout/lazyload.ajax.php';
const frames = new Map();

export async function portalAction(config, action, values = {}) {
  const body = new URLSearchParams({ sessid: config.sessid, 'PARAMS[params][ID]': config.appId, action, ...values });
  const response = await fetch(ACTIONS, { method: 'POST', body });
  return response.ok ? response.json() : null;
}

export class AppFrame {
  constructor(config, layout, place) {
    this.config = config;
    this.layout = layout;
    this.place = place;
    this.iframe = document.createElement('iframe');
    this.iframe.id = 'appframe_' + config.sid;
    this.iframe.name = config.name;
    this.iframe.title = config.title;
    this.iframe.allow = 'geolocation *; microphone *; camera *; autoplay *;';
    layout.id = 'appframe_layout_' + config.sid;
    layout.classList.add('is-loading');
    layout.append(this.iframe);
    this.iframe.addEventListener('load', () => layout.classList.remove('is-loading'));
    frames.set(config.sid, this);
    place.slider?.closed.then(() => frames.delete(config.sid));
  }

  open() {
    const form = document.createElement('form');
    Object.assign(form, { name: 'appform_' + this.config.sid, method: 'POST', action: this.config.action, target: this.config.name });
    for (const [name, value] of Object.entries(this.config.fields)) {
      const input = document.createElement('input');
      Object.assign(input, { type: 'hidden', name, value });
      form.append(input);
    }
    document.body.append(form);
    form.submit();
    form.remove();
  }

  async receive({ command, args, key }) {
    const handler = this.isPlacementCommand(command) ? placementCommand : COMMANDS[command];
    if (!handler) return;
    const result = await handler(this, args || {}, command, key);
    if (result !== NEVER && key) this.answer(key, result);
  }

  answer(key, result) {
    this.iframe.contentWindow?.postMessage(formatAnswer(key, result), this.config.appOrigin);
  }

  isPlacementCommand(command) {
    return this.config.placementCommands.includes(command);
  }
}

function placementCommand(frame, args, command) {
  document.dispatchEvent(new CustomEvent('placement-command', { detail: { command, args, options: frame.config.placementOptions } }));
  return undefined;
}

const pixels = (value) => (parseInt(value, 10) > 0 ? parseInt(value, 10) + 'px' : '');

const COMMANDS = {
  getInitData(frame) {
    const answer = { ...frame.config.init };
    frame.config.init.FIRST_RUN = false;
    return answer;
  },
  async setInstall(frame, args) {
    await portalAction(frame.config, 'set_first_run');
    return args;
  },
  async setInstallFinish(frame, args) {
    const done = args.value !== false;
    // The answer is the text "true" or "false", and any text is true: the reload proves nothing.
    const stored = await portalAction(frame.config, 'set_installed', { v: done ? 'Y' : 'N' });
    const free = window.dispatchEvent(new CustomEvent('Rest:AppLayout:ApplicationInstall', { cancelable: true, detail: { frame } }));
    if (stored && frame.place.slider) await reopenInSlider(frame);
    else if (stored && free) reloadPortalPage({ install_finished: 'Y' });
    return NEVER;
  },
  async refreshAuth(frame) {
    const answer = await portalAction(frame.config, 'access_refresh');
    if (!answer || answer.error) {
      notice(answer?.error_description || 'Unable to get a new access token.');
      return NEVER;
    }
    Object.assign(frame.config.init, answer);
    return answer;
  },
  async setAppOption(frame, args) {
    if (!frame.config.init.IS_ADMIN) return NEVER;
    return (await portalAction(frame.config, 'set_option', optionValues(args, 'app'))) ?? NEVER;
  },
  async setUserOption(frame, args) {
    await portalAction(frame.config, 'set_option', optionValues(args, 'user'));
    return args;
  },
  resizeWindow(frame, args) {
    if (frame.place.slider || frame.config.inSlider) return NEVER;
    const style = frame.layout.style;
    style.width = args.width === '100%' ? '100%' : pixels(args.width) || '100px';
    if (pixels(args.height)) style.height = pixels(args.height);
    const box = frame.layout.getBoundingClientRect();
    return { width: Math.round(box.width), height: Math.round(box.height) };
  },
  setTitle(frame, args) {
    if (frame.config.placement !== 'DEFAULT') return NEVER;
    frame.place.title.textContent = args.title;
    return args;
  },
  setScroll(frame, args) {
    if (frame.place.slider || frame.config.inSlider) return NEVER;
    window.scrollTo(0, Math.max(0, parseInt(args.scroll, 10) || 0));
    return args;
  },
  reloadWindow() {
    location.reload();
    return NEVER;
  },
  async openApplication(frame, args) {
    const { bx24_width: width, bx24_leftBoundary: leftBoundary, bx24_title: title, bx24_label: label, ...options } = args;
    const config = await portalAction(frame.config, 'open_application', { options: JSON.stringify(options) });
    if (!config) return NEVER;
    const slider = openFrameSlider(config, { title: title || config.title, label, width, leftBoundary });
    await slider.closed;
    return undefined;
  },
  async closeApplication() {
    const slider = topSlider();
    if (!slider || slider.kind !== 'app') return NEVER;
    slider.close();
    return undefined;
  },
  async openPath(frame, args) {
    if (frame.config.mobile) return { result: 'error', errorCode: 'METHOD_NOT_SUPPORTED_ON_DEVICE' };
    const url = portalUrl(args.path);
    if (!url) return { result: 'error', errorCode: 'PATH_NOT_AVAILABLE' };
    url.searchParams.set('from', 'rest_placement');
    url.searchParams.set('from_app', frame.config.clientId);
    await openPathSlider(url).closed;
    return { result: 'close' };
  },
  async selectUser(frame, args) {
    const picked = await choose({ title: args.title || 'Select people', items: frame.config.people, many: Boolean(args.mult) });
    return args.mult ? picked : picked[0];
  },
  async selectAccess(frame) {
    const items = frame.config.people.map((person) => ({ id: 'U' + person.id, name: person.name, provider: 'user' }));
    return choose({ title: 'Select access permissions', items, many: true });
  },
  async selectCRM(frame, args) {
    const types = [].concat(args.entityType || ['lead']);
    const items = types.map((type) => ({ type, name: `${type}: Sample record`, id: `${type[0].toUpperCase()}_1`, title: 'Sample record', url: '/crm/' }));
    const answer = {};
    for (const item of await choose({ title: 'Select from CRM', items, many: Boolean(args.multiple) })) {
      const { type, name, ...record } = item;
      (answer[type] ||= {})[Object.keys(answer[type] || {}).length] = { ...record, type, desc: name };
    }
    return answer;
  },
  getInterface: (frame) => ({ command: frame.config.placementCommands, event: frame.config.placementEvents }),
  placementBindEvent(frame, args, command, key) {
    if (!frame.config.placementEvents.includes(args.event)) return NEVER;
    document.addEventListener('placement:' + args.event, (event) => frame.answer(key, event.detail));
    return NEVER;
  },
  imCallTo: (frame, args) => tell(`Call to user ${args.userId}`),
  imPhoneTo: (frame, args) => tell(`Call to ${args.phone}`),
  imOpenMessenger: (frame, args) => tell(`Messenger: ${args.dialogId ?? 'all chats'}`),
  imOpenHistory: (frame, args) => tell(`History: ${args.dialogId}`),
  showAppForm: () => tell('Form of the application'),
};

function tell(text) {
  notice(text);
  return NEVER;
}

function optionValues({ name, value }, kind) {
  return { kind, 'options[0][name]': name, 'options[0][value]': typeof value === 'string' ? value : JSON.stringify(value) };
}

function portalUrl(path) {
  if (typeof path !== 'string' || !path.startsWith('/')) return null;
  const url = new URL(path, location.origin);
  return url.origin === location.origin ? url : null;
}

function reloadPortalPage(values) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  location.assign(url);
}

async function reopenInSlider(frame) {
  frame.place.slider.close();
  const config = await portalAction(frame.config, 'open_application', { options: '{}' });
  if (config) openFrameSlider(config, { title: config.title });
}

export function openPathSlider(url) {
  url.searchParams.set('IFRAME', 'Y');
  return openSlider({
    kind: url.pathname.startsWith('/marketplace/') ? 'app' : 'path',
    fill(body) {
      const iframe = document.createElement('iframe');
      iframe.className = 'over__frame';
      iframe.title = url.pathname;
      iframe.src = url.href;
      body.append(iframe);
    },
  });
}

export function openFrameSlider(config, look) {
  return openSlider({
    ...look,
    kind: 'app',
    fill(body, slider) {
      const layout = document.createElement('div');
      layout.className = 'layout';
      body.append(layout);
      new AppFrame(config, layout, { slider, title: slider.titleElement }).open();
    },
  });
}

window.addEventListener('message', (event) => {
  const message = parseMessage(event.data);
  const frame = message && frames.get(message.sid);
  if (!frame || frame.config.silent || event.origin !== frame.config.appOrigin) return;
  frame.receive(message);
});
