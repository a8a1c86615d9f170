// Words that have broken other sites, and what a page of ours looks like when they broke nothing.
import assert from 'node:assert/strict'
import { load } from 'cheerio'
import { findAsset } from '../../views/assets.ts'

/** After OWASP's and Cure53's cheat sheets: what has broken other sites. */
export const HOSTILE = [
  '<script>window.broken=1</script>',
  '"><img src=x onerror=window.broken=1>',
  "'><svg onload=window.broken=1>",
  '<svg><style><img src=x onerror=window.broken=1></style></svg>',
  '<math><mtext><table><mglyph><style><img src onerror=window.broken=1>',
  '<noscript><p title="</noscript><img src=x onerror=window.broken=1>">',
  '</title><script>window.broken=1</script>',
  '</textarea><script>window.broken=1</script>',
  '</script><script>window.broken=1</script>',
  '</style><script>window.broken=1</script>',
  '<!--><script>window.broken=1</script>-->',
  ']]><script>window.broken=1</script>',
  '<?xml-stylesheet href="javascript:window.broken=1"?>',
  '{{constructor.constructor("window.broken=1")()}}',
  '{{{body}}} {{> layout}} {{#with this}}',
  '${window.broken=1} <%= 1 %> [[x]]',
  'javascript:window.broken=1',
  '" autofocus onfocus="window.broken=1',
  '` onmouseover=`window.broken=1`',
  '&lt;script&gt;window.broken=1&lt;/script&gt;',
  '\u202Egnp.exe \u2066 \u200B \u0007',
  '=HYPERLINK("https://evil.example","pay")',
]

/** What a clean page of ours may hold at most; anything else came out of an advert. */
const ELEMENTS = new Set(
  'html head meta title link script body a header form label input textarea select option button nav p aside div fieldset legend span main h1 h2 h3 ul ol li b small time section strong footer mark dl dt dd table thead tbody tr th td details summary code pre progress abbr svg rect line circle datalist'.split(
    ' ',
  ),
)

/** Fails where words of an advert became an element, a handler, a style or an address. */
export function assertInert(html: string, where: string): void {
  const $ = load(html)
  for (const element of $.extract({ all: [{ selector: '*', value: element => element }] }).all) {
    assert.ok(ELEMENTS.has(element.tagName), `<${element.tagName}> on ${where}`)
    for (const [name, value] of Object.entries(element.attribs)) {
      assert.ok(!/^on/i.test(name), `${name}= on ${where}`)
      if (/^(?:href|src|action)$/.test(name)) assert.match(value, /^(?:https?:|\/(?!\/)|#)/, `${name}="${value}" on ${where}`)
    }
  }
  const scripts = $('script[src]')
    .toArray()
    .map(script => $(script).attr('src'))
  assert.ok(scripts.length > 0 && new Set(scripts).size === scripts.length, where)
  for (const address of scripts) assert.ok(findAsset(address ?? ''), `${address} on ${where}`)
  assert.equal($('script[src]').text(), '', where)
  for (const data of $('script:not([src])').toArray()) {
    assert.deepEqual({ ...$(data).attr() }, { type: 'application/ld+json' }, where)
    JSON.parse($(data).text())
  }
  assert.equal($('style').length, 0, where)
}
