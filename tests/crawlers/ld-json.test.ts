import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { nodesOfType, parseLdJson } from '../../crawlers/ld-json.ts'
import { spentMs } from '../support/spent.ts'

const GOOD = '{"@type":"JobPosting","title":"PMO Lead","description":"Two\\nlines"}'

describe('blocks of JSON-LD', () => {
  test('sound ones are parsed as they are', () =>
    assert.deepEqual(parseLdJson(` \uFEFF${GOOD}`), { value: JSON.parse(GOOD), mended: false }))

  const BROKEN: Record<string, string> = {
    'a comma too many': '{"@type":"JobPosting","title":"PMO Lead","description":"Two\\nlines",}',
    'commas too many in a list': '{"@type":"JobPosting","title":"PMO Lead","description":"Two\\nlines","x":[1,2,],}',
    'raw line breaks and tabs in a text': '{"@type":"JobPosting","title":"PMO Lead","description":"Two\nlines"}',
    comments: '/* ours */ {"@type":"JobPosting", // kind\n"title":"PMO Lead","description":"Two\\nlines"}',
    'a comment wrapper': '<!-- {"@type":"JobPosting","title":"PMO Lead","description":"Two\\nlines",} -->',
    'a CDATA wrapper': '//<![CDATA[\n{"@type":"JobPosting","title":"PMO Lead","description":"Two\\nlines",}\n//]]>',
    'escaped quotes': GOOD.replaceAll('"', '&quot;'),
    'a semicolon at the end': `${GOOD};`,
    'a missing bracket at the end': GOOD.slice(0, -1),
    'an escape JSON does not know': '{"@type":"JobPosting","title":"PMO L\\ead","description":"Two\\nlines"}',
  }
  for (const [name, block] of Object.entries(BROKEN))
    test(`${name} is mended`, () => {
      const { title, description } = (parseLdJson(block)?.value ?? {}) as Record<string, string>
      assert.equal(title?.replace('\\', ''), 'PMO Lead')
      assert.equal(description, 'Two\nlines')
    })

  test('a quote inside a text is a quote', () => {
    const { value } = parseLdJson('{"title":"The "Big" move","company":"A"}') ?? {}
    assert.deepEqual(value, { title: 'The "Big" move', company: 'A' })
  })

  test('what is beyond mending is left', () => {
    for (const block of ['', 'hello', '{{title}}', '<b>']) assert.equal(parseLdJson(block), undefined, block)
  })

  test('a megabyte of nonsense takes no time', () => {
    const ms = spentMs(() => {
      for (const nonsense of ['{'.repeat(500_000), '"'.repeat(500_000), `{"a":"${'\\'.repeat(500_000)}`, '/*'.repeat(250_000)])
        parseLdJson(nonsense)
    })
    assert.ok(ms < 3_000, `${ms} ms`)
  })
})

describe('finding nodes', () => {
  test('types are known by name, in lists and under prefixes', () => {
    const found = nodesOfType(
      [
        { '@type': 'https://schema.org/JobPosting', n: 1 },
        [{ '@type': ['Thing', 'jobposting'], n: 2 }],
        { '@graph': [{ x: { '@type': 'schema:JobPosting', n: 3 } }] },
        { '@type': 'Job', n: 4 },
      ],
      'JobPosting',
    )
    assert.deepEqual(
      found.map(node => node['n']),
      [1, 2, 3],
    )
  })

  test('a reference is replaced by what it refers to', () => {
    const [found] = nodesOfType(
      [
        { '@id': '#o', name: 'Saltmarsh' },
        { '@type': 'JobPosting', hiringOrganization: { '@id': '#o' } },
      ],
      'JobPosting',
    )
    assert.deepEqual(found?.['hiringOrganization'], { '@id': '#o', name: 'Saltmarsh' })
  })
})
