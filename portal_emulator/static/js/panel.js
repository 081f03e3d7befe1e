/* The emulator panel: every control is one request to the control API. */

const panel = document.getElementById('emulator-panel');
const state = panel.querySelector('.panel__state');

async function command(name, values) {
  const response = await fetch(`/_emulator/api/${panel.dataset.portal}/${name}`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(values),
  });
  const answer = await response.json();
  state.textContent = response.ok ? 'Done.' : answer.error;
  return response.ok ? answer : null;
}

function valueOf(control) {
  if (control.type === 'checkbox') return control.checked;
  if (control.dataset.number) return control.value === '' ? null : Number(control.value);
  return control.value;
}

panel.addEventListener('change', async ({ target }) => {
  if (target.matches('[data-login]')) {
    target.form.elements.next.value = location.pathname + location.search;
    target.form.submit();
  } else if (target.dataset.name) {
    const done = await command(target.dataset.command, { [target.dataset.name]: valueOf(target) });
    if (done && target.dataset.reload) location.reload();
  }
});

panel.addEventListener('click', async ({ target }) => {
  const button = target.closest('button');
  if (!button) return;
  if ('fault' in button.dataset) {
    const times = Number(panel.querySelector('#fault-times').value) || 1;
    await command('faults', { kind: panel.querySelector('#fault-kind').value, times, seconds: 5 });
  } else if ('rename' in button.dataset) {
    const moved = await command('rename', { host: panel.querySelector('#rename-host').value });
    if (!moved) return;
    const next = new URLSearchParams({ user: panel.querySelector('[data-login]').value, next: location.pathname });
    location.assign(`${moved.origin}/login/?${next}`);
  } else if (button.dataset.command) {
    const values = button.dataset.finished ? { finished: button.dataset.finished === 'true' } : {};
    if (await command(button.dataset.command, values) && button.dataset.reload) location.reload();
  }
});
