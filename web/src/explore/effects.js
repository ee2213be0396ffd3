// What each level of an axis goes along with, and each pair of levels of two axes, over all designs answered.
import { choice, h } from '../shared/dom.js';
import { figure, plain, titled } from '../shared/words.js';
import { bounds, place, Plot, shade, SHADES, STYLE } from './chart.js';
import { axes, metrics, objectives, space } from './data.js';

const REFUSED = -1;
const varied = axes.filter(axis => axis.words.length > 1);
const options = [...metrics.map((m, at) => [at, titled(m)]), [REFUSED, 'Share refused']];
const maximized = at => objectives.some(o => o.at === at && o.maximize);
const bestOf = (cell, at) => (maximized(at) ? cell.most[at] : cell.least[at]);
const named = text => (text.length > 16 ? `${text.slice(0, 15)}…` : text);

/** The levels of an axis as rows. */
function rows(axis, at) {
  const effect = space.effects[axis.at];
  return effect.cells.map((cell, i) => ({
    i,
    word: effect.words[i],
    mean: at === REFUSED ? (cell.refused + cell.answered ? cell.refused / (cell.refused + cell.answered) : null)
      : cell.answered ? cell.mean[at] : null,
    best: at === REFUSED || !cell.answered ? null : bestOf(cell, at),
  }));
}

/** A small chart for each axis. */
export function effects(section) {
  let at = objectives[0].at;
  const grid = h('div', { class: 'grid-of-charts' });
  const redraws = [];
  section.append(h('div', { class: 'choices' }, choice('Of', options, at, value => {
    at = Number(value);
    redraws.forEach(redraw => redraw());
    note();
  })), grid);
  const caption = h('p', { class: 'caption' });
  section.append(caption);
  const note = () => {
    caption.textContent = at === REFUSED
      ? 'The share of the designs with a level that the machine cannot run so.'
      : `Line: mean over all designs with a level that have figures. Dots: the ${maximized(at) ? 'largest' : 'smallest'} within the limits. All ${plain(space.answered)} designs count.`;
  };
  note();
  for (const axis of varied) {
    const room = h('div', { class: 'chart' });
    grid.append(h('figure', {}, h('figcaption', {}, axis.name), room));
    redraws.push(place(room, `effect-${axis.at}`, width => {
      const data = rows(axis, at);
      const shown = data.length > 9 ? data.filter((_, i) => i % Math.ceil(data.length / 6) === 0).map(d => d.i) : data.map(d => d.i);
      const turned = data.some(d => d.word.length > Math.max(4, 44 / data.length));
      const found = data.flatMap(d => [d.mean, d.best]).filter(v => v !== null && v > 0);
      const log = at !== REFUSED && found.length && Math.max(...found) / Math.min(...found) > 30;
      return Plot.plot({
        width, height: turned ? 210 : 170, marginLeft: 52, marginRight: 12, marginBottom: turned ? 74 : 30, style: { ...STYLE, fontSize: '11px' },
        ariaLabel: `${axis.name}: ${data.map(d => `${d.word} ${plain(d.mean)}`).join(', ')}`,
        x: { type: 'point', domain: data.map(d => d.i), label: null, ticks: shown, tickFormat: i => named(data[i].word), tickRotate: turned ? -35 : 0 },
        y: { grid: true, ticks: 4, label: null, nice: true, zero: at === REFUSED, type: log ? 'log' : 'linear', tickFormat: v => plain(v) },
        marks: [
          Plot.line(data.filter(d => d.mean !== null), { x: 'i', y: 'mean', stroke: 'var(--accent)', strokeWidth: 2, ...(axis.ordered ? {} : { strokeDasharray: '2 4' }) }),
          Plot.dot(data.filter(d => d.mean !== null), { x: 'i', y: 'mean', r: 2.5, fill: 'var(--accent)' }),
          Plot.dot(data.filter(d => d.best !== null), { x: 'i', y: 'best', r: 4, stroke: 'var(--extrapolated)', strokeWidth: 1.6 }),
          Plot.tip(data, Plot.pointerX({ x: 'i', y: d => d.mean ?? d.best, title: d => `${d.word}\nmean ${at === REFUSED ? `${plain(100 * d.mean)} %` : figure(d.mean, metrics[at].unit)}${d.best === null ? '' : `\nbest ${figure(d.best, metrics[at].unit)}`}`, fill: 'var(--paper)', stroke: 'var(--wire)' })),
        ],
      });
    }));
  }
}

