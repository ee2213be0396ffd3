// The documentation as a site: every page is a Markdown file of the repository, read where it lies.
import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { defineConfig } from 'vitepress'

const root = resolve(import.meta.dirname, '../../..')
const out = join(root, 'target/site')
const linked = new Set()

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
    config: md => {
      md.use(files)
      // what looks like a template of the generator is text
      const text = md.renderer.rules.text
      md.renderer.rules.text = (...a) => text(...a).replaceAll('{{', '<span v-pre>{{</span>')
    }
  },
  vite: { publicDir: false, build: { chunkSizeWarningLimit: 4096 } },
  buildEnd() {
    for (const file of linked) {
      const from = join(root, file)
      if (statSync(from).isDirectory()) continue
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
          ...['guide', 'explore', 'families', 'trust', 'glossary', 'format'].map(page => entry(`docs/${page}.md`)),
          entry('docs/examples/README.md')
        ]
      },
      { text: 'Studies', items: [...new Set(listed('docs/studies'))].map(entry) },
      { text: 'Build', items: ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].map(entry) }
    ]
  }
})
