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
    'single quotes, an apostrophe among them': `{'@type':'JobPosting','title':'PMO Lead','x':'the client's','description':'Two\\nlines'}`,
    'keys without quotes': '{@type:"JobPosting", title:"PMO Lead", schema:name : "x", description:"Two\\nlines"}',
    'a comma left out': '{"@type":"JobPosting" "title":"PMO Lead"\n"description":"Two\\nlines"}',
    'two commas': '{"@type":"JobPosting",,"title":"PMO Lead","description":"Two\\nlines"}',
    'a value left out': '{"@type":"JobPosting","x":,"title":"PMO Lead","y":,"description":"Two\\nlines"}',
    'values that are none': '{"@type":"JobPosting","x":undefined,"title":"PMO Lead","y":NaN,"description":"Two\\nlines"}',
    'numbers as people write them': '{"@type":"JobPosting","x":1,500,"title":"PMO Lead","y":007,"z":+3,"description":"Two\\nlines"}',
    'a bracket too many': `${GOOD}}`,
    'a variable it is put into': `var posting = ${GOOD}`,
    'JSON within JSON': JSON.stringify(GOOD),
    'every quote escaped': GOOD.replaceAll('\\', '\\\\').replaceAll('"', '\\"'),
    'every quote escaped twice': GOOD.replaceAll('"', '&amp;quot;'),
    'quotes an editor made typographic': GOOD.replaceAll(/"([^"]{0,80})"/g, '“$1”'),
    'semicolons for commas': GOOD.replaceAll('","', '";"'),
    'equals signs for colons': GOOD.replaceAll('":"', '" = "'),
    'values without quotes':
      '{"@type":"JobPosting","x":2026-11-20,"y":450 per day,"z":£450,"title":PMO Lead,\n"description":"Two\\nlines"}',
    'a blank of a template': '{"@type":"JobPosting","x":{{ job.date }},"title":"PMO Lead","y":"{{y}}","description":"Two\\nlines"}',
    'spaces that are none to JSON': GOOD.replaceAll(',', ',\u00a0'),
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

  test('a quoted list inside a text ends nothing, and a text that runs on into the next member is not read as if it were meant', () => {
    const { value } = parseLdJson('{"title":"PMO Lead","description":"Say "go", "stop", and "wait", then leave"}') ?? {}
    assert.deepEqual(value, { title: 'PMO Lead', description: 'Say "go", "stop", and "wait", then leave' })
    assert.equal(parseLdJson('{"@type":"JobPosting",\n"title":"PMO Lead,\n"datePosted":"2026-11-20"}'), undefined)
  })

  test('what is said beside a mistake is read as it stands', () => {
    const { value } = parseLdJson('{"low":1,500,"list":[100,200,300],"flag":True,"none":None,"price":1.5e3,"__proto__":{"a":1},}') ?? {}
    assert.deepEqual(Object.entries(value as object), [
      ['low', 1500],
      ['list', [100, 200, 300]],
      ['flag', true],
      ['none', null],
      ['price', 1500],
      ['__proto__', { a: 1 }],
    ])
  })

  test('a comma behind a quote inside a text ends nothing', () => {
    const { value } = parseLdJson('{"title":"The "big", slow move","list":["a "b"","c"]}') ?? {}
    assert.deepEqual(value, { title: 'The "big", slow move', list: ['a "b"', 'c'] })
  })

  test('what is beyond mending is left', () => {
    for (const block of ['', 'hello', '{{title}}', '<b>', '{"a" 1}', '{[1]}', `${'['.repeat(200)}${']'.repeat(200)}x`])
      assert.equal(parseLdJson(block), undefined, block)
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
