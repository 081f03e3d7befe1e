/* The text format between an application's frame and the portal page:
   command ":" [json] ":" [key] ":" sid, read from the right, or the same as an object. */

export function parseMessage(data) {
  if (data && typeof data === 'object') {
    return { command: String(data.method || ''), args: data.params || null, key: data.callback || '', sid: data.appSid };
  }
  if (typeof data !== 'string') return null;
  const parts = data.split(':');
  if (parts.length < 3) return null;
  const sid = parts.pop();
  const key = parts.pop();
  const command = parts.shift();
  const json = parts.join(':');
  try {
    return { command, args: json ? JSON.parse(json) : null, key, sid };
  } catch {
    return null;
  }
}

export function formatAnswer(key, result) {
  return key + ':' + (result === undefined ? '' : JSON.stringify(result));
}
