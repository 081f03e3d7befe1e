/* Small stand-ins for the portal's own dialogs. A cancelled dialog never answers, as on a real portal. */

export function choose({ title, items, many }) {
  return new Promise((resolve) => {
    const dialog = document.createElement('dialog');
    dialog.className = 'pick';
    dialog.innerHTML = '<form method="dialog"><h2></h2><div class="pick__list"></div><menu><button class="ui-btn ui-btn--main" value="ok">Select</button><button class="ui-btn" value="">Cancel</button></menu></form>';
    dialog.querySelector('h2').textContent = title;
    const list = dialog.querySelector('.pick__list');
    items.forEach((item, number) => {
      const row = document.createElement('label');
      const input = document.createElement('input');
      input.type = many ? 'checkbox' : 'radio';
      input.name = 'item';
      input.value = number;
      row.append(input, item.name);
      list.append(row);
    });
    dialog.addEventListener('close', () => {
      const picked = [...list.querySelectorAll('input:checked')].map((input) => items[input.value]);
      dialog.remove();
      if (dialog.returnValue === 'ok' && picked.length) resolve(picked);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function notice(text) {
  const note = document.createElement('div');
  note.className = 'notice';
  note.setAttribute('role', 'status');
  note.textContent = text;
  document.body.append(note);
  setTimeout(() => note.remove(), 4000);
}
