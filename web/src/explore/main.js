// The page that `cimlet explore` leaves in its folder.
import { h } from '../shared/dom.js';
import { grouped, plain } from '../shared/words.js';
import { front, others, select, space } from './data.js';
import { effects, heat } from './effects.js';
import { history, refusals } from './history.js';
import { parallel } from './parallel.js';
import { scatter } from './scatter.js';
import { chosen, table } from './table.js';

const body = document.body;
const fail = what => { body.dataset.error = what; };
addEventListener('error', event => fail(event.message));
addEventListener('unhandledrejection', event => fail(String(event.reason)));
addEventListener('securitypolicyviolation', event => fail(`${event.violatedDirective} ${event.blockedURI}`));

const main = document.querySelector('main');
const nav = h('nav', { 'aria-label': 'Contents' });

function section(id, title, draw) {
  const found = h('section', { id, 'aria-labelledby': `${id}-title` }, h('h2', { id: `${id}-title` }, title));
  nav.append(h('a', { href: `#${id}` }, title));
  main.insertBefore(found, main.querySelector('footer'));
  draw(found);
}

const refused = space.refused.reduce((sum, [, count]) => sum + count, 0);
const beyond = space.beyond.reduce((sum, [, count]) => sum + count, 0);
const headline = (title, value, words) => h('div', {}, h('dt', {}, title), h('dd', { class: 'figure' }, value), h('dd', {}, words));
main.querySelector('header').append(
  h('dl', { class: 'headlines' },
    headline('Designs', grouped(space.designs), space.designs === space.size ? 'all there are' : `of ${grouped(space.size)}, ${space.search}`),
    headline('On the front', grouped(front.length), 'none is better in every objective'),
    headline('Cannot run', grouped(refused), refused ? `${plain(100 * refused / space.designs)} % refused` : 'none refused'),
    headline('Beyond a limit', grouped(beyond), space.limits.length ? `${space.limits.length === 1 ? 'one limit' : `${space.limits.length} limits`} to keep` : 'no limits'),
    headline('Left out', grouped(space.excluded), 'by where')), nav);

if (front.length) {
  section('front', 'Front', found => {
    const pane = h('div', { class: 'pane' });
    const panel = h('div', { class: 'chosen', role: 'group', 'aria-label': 'The design that is chosen' });
    found.append(h('div', { class: 'split' }, pane, panel));
    scatter(pane);
    chosen(panel);
  });
  section('parallel', 'Everything that varies', parallel);
}
if (front.length + others.length) {
  section('effects', 'Main effects', effects);
  section('heat', 'Two axes', heat);
}
if (space.history.stretches.length > 1) section('history', 'Hypervolume', history);
section('refusals', 'Refused, beyond limits, left out', refusals);
if (front.length) section('table', 'The front as a table', table);

addEventListener('beforeprint', () => { for (const part of document.querySelectorAll('details')) part.open = false; });

// Once laid out, count the plots in which something can be seen.
const drawn = svg => [...svg.querySelectorAll('rect, path, line, circle')].some(shape => {
  const box = shape.getBBox();
  return (box.width > 0 || box.height > 0) && shape.getClientRects().length > 0;
});
const count = () => {
  if ([...document.querySelectorAll('.chart')].some(room => !room.firstChild)) {
    requestAnimationFrame(count);
    return;
  }
  const plots = [...document.querySelectorAll('svg[data-plot]')];
  body.dataset.plots = plots.length;
  body.dataset.plotsDrawn = plots.filter(drawn).length;
};
requestAnimationFrame(count);
if (location.hash.startsWith('#design=')) select(front.find(d => d.number === location.hash.slice(8)) ?? null);
