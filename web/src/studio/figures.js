// A result as the page shows it while numbers change: the same places every time, and what changed.
import { h } from '../shared/dom.js';
import { figure, grouped, plain } from '../shared/words.js';

const HEADS = [
  ['TPOT at batch 1', 's', r => r.decode.tpot_batch1_s, false],
  ['TPOT', 's', r => r.decode.tpot_s, false],
  ['TTFT', 's', r => r.prefill.ttft_s, false],
  ['Throughput', 'tokens/s', r => r.decode.throughput_tokens_per_s, true],
  ['Peak throughput', 'tokens/s', r => r.decode.peak_throughput_tokens_per_s, true],
  ['Energy per token', 'J', r => r.decode.energy_per_token_j, false],
  ['Area', 'mm²', r => r.machine.area_mm2, false],
  ['Package', '$', r => r.assessment?.cost?.unit_usd ?? null, false],
];

/** How much better or worse than before, in words that need no colour. */
function change(now, before, more) {
  if (before === null || before === undefined || now === null || !before || Math.abs(now / before - 1) < 5e-5) return null;
  const times = now / before - 1;
  const better = more ? times > 0 : times < 0;
  return h('span', { class: better ? 'better' : 'worse' }, `${times > 0 ? '+' : '−'}${plain(Math.abs(100 * times))} % ${better ? 'better' : 'worse'}`);
}

/** A figure with its unit in small. */
function large(value, unit) {
  const text = figure(value, unit);
  const at = text.lastIndexOf(' ');
  return at < 0 ? [text] : [text.slice(0, at), h('span', {}, ` ${text.slice(at + 1)}`)];
}

function bars(title, rows, unit) {
  const shown = rows.filter(([, value]) => value > 0).sort((a, b) => b[1] - a[1]).slice(0, 8);
  const sum = rows.reduce((total, [, value]) => total + value, 0);
  return h('table', { class: 'bars' }, h('caption', {}, title), h('tbody', {}, shown.map(([name, value]) => h('tr', {},
    h('th', { scope: 'row' }, name), h('td', { class: 'n' }, figure(value, unit)), h('td', { class: 'n' }, `${plain(100 * value / sum)} %`),
    h('td', { class: 'bar-cell' }, h('i', { class: 'track b6', style: `width:${100 * value / shown[0][1]}%` }))))));
}

/** Draws a result; `base` is what it is held against. */
export function figures(room, result, base) {
  const r = result;
  room.replaceChildren(
    h('dl', { class: 'headlines' }, HEADS.map(([name, unit, of, more]) => {
      const value = of(r);
      return h('div', { 'data-figure': name }, h('dt', {}, name), h('dd', { class: 'figure' }, large(value, unit)),
        h('dd', {}, (base && change(value, of(base), more)) ?? ' '));
    })),
    h('p', { class: 'limit' }, h('strong', {}, 'Bottleneck: '), `${r.decode.bottleneck} (${r.decode.bottleneck_resource}), ${plain(100 * r.decode.bottleneck_share)} %; at peak ${r.decode.peak_bottleneck}. `,
      `Batch ${grouped(r.decode.batch)} of context ${grouped(r.decode.context)}; saturates at batch ${grouped(r.decode.saturating_batch)}. ${r.placement.mapping}, ${grouped(r.placement.chiplets_used)} of ${grouped(r.machine.chiplets)} chiplets hold weights.`),
    r.request ? h('p', { class: 'limit', id: 'request' }, h('strong', {}, 'Whole requests: '),
      `${grouped(r.request.batch)} of ${grouped(r.request.prompt_tokens)} tokens in and ${grouped(r.request.answer_tokens)} out take ${figure(r.request.total_s, 's')}: prompts ${figure(r.request.prompts_s, 's')}, answers ${figure(r.request.answers_s, 's')}; ${figure(r.request.tokens_per_s, 'tokens/s')}.`) : '',
    r.engine === 'simulate' ? h('p', { class: 'caption', id: 'simulated' }, `By events, ${grouped(r.simulation.tokens)} tokens; in closed form TPOT ${figure(r.estimate.decode.tpot_s, 's')}, ${figure(r.estimate.decode.throughput_tokens_per_s, 'tokens/s')}.`) : '',
    h('div', { class: 'two' },
      bars('TPOT at batch 1, by resource', r.time.map(t => [t.resource, t.batch1_s_per_token]), 's'),
      bars('Energy per token, by action', r.energy.map(e => [e.action, e.joules_per_token]), 'J')),
    h('table', { class: 'bars' }, h('caption', {}, 'What each resource alone would allow'), h('tbody', {}, r.ceilings.slice(0, 6).map(c => h('tr', {},
      h('th', { scope: 'row' }, c.resource), h('td', {}, c.name), h('td', { class: 'n' }, figure(c.throughput_tokens_per_s, 'tokens/s')))))),
    (r.baselines ?? []).length ? h('table', { class: 'bars' }, h('caption', {}, 'GPU baselines'), h('tbody', {}, r.baselines.map(b => h('tr', {},
      h('th', { scope: 'row' }, `${b.devices} × ${b.name}`), h('td', { class: 'n' }, `TPOT ${figure(b.tpot_s, 's')}`), h('td', { class: 'n' }, figure(b.throughput_tokens_per_s, 'tokens/s')), h('td', { class: 'n' }, `${figure(b.energy_per_token_j, 'J')}/token`))))) : '');
}
