// The front for two objectives, a third as shade.
import { choice, h, tick } from '../shared/dom.js';
import { figure, grouped, metric, plain, titled } from '../shared/words.js';
import { bounds, place, Plot, shade, SHADES, STYLE } from './chart.js';
import { front, kept, knee, metrics, objectives, others, select, space, state, watch } from './data.js';

const LOG_FROM = 8;
const all = metrics.map((m, at) => ({ ...m, at }));
/** Objectives by which the front differs come first: another would be a line. */
const differing = [...objectives].sort((a, b) => Number(differs(b)) - Number(differs(a)));
const view = {
  x: differing[0].at,
  y: (differing[1] ?? differing[0]).at,
  c: (differing[2] ?? differing.at(-1)).at,
  others: true,
  beyond: false,
  intervals: true,
  events: true,
};
function differs(o) {
  const found = front.map(d => d.values[o.at]).filter(Number.isFinite);
  return Math.max(...found) > Math.min(...found) * (1 + 1e-6);
}

const values = (designs, at) => designs.map(d => d.values[at]).filter(Number.isFinite);

function type(at) {
  const found = values(view.others ? [...front, ...others.filter(d => !d.limit || view.beyond)] : front, at);
  const low = Math.min(...found);
  return low > 0 && Math.max(...found) / low >= LOG_FROM ? 'log' : 'linear';
}

const axis = at => ({
  type: type(at), label: titled(metrics[at]), labelArrow: 'none', grid: true, nice: type(at) === 'linear',
  tickFormat: value => plain(value),
});

const tip = d => [`Design ${d.number}${d === knee ? ', knee' : ''}${d.limit ? `, beyond ${d.limit}` : ''}`,
  ...objectives.map(o => `${o.label}: ${figure(d.values[o.at], o.unit)}${Number.isFinite(d.events?.[o.at]) ? `, by events ${figure(d.events[o.at], o.unit)}` : ''}`)].join('\n');

/** What the simulation says of a metric, the estimate where it says nothing. */
const byEvents = key => d => d.events[key] ?? d.values[key];
const isMoved = (d, ...keys) => d.events && keys.some(key => Number.isFinite(d.events[key]));

