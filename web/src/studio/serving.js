// Traffic served by the machine as it stands, or by a system of the folder: the page of `cimlet serve`.
import { copier, h } from '../shared/dom.js';
import * as api from './api.js';

const FIELDS = [
  ['trace', 'Trace or rate', 'poisson:1,requests:200', 30], ['packages', 'Packages', '1', 5], ['system', 'System file', '', 14],
  ['ttft', 'TTFT at most, s', '2', 6], ['tpot', 'TPOT at most, s', '0.05', 6], ['loads', 'Loads', '0.5,1,2,4', 10],
];

/** Draws the form once; `asked` gives what the rest of the page says, `failed` shows what is wrong. */
export function serving(panel, asked, failed) {
  if (panel.dataset.for) return;
  panel.dataset.for = 'drawn';
  const words = Object.fromEntries(FIELDS.map(([key, , value]) => [key, value]));
  const said = h('p', { class: 'status', role: 'status', id: 'served' }, 'A file of the folder, poisson:RATE or concurrency:N; with the machine, mapping, batch and baselines above.');
  const place = h('div', {});
  const go = h('button', { type: 'submit', id: 'serve' }, 'Serve');
  const command = h('code', {});
  const line = h('p', { class: 'command', hidden: true }, command, copier(() => command.textContent, 'the command'));
  const serve = async event => {
    event.preventDefault();
    go.disabled = true;
    said.textContent = 'Serving …';
    const { ok, body: found } = await api.serve({ ...asked(), ...words });
    go.disabled = false;
    failed(ok ? [] : found.diagnostics ?? []);
    said.textContent = ok ? `${found.ms} ms on the server` : 'What is wrong stands below the machine';
    line.hidden = !ok;
    if (!ok) return;
    command.textContent = found.command;
    place.replaceChildren(h('iframe', { src: api.servedAddress(found.id), title: 'What was served', sandbox: 'allow-scripts allow-downloads' }));
  };
  panel.replaceChildren(
    h('form', { class: 'scenario serving', onsubmit: serve }, FIELDS.map(([key, label, value, size]) => {
      const input = h('input', { value, name: `serve-${key}`, size, spellcheck: 'false', autocomplete: 'off', placeholder: key === 'system' ? 'the machine' : '', oninput: () => { words[key] = input.value; } });
      return h('label', { class: 'choice' }, h('span', {}, label), input);
    }), h('span', { class: 'actions' }, go)),
    said, line, place);
}
