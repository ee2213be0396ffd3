// How figures are called and written.

const UNITS = [
  ['_tokens_per_s_per_usd', 'tokens/s per $'], ['tokens_per_s_per_usd', 'tokens/s per $'], ['_tokens_per_s', 'tokens/s'],
  ['_s', 's'], ['_j', 'J'], ['_w', 'W'], ['_mm2', 'mm²'], ['_usd', '$'], ['_kg', 'kg'], ['_c', '°C'],
];

/** `peak_throughput_tokens_per_s`: its name and unit. */
export function metric(name) {
  const [suffix, unit] = UNITS.find(([end]) => name.endsWith(end)) ?? ['', ''];
  const rest = name.slice(0, name.length - suffix.length).replaceAll('_', ' ').replace('batch1', 'at batch 1')
    .replace(/\b(tpot|ttft)\b/g, word => word.toUpperCase());
  const label = rest ? rest[0].toUpperCase() + rest.slice(1) : 'Tokens/s per $';
  return { name, label, unit };
}

/** With a unit where there is one: `Energy per token (J)`. */
export const titled = m => (m.unit && m.label !== 'Tokens/s per $' ? `${m.label} (${m.unit})` : m.label);

const PREFIXES = [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k'], [1, ''], [1e-3, 'm'], [1e-6, 'µ'], [1e-9, 'n'], [1e-12, 'p'], [1e-15, 'f']];

/** Three or four figures, in thousands: `12,345`, `0.0123`. */
export function plain(value) {
  if (value === null || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e12)) return value.toExponential(2);
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : Math.min(6, 2 - Math.floor(Math.log10(size || 1)));
  return value.toLocaleString('en', { maximumFractionDigits: Math.max(0, digits) });
}

/** `2.03 ms`, `$1,234`, `686 tokens/s`. */
export function figure(value, unit) {
  if (value === null || !Number.isFinite(value)) return '–';
  if (unit === '$') return `$${plain(value)}`;
  if (!['s', 'J', 'W'].includes(unit) || value === 0) return unit ? `${plain(value)} ${unit}` : plain(value);
  const [factor, prefix] = PREFIXES.find(([f]) => Math.abs(value) >= f * 0.9995) ?? PREFIXES.at(-1);
  return `${plain(Number((value / factor).toPrecision(3)))} ${prefix}${unit}`;
}

/** `155 µs to 562 µs`, `8,987 to 31,993`. */
export const between = (low, high, unit) => {
  const said = ['s', 'J', 'W', '$'].includes(unit) ? unit : '';
  return `${figure(low, said)} to ${figure(high, said)}`;
};

/** The last two words of a key's path. */
export const short = key => key.split('.').slice(-2).join('.');

/** Thousands apart. */
export const grouped = count => Number(count).toLocaleString('en');
