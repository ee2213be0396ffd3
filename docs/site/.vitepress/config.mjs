// The documentation as a site: every page is a Markdown file of the repository, read where it lies.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { defineConfig } from 'vitepress'

const here = resolve(import.meta.dirname, '..')
const root = resolve(here, '../..')
const out = join(root, 'target/site')
const linked = new Set()

// Headings have the anchors that the repository's host gives them.
const slugify = text => text.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-')

const title = page => readFileSync(join(root, page), 'utf8').match(/^# (.*)$/m)?.[1] ?? page
const entry = page => ({ text: title(page).replace(/[`*]/g, ''), link: '/' + page.replace(/\.md$/, '') })
const listed = name => readFileSync(join(root, 'README.md'), 'utf8').match(new RegExp(`${name}/[a-z0-9-]+\\.md`, 'g'))

// Files that pages link to and that are no pages (schemas, data, folders) lie at the same place in the site.
const files = md => {
  md.core.ruler.push('linked', state => {
    const page = join(root, state.env.relativePath ?? 'README.md')
    for (const block of state.tokens) {
      for (const token of block.children ?? []) {
        const href = token.type === 'link_open' ? token.attrGet('href') : null
        if (!href || /^([a-z]+:|#)/.test(href)) continue
        const [path, hash] = href.split('#')
        const target = resolve(dirname(page), decodeURI(path))
        if (path.endsWith('README.md') && dirname(target) === root) {
          token.attrSet('href', relative(dirname(page), join(root, 'index.md')) + (hash ? '#' + hash : ''))
        } else if (!path.endsWith('.md') && existsSync(target)) {
          linked.add(relative(root, target))
          token.attrSet('href', '/' + relative(root, target))
          token.attrSet('target', '_self')
        }
      }
    }
  })
}

// A folder that pages link to: its files, the pages among them as pages.
const list = folder => {
  const names = readdirSync(join(root, folder)).filter(name => statSync(join(root, folder, name)).isFile()).sort()
  mkdirSync(join(out, folder), { recursive: true })
  const items = names.map(name => {
    const page = name.replace(/\.md$/, '.html')
    const shown = existsSync(join(out, folder, page)) ? page : name
    if (shown === name) cpSync(join(root, folder, name), join(out, folder, name))
    return `<li><a href="/${folder}/${shown}">${name}</a></li>`
  })
  writeFileSync(
    join(out, folder, 'index.html'),
    `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>${folder}</title><h1>${folder}</h1><ul>${items.join('\n')}</ul></html>\n`
  )
}

export default defineConfig({
  title: 'Cimlet',
  description: 'Large language models on packages of compute-in-memory chiplets',
  srcDir: root,
  outDir: out,
  cacheDir: join(root, 'target/site-cache'),
  srcExclude: ['**/node_modules/**', '**/target/**', '**/src/**', 'training/**', '.mvn/**'],
  rewrites: { 'README.md': 'index.md' },
  ignoreDeadLinks: [/^(?!.*\.(md|html)(#|$)).*\.[a-z0-9]+$/, /\/docs\/(adr|studies)$/],
  lastUpdated: false,
  markdown: {
    html: false,
    anchor: { slugify },
    config: md => {
      md.use(files)
      // what looks like a template of the generator is text
      const text = md.renderer.rules.text
      md.renderer.rules.text = (...a) => text(...a).replaceAll('{{', '<span v-pre>{{</span>')
    }
  },
  vite: {
    publicDir: false,
    build: { chunkSizeWarningLimit: 4096 },
    // pages lie outside this folder, what they are built with within it
    resolve: {
      alias: [
        { find: /^vue\/server-renderer$/, replacement: join(here, 'node_modules/vue/server-renderer/index.mjs') },
        { find: /^vue$/, replacement: join(here, 'node_modules/vue/dist/vue.runtime.esm-bundler.js') }
      ]
    }
  },
  buildEnd() {
    for (const file of linked) {
      const from = join(root, file)
      if (statSync(from).isDirectory()) {
        list(file)
        continue
      }
      mkdirSync(dirname(join(out, file)), { recursive: true })
      cpSync(from, join(out, file))
    }
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Guide', link: '/docs/guide' },
      { text: 'Trust', link: '/docs/trust' },
      { text: 'Glossary', link: '/docs/glossary' }
    ],
    sidebar: [
      {
        text: 'Use',
        items: [
          { text: 'Cimlet', link: '/' },
          ...['guide', 'commands', 'explore', 'families', 'trust', 'glossary', 'format', 'exchange'].map(page => entry(`docs/${page}.md`)),
          entry('docs/examples/README.md')
        ]
      },
      { text: 'Studies', items: [...new Set(listed('docs/studies'))].map(entry) },
      { text: 'Build', items: ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].map(entry) }
    ]
  }
})
