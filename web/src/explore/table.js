// The front as a table, and what is known of the design that is chosen.
import { copier, h } from '../shared/dom.js';
import { between, figure, grouped, short, titled } from '../shared/words.js';
import { axes, front, kept, knee, metrics, objectives, select, space, state, watch } from './data.js';

const FIRST = 50;

/** Where this exploration lies; a page that was opened as a file knows. */
const folder = location.protocol === 'file:' ? decodeURIComponent(location.pathname).replace(/\/[^/]*$/, '') : space.folder;
const quoted = text => (/^[\w./:=,%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The command that takes a design out. */
export const command = d => `./cimlet explore ${quoted(`${folder ? `${folder}/` : ''}space.yaml`)} --design ${d.number} --out machine-${d.number}.yaml`;

const marks = d => [d === knee ? 'knee' : null, d.alike.length ? `not distinguished from ${grouped(d.alike.length)}` : null].filter(Boolean);

/** What the simulation says of a metric, where it was asked. */
const events = (d, at, unit) => (Number.isFinite(d.events?.[at]) ? h('small', {}, `by events ${figure(d.events[at], unit)}`) : null);

/** The table, sorted by the column whose heading is pressed. */
export function table(section) {
  const columns = [
    ...objectives.map(o => ({ title: titled(o), n: true, of: d => d.values[o.at], show: d => [figure(d.values[o.at], o.unit), d.low ? h('small', {}, between(d.low[o.at], d.high[o.at], o.unit)) : null, events(d, o.at, o.unit)] })),
    ...axes.flatMap(axis => axis.keys.map((key, k) => ({ title: short(key), of: d => d.levels[axis.at], show: d => axis.levels[d.levels[axis.at]][k] }))),
  ];
  let by = 0;
  let down = objectives[0].maximize;
  let all = false;
  const head = h('tr');
  const body = h('tbody');
  const more = h('button', { type: 'button', class: 'plain', onclick: () => { all = true; draw(); } });
  section.append(h('div', { class: 'scroll' }, h('table', { class: 'front' }, h('thead', {}, head), body)), more);
  const draw = () => {
    head.replaceChildren(h('th', { scope: 'col' }, 'Design'), h('th', { scope: 'col' }, 'Command'), ...columns.map((column, i) => h('th', {
      scope: 'col', class: column.n ? 'n' : '', 'aria-sort': i === by ? (down ? 'descending' : 'ascending') : null,
    }, h('button', { type: 'button', class: 'sorter', onclick: () => { down = i === by ? !down : Boolean(objectives[i]?.maximize); by = i; draw(); } },
      column.title, i === by ? (down ? ' ↓' : ' ↑') : ''))));
    const sorted = front.filter(kept).sort((a, b) => (down ? -1 : 1) * (columns[by].of(a) - columns[by].of(b)));
    const shown = all ? sorted : sorted.slice(0, FIRST);
    body.replaceChildren(...shown.map(d => h('tr', { class: d === state.selected ? 'own' : '', 'data-design': d.number },
      h('th', { scope: 'row' }, h('button', { type: 'button', class: 'plain', 'aria-pressed': String(d === state.selected), onclick: () => select(d) }, d.number),
        marks(d).map(mark => h('span', { class: 'tag' }, mark))),
      h('td', {}, copier(() => command(d), `the command for design ${d.number}`)),
      columns.map(column => h('td', { class: column.n ? 'n' : '' }, column.show(d))))));
    more.hidden = shown.length === sorted.length;
    more.textContent = `Show all ${grouped(sorted.length)}`;
  };
  draw();
  watch(draw);
  addEventListener('beforeprint', () => { all = true; draw(); });
}

/** The chosen design. */
export function chosen(panel) {
  const draw = () => {
    const d = state.selected;
    if (!d) {
      panel.replaceChildren(h('p', { class: 'caption' }, 'Choose a design: in the picture, with the arrow keys, or in the table below.'));
      return;
    }
    panel.replaceChildren(...[
      h('h3', {}, `Design ${d.number}`, marks(d).map(mark => h('span', { class: 'tag' }, mark))),
      h('dl', {}, metrics.flatMap((m, at) => [h('dt', {}, m.label), h('dd', {}, figure(d.values[at], m.unit),
        d.low && d.high[at] > d.low[at] ? h('small', {}, between(d.low[at], d.high[at], m.unit)) : null, events(d, at, m.unit))])),
      h('dl', {}, axes.flatMap(axis => axis.keys.flatMap((key, k) => [h('dt', { title: key }, short(key).replace(/([._])/g, '$1\u200b')), h('dd', {}, axis.levels[d.levels[axis.at]][k])]))),
      h('div', { class: 'command' }, h('code', {}, command(d)), copier(() => command(d), 'the command')),
      window.parent === window ? null : h('button', { type: 'button', class: 'open', onclick: () => window.parent.postMessage({ design: d.number }, '*') }, 'Open this machine'),
    ].filter(Boolean));
  };
  draw();
  watch(draw);
}
