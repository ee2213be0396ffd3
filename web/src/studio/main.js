// The studio: a machine in an editor, its result next to it as it changes, results pinned, explorations opened.
import { choice, copier, h } from '../shared/dom.js';
import * as api from './api.js';
import { editor } from './editor.js';
import { figures } from './figures.js';
import { serving } from './serving.js';

const PAUSE_MS = 120;
const body = document.body;
addEventListener('error', event => { body.dataset.error = event.message; });
addEventListener('unhandledrejection', event => { body.dataset.error = String(event.reason); });
addEventListener('securitypolicyviolation', event => { body.dataset.error = `${event.violatedDirective} ${event.blockedURI}`; });

const { body: shelf } = await api.contents();
const { body: schema } = await api.schema();

const FIELDS = [
  ['network', 'Network', 'llama-2-7b'], ['batch', 'Batch', '1'], ['context', 'Context', ''], ['prompt', 'Prompt', ''], ['generate', 'Answer', ''],
  ['weights', 'Weights', 'int8'], ['compress', 'Compress', 'none'], ['mapping', 'Mapping', 'auto'], ['prefill_chunk', 'Prefill chunk', '128'],
  ['baselines', 'Baselines', 'h100'], ['engine', 'Engine', 'estimate'],
];
const question = Object.fromEntries(FIELDS.map(([key, , value]) => [key, value]));
const opened = { name: 'comb-200mb-36', sha256: '', text: '' };
const pins = [];
let current = null;
let base = null;
let sequence = 0;
let waiting = 0;
let running = null;

const status = h('p', { class: 'status', role: 'status', 'aria-live': 'polite' });
const faults = h('ul', { class: 'faults', 'aria-label': 'What is wrong' });
const room = h('div', { id: 'figures' });
const files = h('div', { class: 'choices' });
const commandLine = h('code', { id: 'command' });
const views = {};
let view = 'figures';

const machinePlace = h('div', { class: 'editor' });
const printed = h('pre', { class: 'printed' }); // the editor has no more lines than its window shows
addEventListener('beforeprint', () => { printed.textContent = text.text(); });
const main = h('main', {},
  h('section', { class: 'left', 'aria-label': 'Machine' }, files, machinePlace, printed, faults),
  h('section', { class: 'right', 'aria-label': 'Result' },
    h('form', { class: 'scenario', onsubmit: event => event.preventDefault() }, FIELDS.map(([key, label]) => field(key, label))),
    h('div', { class: 'tools' }, status, h('span', { class: 'actions' },
      h('button', { type: 'button', id: 'pin', onclick: pin }, 'Pin'),
      h('button', { type: 'button', id: 'base', onclick: () => { base = current; show(); } }, 'Show changes from here'),
      h('button', { type: 'button', onclick: () => download(fileName(), text.text()) }, 'machine.yaml'),
      h('button', { type: 'button', onclick: async () => current && download('result.json', await api.resultText(current.id)) }, 'JSON'),
      h('button', { type: 'button', onclick: async () => current && download('report.html', await api.reportText(current.id)) }, 'HTML'))),
    h('p', { class: 'command' }, commandLine, copier(() => commandLine.textContent, 'the command')),
    h('div', { class: 'tabs', role: 'tablist' }, ...['figures', 'report', 'serving', 'pinned', 'explorations'].map(tab)),
    ...['figures', 'report', 'serving', 'pinned', 'explorations'].map(name => {
      views[name] = h('div', { role: 'tabpanel', id: `view-${name}`, 'aria-labelledby': `tab-${name}` }, name === 'figures' ? room : []);
      return views[name];
    })));
document.querySelector('#app').replaceWith(h('header', {}, h('h1', {}, 'Cimlet studio'), h('span', {}, shelf.folder)), main);

