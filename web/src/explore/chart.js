// Charts by Observable Plot, redrawn when their room or what is chosen changes.
import * as Plot from '@observablehq/plot';

export { Plot };

/** The shades of a scale, from the page's style: they follow light and dark. */
export const SHADES = ['var(--s2)', 'var(--s4)', 'var(--s5)', 'var(--s6)', 'var(--s7)', 'var(--s9)'];

/** Bounds of as many equal shares of the values as there are shades. */
export function bounds(values) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const found = [];
  for (let i = 1; i < SHADES.length; i++) {
    const bound = sorted[Math.floor(sorted.length * i / SHADES.length)];
    const before = found.at(-1) ?? sorted[0];
    if (bound !== undefined && bound > before && bound - before > Math.abs(bound) * 0.002) found.push(bound);
  }
  return found;
}

/** The shade of a value among bounds: the lightest for the least. */
export function shade(value, among) {
  const at = among.filter(bound => value >= bound).length;
  return SHADES[Math.round(at * (SHADES.length - 1) / Math.max(1, among.length))];
}

/** A place for a chart: `draw(width)` makes it, again whenever the width changes. */
export function place(element, name, draw) {
  let width = 0;
  const redraw = () => {
    if (width === 0) return;
    const chart = draw(width);
    const svg = chart.tagName === 'svg' ? chart : chart.querySelector('svg');
    svg.dataset.plot = name;
    svg.setAttribute('role', 'img');
    // the page's style colours all text; what a chart says of its own goes before that
    for (const text of svg.querySelectorAll('text')) {
      const fill = text.closest('[fill]')?.getAttribute('fill');
      if (fill && fill !== 'none') text.style.fill = fill;
    }
    for (const mark of svg.querySelectorAll('g[aria-label]')) mark.setAttribute('role', 'group');
    element.replaceChildren(chart);
  };
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry.contentRect.width);
    if (now > 0 && Math.abs(now - width) > 2) {
      width = now;
      requestAnimationFrame(redraw);
    }
  }).observe(element);
  return redraw;
}

/** Style that all charts share. */
export const STYLE = { background: 'transparent', color: 'var(--ink)', fontFamily: 'inherit', fontSize: '12px', overflow: 'visible' };
