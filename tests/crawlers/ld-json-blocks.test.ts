import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { readHtml } from '../../crawlers/html-facts.ts'
import { readBlocks } from '../../crawlers/ld-json-blocks.ts'

function byParser(html: string) {
  const { ldJson, robotsMeta } = readHtml(html, 'https://x.example/')
  return { ldJson, ...(robotsMeta !== undefined && { robotsMeta }) }
}

const block = '<script type="application/ld+json">{"a":"<b>&amp;</b>"}</script>'
const PAGES: [what: string, html: string][] = [
  ['a block', `<html><head>${block}</head></html>`],
  [
    'blocks in capitals and without quotes',
    `<SCRIPT TYPE=application/ld+json>{}</SCRIPT ><script type='application/ld+json;x'>[]</script\n>`,
  ],
  ['other attributes before and behind', '<script id="a>b" data-type="text/plain" type="application/ld+json" nonce=x>{}</script>'],
  ['scripts that write tags', `<script>document.write('<script type="application/ld+json">{}<\\/script>')</script>${block}`],
  ['a block in a comment', `<!-- ${block} -->${block}<!---->`],
  ['a block in the text of a title, a style and a form', `<title>${block}</title><style>${block}</style><textarea>${block}</textarea>`],
  ['a block in a quoted value', `<div title='${block.replaceAll("'", '')}'>x</div>`],
  ['an apostrophe outside a value', `<a title=it's href=/x>it's</a>${block}<p class="it's">don't</p>${block}`],
  ['less-than signs that are no tags', `<p>1 < 2 <3 </p><>${block}<`],
  ['a tag that never ends', `${block}<a href="x`],
  ['a script that never ends', `${block}<script>let a = 1`],
  [
    'words to robots',
    '<meta name="robots" content="NoIndex, follow"><META content=\'noarchive\' NAME=DayrateBot><meta name="tdm-reservation" content="1">',
  ],
  ['words to robots that are escaped', '<meta name="robots" content="no&#105;ndex">'],
  ['words to others', '<meta name="description" content="robots noindex"><meta property="robots" content="noindex">'],
]

describe('the quick look finds what a parser finds', () => {
  for (const [what, html] of PAGES) test(`of ${what}`, () => assert.deepEqual(readBlocks(html), byParser(html)))

  const captured = join(import.meta.dirname, '../../../shared/corpus/pages')
  test('of captured pages', { skip: existsSync(captured) ? false : `${captured} is not here` }, () => {
    const files = globSync('{html-*,listing-pages,blocked-pages}/*.html', { cwd: captured })
    assert.ok(files.length > 90)
    for (const file of files) {
      const html = readFileSync(join(captured, file), 'utf8')
      assert.deepEqual(readBlocks(html), byParser(html), file)
    }
  })
})

test('a page that is made to cost is walked through in a moment', () => {
  const from = process.cpuUsage()
  for (const piece of ['<a b="', '<script>', '<!--', '<meta name="', "<a b='>", '<', '</', '<script type='])
    readBlocks(piece.repeat(500_000 / piece.length))
  const { user } = process.cpuUsage(from)
  assert.ok(user < 1_500_000, `${user} µs`)
})