function tab(name) {
  const names = { figures: 'Figures', report: 'Report', serving: 'Serving', pinned: 'Pinned', explorations: 'Explorations' };
  return h('button', { type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': `view-${name}`, onclick: () => { view = name; show(); } }, names[name]);
}

function field(key, label) {
  const changed = value => { question[key] = value; ask(0); };
  const list = {
    network: [...shelf.networks, ...shelf.own_networks], compress: ['none', '8:32', '2:4'],
    weights: ['int8', 'int4', 'bf16', 'fp16'], mapping: ['auto', 'filled', 'pipelined', 'mixed:6', 'spread'], baselines: ['none', ...shelf.gpus, ...shelf.machines],
  }[key];
  if (key === 'engine') return choice(label, [['estimate', 'estimate'], ['simulate', 'simulate']], question[key], changed);
  if (key === 'network') return choice(label, list.map(name => [name, name]), question[key], changed);
  const input = h('input', { value: question[key], name: key, spellcheck: 'false', autocomplete: 'off', size: list ? 9 : 6,
    list: list ? `list-${key}` : null, inputmode: list ? null : 'numeric', placeholder: list ? '' : key === 'generate' ? 'none' : 'usual', oninput: () => { question[key] = input.value; ask(PAUSE_MS); } });
  return h('label', { class: 'choice' }, h('span', {}, label), input, list ? h('datalist', { id: `list-${key}` }, list.map(word => h('option', { value: word }))) : null);
}

const text = editor(machinePlace, schema, () => { drawFiles(); ask(PAUSE_MS); });
const isChanged = () => text.text() !== opened.text;
const isShipped = name => shelf.machines.includes(name);
const fileName = () => (isShipped(opened.name) ? `${opened.name}.yaml` : opened.name.split('/').at(-1));

function drawFiles() {
  const names = [...(isShipped(opened.name) || shelf.own_machines.includes(opened.name) ? [] : [opened.name]), ...shelf.own_machines, ...shelf.machines];
  const state = isChanged() ? (isShipped(opened.name) ? 'changed, not a file yet' : 'changed, not saved') : isShipped(opened.name) ? 'as shipped' : 'saved';
  files.replaceChildren(
    choice('Machine', names.map(name => [name, shelf.own_machines.includes(name) ? `${name} (yours)` : name]), opened.name, open),
    h('span', { class: 'caption', id: 'file-state' }, state),
    h('button', { type: 'button', id: 'save', onclick: saveAs }, 'Save as …'));
}

async function open(name) {
  if (isChanged() && !confirm(`Leave the changes to ${opened.name}?`)) {
    drawFiles();
    return;
  }
  const { ok, body: found } = await api.machine(name);
  if (!ok) {
    showFaults(found.diagnostics);
    return;
  }
  put(found.name, found.text, found.sha256);
  ask(0);
}

function put(name, content, sha256) {
  Object.assign(opened, { name, text: content, sha256 });
  text.set(content);
  drawFiles();
}

/** Asks for a name; a file that is there is replaced only where that is said. */
async function saveAs() {
  const name = prompt('Save in the folder as', isShipped(opened.name) ? `${opened.name}-mine.yaml` : opened.name);
  if (!name) return;
  const content = text.text();
  const known = name === opened.name ? opened.sha256 : '';
  let saved = await api.save(name, content, known);
  if (saved.status === 409) {
    if (!confirm(`${name} is there already, or was changed since it was opened. Replace it?`)) return;
    saved = await api.save(name, content, saved.body.sha256);
  }
  if (!saved.ok) {
    showFaults(saved.body.diagnostics ?? []);
    return;
  }
  shelf.own_machines = [...new Set([...shelf.own_machines, name])].sort();
  Object.assign(opened, { name, text: content, sha256: saved.body.sha256 });
  drawFiles();
  status.textContent = `Saved ${name}`;
  ask(0);
}

function download(name, content) {
  const address = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  const link = h('a', { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** Asks after a pause; what was asked before is let go. */
function ask(pause) {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const mine = ++sequence;
    running?.abort();
    running = new AbortController();
    status.textContent = 'Running …';
    try {
      const { ok, body: found } = await api.answer({ ...question, machine: text.text(), name: opened.name }, running.signal);
      if (mine !== sequence) return;
      if (ok) {
        current = { ...found, title: `${found.result.machine.name} · ${question.network} · batch ${found.result.decode.batch}${found.result.engine === 'simulate' ? ' · simulated' : ''}` };
        status.textContent = `${found.ms} ms on the server`;
        commandLine.textContent = found.command;
        showFaults([]);
        show();
      } else {
        showFaults(found.diagnostics ?? []);
        status.textContent = 'Figures are those before the fault';
      }
      body.dataset.answered = mine;
    } catch (e) {
      if (e.name !== 'AbortError') status.textContent = 'The studio does not answer: start it again';
    }
  }, pause);
}

function showFaults(diagnostics) {
  text.mark(diagnostics.filter(d => d.line > 0 && d.file.endsWith(fileName())));
  faults.replaceChildren(...diagnostics.map(d => h('li', {}, d.line > 0
    ? h('button', { type: 'button', class: 'plain', onclick: () => text.go(d.line, d.column) }, `${d.file}:${d.line}:${d.column}`) : d.file,
  ` ${d.key ? `${d.key}: ` : ''}${d.message}`)));
  faults.hidden = diagnostics.length === 0;
}

function pin() {
  if (!current || pins.some(p => p.id === current.id)) return;
  pins.push(current);
  views.pinned.dataset.for = '';
  drawTabs();
  show();
}

function drawTabs() {
  document.getElementById('tab-pinned').textContent = pins.length ? `Pinned (${pins.length})` : 'Pinned';
}

/** A frame with a page of its own. */
function frame(panel, address, title) {
  if (panel.dataset.for === address) return;
  panel.dataset.for = address;
  panel.replaceChildren(h('iframe', { src: address, title, sandbox: 'allow-scripts allow-downloads' }));
}

function show() {
  for (const [name, panel] of Object.entries(views)) {
    panel.hidden = name !== view;
    const button = document.getElementById(`tab-${name}`);
    button.setAttribute('aria-selected', String(name === view));
    button.tabIndex = name === view ? 0 : -1;
  }
  if (current) figures(room, current.result, base?.result ?? null);
  if (view === 'report' && current) frame(views.report, api.reportAddress(current.id), 'Report');
  if (view === 'serving') serving(views.serving, () => ({ ...question, machine: text.text(), name: opened.name }), showFaults);
  if (view === 'pinned') drawPinned();
  if (view === 'explorations') drawExplorations();
}

function drawPinned() {
  const panel = views.pinned;
  const address = pins.length > 1 ? api.compareAddress(pins.map(p => p.id)) : '';
  if (panel.dataset.for === `${address}#${pins.length}`) return;
  panel.dataset.for = `${address}#${pins.length}`;
  const saved = shelf.results.filter(name => !pins.some(p => p.id === name));
  panel.replaceChildren(
    h('ul', { class: 'pins' }, pins.map((p, i) => h('li', {}, `${i + 1}. ${p.title} `,
      h('button', { type: 'button', class: 'plain', 'aria-label': `Unpin ${p.title}`, onclick: () => { pins.splice(i, 1); drawTabs(); show(); } }, 'Unpin')))),
    saved.length ? h('div', { class: 'choices', id: 'saved' }, choice('Pin a saved result', [['', 'choose'], ...saved.map(name => [name, name])], '', name => {
      if (!name) return;
      pins.push({ id: name, title: name });
      drawTabs();
      show();
    })) : '',
    pins.length > 1 ? h('iframe', { src: address, title: 'Comparison', sandbox: 'allow-scripts allow-downloads' })
      : h('p', { class: 'caption' }, 'Pin two results or more to see what differs between them, and what explains it. Results that cimlet run --json left in the folder can be pinned too.'));
}

function drawExplorations() {
  const panel = views.explorations;
  if (panel.dataset.for) return;
  panel.dataset.for = 'drawn';
  const place = h('div', {});
  const openOne = name => place.replaceChildren(h('iframe', { src: api.explorationAddress(name), title: `Exploration ${name}`, sandbox: 'allow-scripts allow-downloads', 'data-exploration': name }));
  panel.replaceChildren(
    shelf.explorations.length ? choice('Exploration', shelf.explorations.map(name => [name, name]), shelf.explorations[0], openOne)
      : h('p', { class: 'caption' }, 'No exploration in this folder. Make one: ./cimlet explore chiplets-for-8b --out front'),
    place);
  if (shelf.explorations.length) openOne(shelf.explorations[0]);
}

// A design that was chosen in an exploration's page becomes the machine that is edited.
addEventListener('message', async event => {
  const inner = document.querySelector('iframe[data-exploration]');
  if (!inner || event.source !== inner.contentWindow || !/^\d{1,19}$/.test(String(event.data?.design))) return;
  if (isChanged() && !confirm(`Leave the changes to ${opened.name}?`)) return;
  const { ok, body: found } = await api.design(inner.dataset.exploration, String(event.data.design));
  if (!ok) {
    showFaults(found.diagnostics ?? []);
    return;
  }
  for (const [key] of FIELDS) {
    if (found[key] === undefined) continue;
    question[key] = found[key];
    const input = document.querySelector(key === 'network' ? '.scenario select' : `[name="${key}"]`);
    if (input) input.value = found[key];
  }
  put(found.name, found.text, '');
  opened.text = '';
  drawFiles();
  view = 'figures';
  ask(0);
  show();
});

document.querySelector('.tabs').addEventListener('keydown', event => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const names = Object.keys(views);
  view = names[(names.indexOf(view) + step + names.length) % names.length];
  show();
  document.getElementById(`tab-${view}`).focus();
});
addEventListener('beforeunload', event => { if (isChanged() && text.text() !== '') event.preventDefault(); });

const { body: first } = await api.machine(opened.name);
put(first.name, first.text, first.sha256);
showFaults([]);
show();
ask(0);
