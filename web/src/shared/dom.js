// Elements, made in one line each. Text is text: nothing is read as markup.

/** An element with attributes and children; `on…` attributes are listeners, empty ones are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** A choice from a list of [value, word]. */
export function choice(label, options, value, changed) {
  const select = h('select', { onchange: () => changed(select.value) },
    options.map(([key, word]) => h('option', { value: key, selected: String(key) === String(value) }, word)));
  return h('label', { class: 'choice' }, h('span', {}, label), select);
}

/** A box to tick. */
export function tick(label, value, changed) {
  const box = h('input', { type: 'checkbox', checked: value, onchange: () => changed(box.checked) });
  return h('label', { class: 'tick-box' }, box, h('span', {}, label));
}

/** Copies a text, and says so. */
export function copier(text, what) {
  const button = h('button', { type: 'button', class: 'copy', 'aria-label': `Copy ${what}` }, 'Copy');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      const area = h('textarea', { class: 'offscreen' });
      area.value = text();
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    button.textContent = 'Copied';
    document.body.dataset.copied = text();
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  return button;
}
