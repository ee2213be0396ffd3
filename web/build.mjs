// Builds the pages' scripts and styles into the resources of the modules that write or serve them.
//   npm ci && node build.mjs          writes them
//   node build.mjs --check            fails where what is committed is not what would be written
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
process.chdir(here);

/** Files whose change changes what is built. */
function sources(folder = '.') {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return folder === '.' && entry.name !== 'src' ? [] : sources(path);
    return [path];
  }).sort();
}

const sha256 = (...texts) => texts.reduce((hash, text) => hash.update(text), createHash('sha256')).digest('hex');
const source = sha256(...sources().flatMap(path => [path, '\0', readFileSync(path), '\0']));

/** Licences of the packages that a bundle has something of. */
function licences(inputs) {
  const names = new Set(Object.keys(inputs).map(path => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  return [...names].sort().map(name => {
    const folder = join('node_modules', name);
    const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`no licence in ${name}`);
    return `${name} ${about.version}, ${about.license}\n${readFileSync(join(folder, file), 'utf8').trim()}`;
  });
}

/** One text for equal licences that differ in their holder alone would lose holders: all are kept whole. */
const comment = texts => `/*\nThis file contains:\n\n${texts.join('\n\n')}\n*/`.replaceAll('</', '<\\/').replace(/\*\/(?=[\s\S]*\*\/)/g, '* /');

async function page(entry, format, target, style, styles) {
  const result = await build({
    entryPoints: [entry], bundle: true, minify: true, format, target: 'es2022', charset: 'ascii', legalComments: 'none',
    write: false, metafile: true, logLevel: 'warning',
  });
  // within an HTML page nothing may look like the end of the script
  const code = result.outputFiles[0].text.replaceAll('</', '<\\/');
  put(target, `${code}${comment(licences(result.metafile.inputs))}\n`);
  put(style, styles.map(path => readFileSync(path, 'utf8')).join(''));
}

let wrong = false;
function put(target, content) {
  const whole = `/* Built by web/build.mjs. Sources ${source}, what follows ${sha256(content)} */\n${content}`;
  if (!process.argv.includes('--check')) {
    writeFileSync(target, whole);
  } else if (!existsSync(target) || readFileSync(target, 'utf8') !== whole) {
    console.error(`web: ${target} is not what its sources build; run: npm ci && node build.mjs`);
    wrong = true;
  }
  console.log(`${target}: ${whole.length} bytes`);
}

const report = '../report/src/main/resources/org/cimlet/report/html/explore';
await page('src/explore/main.js', 'iife', `${report}/explore.js`, `${report}/explore.css`, ['src/explore.css']);
const studio = '../studio/src/main/resources/org/cimlet/studio';
await page('src/studio/main.js', 'esm', `${studio}/studio.js`, `${studio}/studio.css`, ['src/studio.css']);
process.exit(wrong ? 1 : 0);
