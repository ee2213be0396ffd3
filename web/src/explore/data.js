// The exploration as the page carries it, made ready to draw.
import { metric, short } from '../shared/words.js';

const raw = JSON.parse(document.getElementById('data').textContent);

export const space = raw;
export const metrics = raw.metrics.map(metric);
export const objectives = raw.objectives.map(o => ({ ...metrics[o.metric], at: o.metric, maximize: o.maximize }));

/** Axes with a name for people. */
export const axes = raw.axes.map((axis, at) => ({
  at,
  ordered: axis.ordered,
  name: axis.keys.map(short).join(' + '),
  keys: axis.keys,
  words: axis.levels.map(words => words.join(', ')),
  levels: axis.levels,
}));

const radix = axes.map(axis => BigInt(axis.words.length));

/** The level of each axis of a design: its number in mixed radix, the first axis the slowest. */
function levels(number) {
  const found = new Array(radix.length);
  let left = BigInt(number);
  for (let axis = radix.length - 1; axis >= 0; axis--) {
    found[axis] = Number(left % radix[axis]);
    left /= radix[axis];
  }
  return found;
}

const design = (item, onFront) => ({
  number: String(item[0]),
  values: item[1],
  limit: item[2] ?? '',
  low: item[3] ?? null,
  high: item[4] ?? null,
  alike: item[5] ?? [],
  events: item[6] ?? null,
  levels: levels(item[0]),
  onFront,
});

export const front = raw.front.map(item => design(item, true));
export const others = raw.sample.map(item => design(item, false));

/** The member of the front that is nearest to the best of everything, objectives scaled to the front's range. */
export const knee = (() => {
  const spans = objectives.map(o => {
    const values = front.map(d => d.values[o.at]);
    return [Math.min(...values), Math.max(...values)];
  });
  let best = null;
  let least = Infinity;
  for (const d of front) {
    const apart = objectives.reduce((sum, o, i) => {
      const [low, high] = spans[i];
      const share = high > low ? (d.values[o.at] - low) / (high - low) : 0;
      return sum + (o.maximize ? 1 - share : share) ** 2;
    }, 0);
    if (apart < least) [best, least] = [d, apart];
  }
  return front.length > 2 ? best : null;
})();

/** What designs can be limited by: levels of axes, then objectives and metrics with limits. */
export const dimensions = [
  ...axes.filter(axis => axis.words.length > 1).map(axis => ({
    id: `axis${axis.at}`, name: axis.name, words: axis.words, low: 0, high: axis.words.length - 1,
    of: d => d.levels[axis.at],
  })),
  ...[...new Set([...raw.objectives.map(o => o.metric), ...raw.limits.map(l => l.metric)])].map(at => {
    const values = [...front, ...others].map(d => d.values[at]).filter(Number.isFinite);
    const low = Math.min(...values);
    const high = Math.max(...values);
    return { id: `metric${at}`, name: metrics[at].label, unit: metrics[at].unit, metric: at, low, high,
      log: low > 0 && high / low > 30, of: d => d.values[at] };
  }),
];

const listeners = [];

/** What is chosen on the page; whatever shows it is called when it changes. */
export const state = { selected: null, brushes: new Map() };

export function watch(listener) {
  listeners.push(listener);
}

export function change(what, apply) {
  apply(state);
  for (const listener of listeners) listener(what);
}

/** Whether a design is within every brush. */
export const kept = d => [...state.brushes].every(([id, [low, high]]) => {
  const value = dimensions.find(dimension => dimension.id === id).of(d);
  return value >= low && value <= high;
});

export const select = d => change('selected', s => { s.selected = d; });