/** Draws it into a section. */
export function scatter(section) {
  const room = h('div', { class: 'chart', tabindex: '0', role: 'group',
    'aria-label': 'The front. Left and right arrows go along it, Escape lets go. The table below has the same designs.' });
  const legend = h('p', { class: 'legend' });
  const said = h('p', { class: 'offscreen', 'aria-live': 'polite' });
  const options = all.map(m => [m.at, titled(m)]);
  const set = (key, value) => { view[key] = value; redraw(); };
  const hasIntervals = front.some(d => d.low);
  section.append(
    h('div', { class: 'choices' },
      choice('Across', options, view.x, at => set('x', Number(at))),
      choice('Up', options, view.y, at => set('y', Number(at))),
      choice('Shade', options, view.c, at => set('c', Number(at))),
      others.some(d => !d.limit) ? tick('Other designs', view.others, on => set('others', on)) : null,
      others.some(d => d.limit) ? tick('Designs beyond a limit', view.beyond, on => set('beyond', on)) : null,
      space.events.designs ? tick('By events', view.events, on => set('events', on)) : null,
      hasIntervals ? tick('Intervals (5 to 95 %)', view.intervals, on => set('intervals', on)) : null),
    legend, room, said);

  const redraw = place(room, 'front', width => {
    const { x, y, c } = view;
    const limits = bounds(values(front, c));
    const shown = front.filter(kept);
    const dim = front.filter(d => !kept(d));
    const back = others.filter(d => (d.limit ? view.beyond : view.others) && kept(d));
    legend.replaceChildren(
      ...[Math.min(...values(front, c)), ...limits].map((from, i) => h('span', {},
        h('i', { class: 'dot', style: `background:${SHADES[Math.round(i * (SHADES.length - 1) / Math.max(1, limits.length))]}` }),
        `from ${figure(from, metrics[c].unit)}`)),
      back.length ? h('span', {}, h('i', { class: 'dot small' }), `${grouped(back.length)} designs that are not on the front`) : '',
      front.some(d => d.alike.length) ? h('span', {}, h('i', { class: 'dot alike' }), 'cannot be distinguished from another') : '');
    const again = view.events ? shown.filter(d => isMoved(d, x, y)) : [];
    if (again.length) legend.append(h('span', {}, h('i', { class: 'dot events' }), 'by events, joined to its estimate'));
    const at = key => d => d.values[key];
    const chart = Plot.plot({
      width, height: Math.max(300, Math.min(520, width * 0.62)), marginLeft: 62, marginBottom: 42, marginRight: 26, style: STYLE,
      ariaLabel: `${grouped(front.length)} designs on the front: ${titled(metrics[y])} over ${titled(metrics[x])}`,
      x: axis(x), y: axis(y),
      marks: [
        Plot.dot(back, { x: at(x), y: at(y), r: 1.6, fill: d => (d.limit ? 'var(--wire)' : 'var(--soft)'), fillOpacity: 0.45, clip: true }),
        Plot.dot(dim, { x: at(x), y: at(y), r: 2, stroke: 'var(--wire)', strokeOpacity: 0.5 }),
        ...(hasIntervals && view.intervals ? [
          Plot.ruleX(shown.filter(d => d.low), { x: at(x), y1: d => d.low[y], y2: d => d.high[y], stroke: 'var(--soft)', strokeOpacity: 0.55 }),
          Plot.ruleY(shown.filter(d => d.low), { y: at(y), x1: d => d.low[x], x2: d => d.high[x], stroke: 'var(--soft)', strokeOpacity: 0.55 }),
        ] : []),
        Plot.dot(shown, { x: at(x), y: at(y), r: 4, fill: d => shade(d.values[c], limits), stroke: 'var(--ink)', strokeWidth: 0.7, clip: false }),
        Plot.dot(shown.filter(d => d.alike.length), { x: at(x), y: at(y), r: 6, symbol: 'square', stroke: 'var(--calibrated)', strokeWidth: 1.5 }),
        Plot.link(again, { x1: at(x), y1: at(y), x2: byEvents(x), y2: byEvents(y), stroke: 'var(--derived)', strokeWidth: 1.4 }),
        Plot.dot(again, { x: byEvents(x), y: byEvents(y), r: 3.5, symbol: 'triangle', fill: 'var(--paper)', stroke: 'var(--derived)', strokeWidth: 1.6 }),
        Plot.dot(knee && kept(knee) ? [knee] : [], { x: at(x), y: at(y), r: 8, symbol: 'diamond', stroke: 'var(--extrapolated)', strokeWidth: 1.8 }),
        Plot.text(knee && kept(knee) ? [knee] : [], { x: at(x), y: at(y), text: () => 'knee', dy: -14, fill: 'var(--extrapolated)', stroke: 'var(--paper)', strokeWidth: 4 }),
        Plot.dot(state.selected ? [state.selected] : [], { x: at(x), y: at(y), r: 8, stroke: 'var(--accent)', strokeWidth: 2.5 }),
        Plot.tip(shown, Plot.pointer({ x: at(x), y: at(y), title: tip, fill: 'var(--paper)', stroke: 'var(--wire)', maxRadius: 24 })),
      ],
    });
    chart.addEventListener('click', () => { if (chart.value) select(chart.value); });
    return chart;
  });

  room.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') select(null);
    if (!step) return;
    event.preventDefault();
    const line = front.filter(kept).sort((a, b) => a.values[view.x] - b.values[view.x]);
    if (!line.length) return;
    const now = line.indexOf(state.selected);
    const next = line[now < 0 ? (step > 0 ? 0 : line.length - 1) : Math.max(0, Math.min(line.length - 1, now + step))];
    select(next);
    said.textContent = tip(next).replaceAll('\n', ', ');
  });
  watch(redraw);
  if (space.events.designs) section.append(h('p', { class: 'caption', id: 'by-events' }, saidOfEvents()));
  if (space.answered > front.length + others.length) {
    section.append(h('p', { class: 'caption' },
      `The whole front, and ${grouped(others.length)} of the ${grouped(space.answered - front.length)} other designs that have figures, drawn by their numbers.`));
  }
}

/** How far both engines agree on the front. */
function saidOfEvents() {
  const { tokens, designs, agreement, leaving } = space.events;
  const ranks = agreement.map(([name, tau]) => `${metric(name).label} ${plain(tau)}`).join(', ');
  return `${grouped(designs)} designs of the front were answered again event by event, ${grouped(tokens)} tokens each. `
    + (ranks ? `How far both rank them alike (Kendall's tau, 1 for the same order): ${ranks}. ` : '')
    + (leaving.length ? `By events another of them beats ${leaving.slice(0, 12).join(', ')}${leaving.length > 12 ? ` and ${leaving.length - 12} more` : ''}.` : 'By events none beats another in every objective.');
}
