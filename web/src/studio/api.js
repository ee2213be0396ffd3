// What the studio's server answers. The page's own path begins with the secret; names are relative to it.
const headers = { 'Content-Type': 'application/json' };

/** A request; `ok` says whether it was answered, `body` what came. */
async function asked(path, options) {
  const response = await fetch(path, options);
  const type = response.headers.get('Content-Type') ?? '';
  const body = type.includes('json') ? await response.json() : await response.text();
  return { ok: response.ok, status: response.status, body };
}

const named = (path, name) => `${path}?name=${encodeURIComponent(name)}`;
const post = (path, body, signal) => asked(path, { method: 'POST', headers, body: JSON.stringify(body), signal });

export const contents = () => asked('api/contents');
export const schema = () => asked('api/schema');
export const machine = name => asked(named('api/machine', name));
export const answer = (question, signal) => post('api/answer', question, signal);
export const save = (name, text, known) => post('api/save', { name, text, known });
export const design = (exploration, number) => post('api/design', { exploration, design: number });
export const reportAddress = id => `api/report?id=${id}`;
export const compareAddress = ids => `api/compare?ids=${encodeURIComponent(ids.join(','))}`;
export const resultText = id => fetch(`api/result?id=${id}`).then(response => response.text());
export const reportText = id => fetch(reportAddress(id)).then(response => response.text());
export const explorationAddress = name => `${named('api/exploration', name)}`;
export const serve = question => post('api/serve', question);
export const servedAddress = id => `api/served?id=${id}`;
