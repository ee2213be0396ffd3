// What may stand at a place of a machine file, by its JSON Schema.

/** All that a schema says at one place: itself, what it refers to, and its alternatives. */
function parts(root, node, seen = new Set()) {
  if (!node || typeof node !== 'object' || seen.has(node)) return [];
  seen.add(node);
  const found = [node];
  if (node.$ref) {
    const to = node.$ref.replace(/^#\//, '').split('/').reduce((at, key) => at?.[key], root);
    found.push(...parts(root, to, seen));
  }
  for (const key of ['allOf', 'anyOf', 'oneOf']) for (const inner of node[key] ?? []) found.push(...parts(root, inner, seen));
  for (const key of ['if', 'then', 'else']) found.push(...parts(root, node[key], seen));
  return found;
}

/** The schemas at a dotted path; numbers stand for items of a list. */
function at(root, path) {
  let here = parts(root, root);
  for (const key of path) {
    here = here.flatMap(part => [part.properties?.[key],
      typeof part.additionalProperties === 'object' ? part.additionalProperties : null,
      part.items].filter(Boolean)).flatMap(next => parts(root, next));
  }
  return here;
}

/** The keys a mapping at a path may have: name, kind, description. */
export function keys(root, path) {
  const found = new Map();
  for (const part of at(root, path)) {
    for (const [name, property] of Object.entries(part.properties ?? {})) {
      const all = parts(root, property);
      const said = all.find(p => p.description)?.description ?? '';
      const before = found.get(name);
      if (!before || (!before.description && said)) {
        found.set(name, { name, description: said, detail: kind(all), block: all.some(p => p.properties) && !all.some(p => p.properties?.value) });
      }
    }
  }
  return [...found.values()];
}

/** The words a value at a path may be. */
export function words(root, path) {
  const found = new Set();
  for (const part of at(root, path)) {
    for (const word of part.enum ?? []) found.add(String(word));
    if (part.const !== undefined) found.add(String(part.const));
    if (part.type === 'boolean') ['true', 'false'].forEach(word => found.add(word));
  }
  return [...found];
}

function kind(all) {
  if (all.some(p => p.properties?.value)) return 'number with its source';
  const words = all.find(p => p.enum)?.enum;
  if (words) return words.length > 4 ? `${words.slice(0, 4).join(', ')}, …` : words.join(', ');
  return all.find(p => typeof p.type === 'string')?.type ?? '';
}

/** Where the cursor stands in a YAML text: the path of keys around it, and what is typed of a key or a value. */
export function place(text, position) {
  const before = text.slice(0, position);
  const start = before.lastIndexOf('\n') + 1;
  const line = before.slice(start);
  const path = [];
  let indent = line.search(/\S|$/);
  for (const above of before.slice(0, Math.max(0, start - 1)).split('\n').reverse()) {
    const found = /^(\s*)(?:- )?([\w-]+):(?:\s*(?:#.*)?)$/.exec(above);
    if (found && found[1].length < indent) {
      path.unshift(found[2]);
      indent = found[1].length;
    }
    if (indent === 0) break;
  }
  // within braces on this line
  let rest = line;
  const open = [];
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '{') open.push(i);
    else if (line[i] === '}') open.pop();
  }
  for (const brace of open) {
    const key = /([\w-]+):\s*$/.exec(line.slice(0, brace));
    if (key) path.push(key[1]);
  }
  if (open.length) rest = line.slice(open.at(-1) + 1).split(',').at(-1);
  const value = /^\s*(?:- )?([\w-]+):\s+(\S*)$/.exec(rest);
  if (value) return { path: [...path, value[1]], isValue: true, typed: value[2] };
  const key = /^\s*(?:- )?([\w-]*)$/.exec(rest);
  return key ? { path, isValue: false, typed: key[1], inBraces: open.length > 0 } : null;
}