/** Two axes as rows and columns. */
export function heat(section) {
  const view = { a: varied[0].at, b: (varied[1] ?? varied[0]).at, objective: 0, what: 'best' };
  const room = h('div', { class: 'chart' });
  const set = (key, value) => { view[key] = value; redraw(); };
  const list = varied.map(axis => [axis.at, axis.name]);
  section.append(h('div', { class: 'choices' },
    choice('Down', list, view.a, at => set('a', Number(at))),
    choice('Across', list, view.b, at => set('b', Number(at))),
    choice('Of', objectives.map((o, i) => [i, titled(o)]), 0, i => set('objective', Number(i))),
    choice('Figure', [['best', 'best within the limits'], ['mean', 'mean of all']], 'best', what => set('what', what))),
  h('div', { class: 'scroll' }, room));
  const redraw = place(room, 'heat', () => {
    const { a, b } = view;
    const pair = space.pairs.find(p => p.a === Math.min(a, b) && p.b === Math.max(a, b));
    const objective = objectives[view.objective];
    const cells = [];
    if (pair) {
      pair.answered.forEach((answered, i) => {
        const [first, second] = [Math.floor(i / pair.words_b.length), i % pair.words_b.length];
        const value = answered ? pair[view.what][i][view.objective] : null;
        cells.push({ row: a < b ? first : second, column: a < b ? second : first, value, answered });
      });
    }
    const rowWords = pair ? (a < b ? pair.words_a : pair.words_b) : [];
    const columnWords = pair ? (a < b ? pair.words_b : pair.words_a) : [];
    const limits = bounds(cells.map(c => c.value).filter(v => v !== null));
    const left = Math.min(190, 20 + 7 * Math.max(4, ...rowWords.map(text => named(text).length)));
    const width = Math.max(Math.min(section.clientWidth, 900), left + 46 * columnWords.length);
    const turned = columnWords.some(text => text.length > 9);
    return Plot.plot({
      width, height: 60 + (turned ? 60 : 0) + 30 * Math.max(1, rowWords.length), marginLeft: left, marginTop: 8, marginBottom: turned ? 92 : 40, style: STYLE,
      ariaLabel: pair ? `${titled(objective)}, ${view.what}, by ${axes[a].name} and ${axes[b].name}: ${cells.map(c => `${rowWords[c.row]}, ${columnWords[c.column]}: ${plain(c.value)}`).join('; ')}` : 'Choose two axes that differ',
      x: { domain: columnWords.map((_, i) => i), tickFormat: i => named(columnWords[i]), label: axes[b].name, labelAnchor: 'center', tickRotate: turned ? -35 : 0, tickSize: 0 },
      y: { domain: rowWords.map((_, i) => i), tickFormat: i => named(rowWords[i]), label: null, tickSize: 0 },
      marks: [
        Plot.cell(cells, { x: 'column', y: 'row', fill: c => (c.value === null ? 'var(--wash)' : shade(c.value, limits)), inset: 0.8, rx: 2 }),
        Plot.text(cells, { x: 'column', y: 'row', text: c => (c.value === null ? '–' : plain(c.value)), fontSize: 11, fill: c => (c.value === null ? 'var(--soft)' : SHADES.indexOf(shade(c.value, limits)) < 2 ? 'var(--on-low)' : SHADES.indexOf(shade(c.value, limits)) < 3 ? 'var(--on-middle)' : 'var(--on-high)') }),
      ],
    });
  });
}
