// Opens the built site in Chromium: every link of every page leads somewhere, and the search finds.
import { createServer } from 'node:http'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import { chromium } from 'playwright-core'

const site = resolve(import.meta.dirname, '../../target/site')
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' }
const file = path => {
  const at = join(site, decodeURI(path.split(/[?#]/)[0]))
  if (existsSync(at) && statSync(at).isFile()) return at
  if (existsSync(at + '.html')) return at + '.html'
  return existsSync(join(at, 'index.html')) ? join(at, 'index.html') : null
}
const server = createServer((request, response) => {
  const found = file(request.url)
  response.writeHead(found ? 200 : 404, { 'content-type': types[extname(found ?? '')] ?? 'application/octet-stream' })
  response.end(found ? readFileSync(found) : '')
})
await new Promise(done => server.listen(0, '127.0.0.1', done))
const base = `http://127.0.0.1:${server.address().port}`
const pages = readdirSync(site, { recursive: true }).filter(name => name.endsWith('.html') && name !== '404.html')
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
const tab = await browser.newPage()
const faults = []
tab.on('pageerror', error => faults.push(`${tab.url()}: ${error.message}`))
const ids = new Map()
const links = []
for (const page of pages) {
  await tab.goto(`${base}/${page}`, { waitUntil: 'load' })
  ids.set(page, new Set(await tab.$$eval('[id]', all => all.map(one => one.id))))
  for (const href of await tab.$$eval('a[href]', all => all.map(one => one.href))) links.push([page, href])
}
let checked = 0
for (const [page, href] of links) {
  if (!href.startsWith(base)) continue
  const url = new URL(href)
  const target = file(url.pathname)
  checked++
  if (!target) faults.push(`${page}: ${url.pathname} is not there`)
  else if (url.hash && target.endsWith('.html')) {
    const name = target.slice(site.length + 1)
    if (!ids.get(name)?.has(decodeURIComponent(url.hash.slice(1)))) faults.push(`${page}: no ${url.hash} in ${name}`)
  }
}
await tab.goto(base, { waitUntil: 'networkidle' })
await tab.keyboard.press('Control+k')
await tab.fill('#localsearch-input', 'fully connected')
await tab.waitForSelector('.result')
const results = await tab.$$eval('.result', all => all.map(one => one.textContent.trim()))
if (!results.some(text => /fully connected/i.test(text))) faults.push(`search found ${results}`)
await tab.click('.result')
await tab.waitForURL(/docs/)
await browser.close()
server.close()
for (const fault of [...new Set(faults)].slice(0, 40)) console.error('site: ' + fault)
console.log(`site: ${pages.length} pages, ${checked} links, search found ${results.length} results`)
process.exit(faults.length ? 1 : 0)
