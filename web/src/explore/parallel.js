// Parallel coordinates: an axis for everything that varies and for every objective; drag on one to keep a stretch of it.
import { h } from '../shared/dom.js';
import { figure, grouped } from '../shared/words.js';
import { bounds, place, Plot, shade, STYLE } from './chart.js';
import { change, dimensions, front, kept, objectives, others, select, state, watch } from './data.js';

const MOST_LINES = 1200;
const MOST_BEHIND = 400;
const LEAST_APART = 88;
const TOP = 58;
const BOTTOM = 22;

/** Where a value stands on its axis, 0 to 1, and back. */
const up = d => value => (d.high === d.low ? 0.5
  : d.log ? Math.log(value / d.low) / Math.log(d.high / d.low) : (value - d.low) / (d.high - d.low));
const back = d => share => (d.log ? d.low * (d.high / d.low) ** share : d.low + share * (d.high - d.low));
const word = (d, value) => (d.words ? d.words[value] : figure(value, d.unit));
const brief = (d, value) => (d.words ? d.words[value] : figure(value, ['s', 'J', 'W', '$'].includes(d.unit) ? d.unit : ''));

/** A brush from shares of an axis; levels are taken where their mark is inside. */
function brush(d, from, to) {
  const [low, high] = [back(d)(Math.max(0, from)), back(d)(Math.min(1, to))];
  const near = 0.04 * d.high;
  return d.words ? [Math.ceil(low - near), Math.floor(high + near)] : [low, high];
}

const spread = (designs, most) => (designs.length <= most ? designs
  : Array.from({ length: most }, (_, i) => designs[Math.floor(i * designs.length / most)]));

/** Draws it into a section. */
export function parallel(section) {
  const room = h('div', { class: 'chart', id: 'parallel-room' });
  const summary = h('p', { class: 'finding', id: 'kept', 'aria-live': 'polite' });
  const clear = h('button', { type: 'button', class: 'plain', id: 'clear-brushes', onclick: () => change('brushes', s => s.brushes.clear()) }, 'Clear');
  section.append(h('div', { class: 'choices' }, summary, clear), h('div', { class: 'scroll' }, room), limits());

  const redraw = place(room, 'parallel', () => {
    const apart = Math.max(LEAST_APART, (section.clientWidth - 90) / Math.max(1, dimensions.length - 1));
    const width = Math.round(90 + apart * (dimensions.length - 1));
    const height = 390;
    const shown = spread(front.filter(kept), MOST_LINES);
    const behind = [
      ...spread(others.filter(d => !d.limit && kept(d)), MOST_BEHIND), ...spread(front.filter(d => !kept(d)), MOST_BEHIND)];
    const among = bounds(front.map(d => d.values[objectives[0].at]));
    const points = designs => designs.flatMap(d => dimensions.map((dimension, i) => ({ d, i, y: up(dimension)(dimension.of(d)) })));
    const picked = state.selected ? points([state.selected]) : [];
    const marks = dimensions.map((d, i) => (d.words && d.words.length <= 12
      ? d.words.map((text, level) => ({ i, y: up(d)(level), text: text.length > 12 ? `${text.slice(0, 11)}…` : text }))
      : [{ i, y: 0, text: brief(d, d.low) }, { i, y: 1, text: brief(d, d.high) }])).flat();
    const chart = Plot.plot({
      width, height, marginLeft: 45, marginRight: 45, marginTop: TOP, marginBottom: BOTTOM, style: STYLE,
      ariaLabel: `Parallel coordinates of ${grouped(front.length)} designs on the front over ${dimensions.map(d => d.name).join(', ')}`,
      x: { type: 'linear', domain: [0, Math.max(1, dimensions.length - 1)], axis: null },
      y: { type: 'linear', domain: [0, 1], axis: null },
      marks: [
        Plot.line(points(behind), { x: 'i', y: 'y', z: p => p.d.number, stroke: 'var(--wire)', strokeOpacity: 0.16, strokeWidth: 0.8 }),
        Plot.line(points(shown), { x: 'i', y: 'y', z: p => p.d.number, stroke: p => shade(p.d.values[objectives[0].at], among), strokeOpacity: 0.7, strokeWidth: 1.1 }),
        Plot.ruleX(dimensions.map((_, i) => i), { stroke: 'var(--soft)' }),
        Plot.line(picked, { x: 'i', y: 'y', z: p => p.d.number, stroke: 'var(--extrapolated)', strokeWidth: 2.5 }),
        Plot.text(marks, { x: 'i', y: 'y', text: 'text', dx: 6, textAnchor: 'start', fill: 'var(--soft)', stroke: 'var(--paper)', strokeWidth: 4, fontSize: 11 }),
        Plot.text(dimensions.map((d, i) => ({ i, d })), { x: 'i', y: () => 1, text: p => titleOf(p.d), lineAnchor: 'bottom', fontWeight: 600, dy: -12 }),
      ],
    });
    brushes(chart, width, height);
    const all = front.length;
    const left = front.filter(kept).length;
    summary.textContent = state.brushes.size === 0
      ? `Drag up or down on an axis to keep a stretch of it; every picture and the table follow.`
      : `${grouped(left)} of the ${grouped(all)} designs on the front are within ${[...state.brushes].map(([id, range]) => {
        const d = dimensions.find(dimension => dimension.id === id);
        return `${d.name} ${word(d, range[0])} to ${word(d, range[1])}`;
      }).join('; ')}.`;
    clear.hidden = state.brushes.size === 0;
    return chart;
  });
  watch(redraw);
}

