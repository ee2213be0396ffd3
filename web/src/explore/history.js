// How the front grew, and what kept designs off it.
import { h } from '../shared/dom.js';
import { figure, grouped, metric, plain } from '../shared/words.js';
import { place, Plot, STYLE } from './chart.js';
import { objectives, space } from './data.js';

/** Hypervolume over designs. */
export function history(section) {
  const room = h('div', { class: 'chart' });
  const steps = space.history.stretches.map(([designs, front, hypervolume]) => ({ designs, front, hypervolume }));
  section.append(room, h('p', { class: 'caption' },
    `Share of the box from the best met in each objective to a reference a tenth beyond the worst on any front, in the order of the parts: ${objectives.map((o, i) => `${o.label} ${figure(space.history.best[i], o.unit)} to ${figure(space.history.reference[i], o.unit)}`).join(', ')}.`));
  place(room, 'history', width => Plot.plot({
    width, height: 240, marginLeft: 52, marginBottom: 40, style: STYLE,
    ariaLabel: `Hypervolume after ${steps.map(s => `${grouped(s.designs)} designs ${plain(s.hypervolume)}`).join(', ')}`,
    x: { label: 'designs', labelArrow: 'none', tickFormat: v => grouped(v), ticks: Math.max(2, Math.floor(width / 130)), zero: true },
    y: { label: 'hypervolume', labelArrow: 'none', grid: true, nice: true, ticks: 5 },
    marks: [
      Plot.line(steps, { x: 'designs', y: 'hypervolume', curve: 'step-after', stroke: 'var(--accent)', strokeWidth: 2 }),
      Plot.dot(steps, { x: 'designs', y: 'hypervolume', r: 2.5, fill: 'var(--accent)' }),
      Plot.tip(steps, Plot.pointerX({ x: 'designs', y: 'hypervolume', title: s => `${grouped(s.designs)} designs\nhypervolume ${plain(s.hypervolume)}\n${grouped(s.front)} on the front`, fill: 'var(--paper)', stroke: 'var(--wire)' })),
    ],
  }));
}

/** Designs that are not on the front for a reason, by it. */
export function refusals(section) {
  const reasons = [
    ...space.refused.map(([why, count]) => ['cannot run', why, count]),
    ...space.beyond.map(([limit, count]) => ['beyond a limit', metric(limit).label, count]),
    ...(space.excluded ? [['left out', 'where', space.excluded]] : []),
  ].sort((a, b) => b[2] - a[2]);
  if (!reasons.length) {
    section.append(h('p', {}, 'Every design was answered and keeps every limit.'));
    return;
  }
  const most = reasons[0][2];
  section.append(h('div', { class: 'scroll' }, h('table', { class: 'reasons' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'What became of it'), h('th', { scope: 'col' }, 'By'), h('th', { scope: 'col', class: 'n' }, 'Designs'), h('th', { scope: 'col', class: 'n' }, 'Share'), h('th', { scope: 'col' }, ''))),
    h('tbody', {}, reasons.map(([became, why, count]) => h('tr', {},
      h('td', {}, became), h('td', {}, why), h('td', { class: 'n' }, grouped(count)), h('td', { class: 'n' }, `${plain(100 * count / space.designs)} %`),
      h('td', { class: 'bar-cell' }, h('i', { class: 'track b6', style: `width:${100 * count / most}%` }))))))));
}
