// Feeds as they were found broken: a quarter of the published versions of one live feed were not well-formed. What can be read is read, the
// run says what was wrong, and nothing breaks or passes for an empty feed.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeText } from '../../crawlers/charset.ts'
import { SourceChanged } from '../../crawlers/connector.ts'
import type { Reading } from '../../crawlers/connector.ts'
import { feed } from '../../crawlers/connectors/feed.ts'

const URL_OF_FEED = 'https://reedmace.example/jobs.rss'
const settings = { url: URL_OF_FEED, companyInTitle: false }

function read(body: string): Reading {
  return feed.read({ request: { url: URL_OF_FEED, label: 'list' }, url: URL_OF_FEED, status: 200, contentType: '', body }, settings)
}

const item = (n: number, title = `Project Manager ${n}`, rest = '') =>
  `<item><title>${title}</title><link>https://reedmace.example/jobs/${n}</link><guid>${n}</guid><description>Six months, £500 a day.</description>${rest}</item>`
const rss = (...items: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Jobs</title>${items.join('')}</channel></rss>`
const WHOLE = rss(item(1), item(2), item(3))
const bytes = (text: string) => decodeText(Buffer.from(text, 'latin1'), 'application/rss+xml; charset=utf-8').text

/** What is wrong, the text, and the ids that must be read all the same. */
const DAMAGES: [what: string, body: string, ids: string[]][] = [
  ['a bare ampersand', rss(item(1, 'Risk & Change Manager'), item(2), item(3)), ['1', '2', '3']],
  ['an ampersand in a link', rss(item(1), item(2).replace('jobs/2', 'jobs/2?a=1&b=2'), item(3)), ['1', '2', '3']],
  ['an entity nobody declared', rss(item(1, 'Project Manager &ndash; Leeds'), item(2, 'PMO&nbsp;Lead'), item(3)), ['1', '2', '3']],
  ['an end that was cut off in a title', WHOLE.slice(0, WHOLE.indexOf('Manager 3')), ['1', '2']],
  ['an end that was cut off in a tag', WHOLE.slice(0, WHOLE.indexOf('3</guid>') + 4), ['1', '2', '3']],
  ['an end that was cut off after an item', WHOLE.slice(0, WHOLE.lastIndexOf('</channel>')), ['1', '2', '3']],
  ['wrong nesting', rss(item(1), item(2).replace('</guid><description>', '<description></guid>'), item(3)), ['1', '2', '3']],
  ['an item that is never closed', rss(item(1), item(2).replace('</item>', ''), item(3)), ['1', '2', '3']],
  ['a title that is never closed', rss(item(1), item(2).replace('</title>', ''), item(3)), ['1', '2', '3']],
  ['an end tag without a beginning', rss(item(1), '</div>', item(2), item(3)), ['1', '2', '3']],
  [
    'HTML that nobody escaped',
    rss(item(1), item(2, 'PMO Lead', '<content:encoded><p>Two <br>lines<ul><li>one</ul></content:encoded>'), item(3)),
    ['1', '2', '3'],
  ],
  ['two roots', WHOLE + rss(item(4)), ['1', '2', '3', '4']],
  ['a second root of another kind', `${WHOLE}<html><body>tracking</body></html>`, ['1', '2', '3']],
  ['text after the end', `${WHOLE}\nFatal error: out of memory`, ['1', '2', '3']],
  [
    'a CDATA section that is never closed',
    rss(item(1), item(2), item(3).replace('Six months, £500 a day.', '<![CDATA[Six months')),
    ['1', '2', '3'],
  ],
  ['a CDATA section inside another', rss(item(1, '<![CDATA[PMO <![CDATA[Lead]]> now]]>'), item(2), item(3)), ['1', '2', '3']],
  ['white space before the declaration', `\n  ${WHOLE}`, ['1', '2', '3']],
  ['HTTP headers before the declaration', `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n${WHOLE}`, ['1', '2', '3']],
  [
    'a warning of PHP before the declaration',
    `<br />\n<b>Warning</b>: Undefined index in <b>/feed.php</b><br />\n${WHOLE}`,
    ['1', '2', '3'],
  ],
  ['an attribute without quotes', WHOLE.replace('version="2.0"', 'version=2.0'), ['1', '2', '3']],
  [
    'an attribute twice',
    rss(item(1), item(2).replace('<guid>', '<guid isPermaLink="false" isPermaLink="true">'), item(3)),
    ['1', '2', '3'],
  ],
  ['a control character', rss(item(1, 'PMO\u0000 Lead'), item(2, 'PMO\u000b Lead'), item(3)), ['1', '2', '3']],
  [
    'a reference to a character that does not exist',
    rss(item(1, 'PMO &#0; Lead'), item(2, 'PMO &#xFFFFFFFF; Lead'), item(3)),
    ['1', '2', '3'],
  ],
  ['a less-than sign in a text', rss(item(1, 'PMO Lead < 6 months'), item(2), item(3)), ['1', '2', '3']],
]

describe('a feed is read as far as it goes, and marked', () => {
  for (const [what, body, ids] of DAMAGES)
    test(`with ${what}`, () => {
      const { postings, flaws = [] } = read(body)
      assert.deepEqual(
        postings.map(({ externalId }) => externalId),
        ids,
      )
      assert.equal(flaws.length > 0, true, 'nothing was said of it')
      for (const { title, url } of postings) {
        assert.ok(title.length > 5 && !title.includes('<item'), title)
        assert.match(url, /^https:\/\/reedmace\.example\/jobs\/\d(?:\?a=1&b=2)?$/)
      }
    })

  test('and one that was cut off says that there may have been more', () => {
    const cut = DAMAGES.filter(([, body]) => read(body).isCut === true).map(([what]) => what)
    assert.deepEqual(cut, [
      'an end that was cut off in a title',
      'an end that was cut off in a tag',
      'an end that was cut off after an item',
      'a CDATA section that is never closed',
    ])
    const json =
      '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"https://reedmace.example/jobs/1","title":"PMO Lead"},'
    const { postings, flaws = [], isCut } = read(json)
    assert.deepEqual([postings.length, flaws.length, isCut], [1, 1, true])
  })

  test('with a prefix of its own, and with nothing but the address a feed service keeps', () => {
    const atom = `<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"><atom:entry><atom:title>PMO Lead</atom:title><atom:link href="/jobs/1"/>
      <atom:id>1</atom:id></atom:entry></atom:feed>`
    assert.deepEqual(read(atom), {
      postings: [{ externalId: '1', url: 'https://reedmace.example/jobs/1', title: 'PMO Lead' }],
      follow: [],
      flaws: [],
    })
    const kept = rss('<item><title>PMO Lead</title><feedburner:origLink>https://reedmace.example/jobs/1</feedburner:origLink></item>')
    assert.deepEqual(
      read(kept).postings.map(({ url }) => url),
      ['https://reedmace.example/jobs/1'],
    )
  })

  test('with bytes that are not the charset it says', () => {
    const { postings } = read(bytes(rss(item(1, 'Caf\xe9 Project Manager \x96 \xa3500'), item(2))))
    assert.deepEqual(
      postings.map(({ title }) => title),
      ['Café Project Manager – £500', 'Project Manager 2'],
    )
  })
})

describe('a feed that is well-formed is not marked', () => {
  for (const [what, body] of [
    ['plain', WHOLE],
    ['with a byte order mark', `\uFEFF${WHOLE}`],
    [
      'with a comment and an instruction before its root',
      WHOLE.replace('<rss', '<!-- made & tested --><?xml-stylesheet href="a.xsl"?><rss'),
    ],
    ['with CDATA that holds anything', rss(item(1, '<![CDATA[R&D <b>PMO</b> &ndash; Lead]]>'), item(2), item(3))],
    ['with a declared type and no declarations', WHOLE.replace('<rss', '<!DOCTYPE rss><rss')],
  ] as const)
    test(what, () => {
      const { postings, flaws } = read(body)
      assert.equal(postings.length, 3)
      assert.deepEqual(flaws, [])
    })
})

describe('what is no feed is never an empty one', () => {
  for (const [what, body] of [
    ['nothing', ''],
    ['white space', ' \n '],
    ['a web page', '<!doctype html><html><body>Moved</body></html>'],
    ['a web page in XHTML', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'],
    ['an error in XML', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'],
    ['an error in JSON', '{"error":"over quota"}'],
    ['plain words', 'Service unavailable'],
    ['the first bytes of a feed', '<?xml version="1.0" enc'],
  ] as const)
    test(what, () => assert.throws(() => read(body), SourceChanged))

  test('the beginning of a feed without its items is marked', () => {
    const { postings, flaws = [], isCut } = read('<?xml version="1.0"?><rss version="2.0"><channel><title>Jobs</title>')
    assert.deepEqual([postings.length, flaws.length, isCut], [0, 1, true])
  })
})