const titleOf = d => {
  const words = d.name.split(/[ ._]/);
  const lines = [''];
  for (const part of words) {
    if ((lines.at(-1) + part).length > 10 && lines.at(-1)) lines.push('');
    lines[lines.length - 1] += (lines.at(-1) ? ' ' : '') + part;
  }
  return lines.slice(0, 4).join('\n');
};

/** A strip over each axis that is dragged on. */
function brushes(chart, width, height) {
  const svg = chart.tagName === 'svg' ? chart : chart.querySelector('svg');
  const ns = 'http://www.w3.org/2000/svg';
  const inner = height - TOP - BOTTOM;
  const x = i => 45 + i * (width - 90) / Math.max(1, dimensions.length - 1);
  const y = share => height - BOTTOM - share * inner;
  const rect = (name, attributes) => {
    const element = document.createElementNS(ns, 'rect');
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.setAttribute('class', name);
    svg.append(element);
    return element;
  };
  dimensions.forEach((d, i) => {
    const range = state.brushes.get(d.id);
    const box = rect('brushed', { x: x(i) - 9, width: 18, y: TOP, height: 0, rx: 2 });
    const show = (from, to) => {
      box.setAttribute('y', y(to) - 3);
      box.setAttribute('height', Math.max(0, y(from) - y(to)) + 6);
    };
    if (range) show(up(d)(range[0]), up(d)(range[1]));
    else box.setAttribute('display', 'none');
    const strip = rect('strip', { x: x(i) - 14, width: 28, y: TOP - 6, height: inner + 12 });
    strip.dataset.dimension = d.id;
    strip.addEventListener('pointerdown', event => {
      strip.setPointerCapture(event.pointerId);
      const frame = svg.getBoundingClientRect();
      const share = e => Math.max(0, Math.min(1, (height - BOTTOM - (e.clientY - frame.top) * height / frame.height) / inner));
      const start = share(event);
      let end = start;
      const move = e => {
        end = share(e);
        box.removeAttribute('display');
        show(Math.min(start, end), Math.max(start, end));
      };
      const done = () => {
        strip.removeEventListener('pointermove', move);
        const range = brush(d, Math.min(start, end), Math.max(start, end));
        change('brushes', s => (Math.abs(end - start) < 0.015 || range[0] > range[1] ? s.brushes.delete(d.id) : s.brushes.set(d.id, range)));
      };
      strip.addEventListener('pointermove', move);
      strip.addEventListener('pointerup', done, { once: true });
      strip.addEventListener('pointercancel', done, { once: true });
      event.preventDefault();
    });
  });
  svg.addEventListener('dblclick', () => select(null));
}

/** The same limits as fields, for keyboards and screen readers. */
function limits() {
  const body = h('div', { class: 'limits' });
  const fill = () => {
    if (body.contains(document.activeElement)) return;
    body.replaceChildren(...dimensions.map(d => {
      const [low, high] = state.brushes.get(d.id) ?? [d.low, d.high];
      const set = (from, to) => change('brushes', s => (from <= d.low && to >= d.high ? s.brushes.delete(d.id) : s.brushes.set(d.id, [from, to])));
      const field = (which, value) => (d.words
        ? h('select', { 'aria-label': `${d.name}, ${which}`, onchange: e => (which === 'from' ? set(Number(e.target.value), Math.max(high, Number(e.target.value))) : set(Math.min(low, Number(e.target.value)), Number(e.target.value))) },
          d.words.map((text, level) => h('option', { value: level, selected: level === value }, text)))
        : h('input', { type: 'number', step: 'any', value, 'aria-label': `${d.name}, ${which}`,
          onchange: e => (which === 'from' ? set(Number(e.target.value), high) : set(low, Number(e.target.value))) }));
      return h('div', {}, h('span', {}, d.unit ? `${d.name} (${d.unit})` : d.name), field('from', low), ' to ', field('to', high));
    }));
  };
  fill();
  watch(fill);
  return h('details', {}, h('summary', {}, 'Limits as fields'), body);
}
