// One advert, in every form that pages were seen to carry schema.org JobPosting in. Each must give the same posting.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { jobposting } from '../../crawlers/connectors/jobposting.ts'
import type { Reading } from '../../crawlers/connector.ts'
import type { RawPosting } from '../../listings/posting.ts'

const URL_OF_PAGE = 'https://teasel.example/jobs/17-pmo-lead'

function read(body: string, label = 'detail', settings = {}): Reading {
  const request = { url: URL_OF_PAGE, label }
  return jobposting.read({ request, url: URL_OF_PAGE, status: 200, contentType: 'text/html', body }, settings)
}

const NODE = {
  '@context': 'https://schema.org/',
  '@type': 'JobPosting',
  title: 'PMO Lead',
  description: '<p>Six months. Outside IR35.</p>',
  datePosted: '2026-11-20',
  employmentType: 'CONTRACTOR',
  hiringOrganization: { '@type': 'Organization', name: 'Teasel & Rush' },
  jobLocation: { '@type': 'Place', address: { '@type': 'PostalAddress', addressLocality: 'Leeds', addressCountry: 'GB' } },
  baseSalary: {
    '@type': 'MonetaryAmount',
    currency: 'GBP',
    value: { '@type': 'QuantitativeValue', minValue: 450, maxValue: 500, unitText: 'DAY' },
  },
}
const WANTED: RawPosting = {
  externalId: URL_OF_PAGE,
  url: URL_OF_PAGE,
  title: 'PMO Lead',
  company: 'Teasel & Rush',
  location: 'Leeds, GB',
  description: '<p>Six months. Outside IR35.</p>',
  payField: { min: 450, max: 500, currency: 'GBP', period: 'day' },
  contract: 'CONTRACTOR',
  postedAt: '2026-11-20',
}
const { '@context': context, ...INNER } = NODE
const JSON_TEXT = JSON.stringify(NODE)
const page = (json: string, type = 'application/ld+json') =>
  `<html><head><script type="${type}">${json}</script></head><body></body></html>`
const set = (...changes: [from: string, to: string][]) => changes.reduce((text, [from, to]) => text.replace(from, to), JSON_TEXT)

const FORMS: [what: string, body: string][] = [
  ['one object', page(JSON_TEXT)],
  ['an array', page(`[${JSON_TEXT}]`)],
  ['@graph', page(JSON.stringify({ '@context': context, '@graph': [{ '@type': 'WebSite', name: 'Teasel' }, INNER] }))],
  ['@graph that is one object', page(JSON.stringify({ '@context': context, '@graph': INNER }))],
  [
    '@graph with the company and the place by @id',
    page(
      JSON.stringify({
        '@graph': [
          { ...INNER, hiringOrganization: { '@id': '#org' }, jobLocation: [{ '@id': '#place' }] },
          { '@id': '#org', ...NODE.hiringOrganization },
          { '@id': '#place', ...NODE.jobLocation },
        ],
      }),
    ),
  ],
  ['the main entity of a page', page(JSON.stringify({ '@type': 'WebPage', mainEntity: INNER }))],
  [
    'an item of a list',
    page(JSON.stringify({ '@type': 'ItemList', itemListElement: [{ '@type': 'ListItem', position: 1, item: INNER }] })),
  ],
  [
    'several blocks, one of them broken beyond mending',
    `<script type="application/ld+json">{"@type":"BreadcrumbList"}</script>${page(JSON_TEXT)}<script type="application/ld+json"><%= undefined %></script>`,
  ],
  ['a list of types', page(set(['"JobPosting"', '["Thing","JobPosting"]']))],
  ['a type with its address', page(set(['"JobPosting"', '"https://schema.org/JobPosting"']))],
  ['a type with a prefix', page(set(['"JobPosting"', '"schema:JobPosting"']))],
  ['a script type in capitals, with a charset', page(JSON_TEXT, 'Application/LD+JSON; charset=utf-8')],
  ['a script type without quotes', page(JSON_TEXT).replace('"application/ld+json"', 'application/ld+json')],
  ['HTML-escaped quotes', page(JSON_TEXT.replaceAll('"', '&quot;'))],
  ['HTML-escaped quotes by number', page(JSON_TEXT.replaceAll('"', '&#34;'))],
  ['HTML-escaped words', page(set(['Teasel & Rush', 'Teasel &amp; Rush'], ['<p>', '&lt;p&gt;'], ['</p>', '&lt;/p&gt;']))],
  ['words escaped twice', page(set(['Teasel & Rush', 'Teasel &amp;amp; Rush']))],
  ['trailing commas', page(set(['}}}', ',},},}']))],
  ['a raw line break in a string', page(set(['Six months. Outside', 'Six months.\nOutside']))],
  ['a raw tab in a string', page(set(['Six months. Outside', 'Six months.\tOutside']))],
  ['a control character in a string', page(set(['Six months. Outside', 'Six months.\u0001Outside']))],
  ['comments', page(set(['"title"', '/* the title */ "title"'], ['"datePosted"', '// when\n"datePosted"']))],
  ['a byte order mark', page(`\uFEFF${JSON_TEXT}`)],
  ['a byte order mark before the page', `\uFEFF${page(JSON_TEXT)}`],
  ['CDATA', page(`<![CDATA[${JSON_TEXT}]]>`)],
  ['CDATA in comments', page(`//<![CDATA[\n${JSON_TEXT}\n//]]>`)],
  ['an HTML comment', page(`<!--\n${JSON_TEXT}\n-->`)],
  ['a semicolon at the end', page(`${JSON_TEXT};`)],
  ['two objects one after the other', page(`{"@type":"WebSite"}${JSON_TEXT}`)],
  ['two objects with a comma and no brackets', page(`{"@type":"WebSite"},\n${JSON_TEXT}`)],
  ['an end that was cut off', page(JSON_TEXT.slice(0, -1))],
  ['a quote in a string that is not escaped', page(set(['Six months.', 'Six "months".'])).replace('"months"', '"months"')],
  ['an escape that JSON does not know', page(set(['Six months.', String.raw`Six\' months.`]))],
  ['a company that is text', page(set([JSON.stringify(NODE.hiringOrganization), '"Teasel & Rush"']))],
  ['a company in a list', page(set([JSON.stringify(NODE.hiringOrganization), `[${JSON.stringify(NODE.hiringOrganization)}]`]))],
  ['a value object', page(set(['"PMO Lead"', '{"@value":"PMO Lead","@language":"en"}']))],
  ['names with the vocabulary before them', page(JSON_TEXT.replaceAll(/"(\w+)":/g, '"schema:$1":'))],
  ['names that are addresses', page(JSON_TEXT.replaceAll(/"(\w+)":/g, '"http://schema.org/$1":'))],
  [
    'values in lists and value objects',
    page(
      set(
        ['"2026-11-20"', '[{"@value":"2026-11-20","@type":"Date"}]'],
        ['"PMO Lead"', '[{"@value":"PMO Lead"}]'],
        [':450', ':[{"@value":450}]'],
      ),
    ),
  ],
  [
    'property names in capitals',
    page(set(['"title"', '"Title"'], ['"hiringOrganization"', '"HiringOrganization"'], ['"datePosted"', '"DatePosted"'])),
  ],
  ['amounts as text', page(set(['450', '"450.00"'], ['500', '"£500"']))],
  ['the unit beside the value', page(set(['"currency":"GBP"', '"currency":"GBP","unitText":"DAY"'], ['"unitText":"DAY"}', '"x":1}']))],
  ['a place that is an address', page(set([JSON.stringify(NODE.jobLocation), JSON.stringify(NODE.jobLocation.address)]))],
  ['a country as a node', page(set(['"addressCountry":"GB"', '"addressCountry":{"@type":"Country","name":"GB"}']))],
  ['the node type in another script on the page body', `<body><div><script type='application/ld+json'>${JSON_TEXT}</script></div></body>`],
  [
    'microdata',
    `<div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">PMO Lead</h1><meta itemprop="datePosted" content="2026-11-20">
     <span itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization"><span itemprop="name">Teasel &amp; Rush</span></span>
     <div itemprop="jobLocation" itemscope itemtype="https://schema.org/Place"><p itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">
     <span itemprop="addressLocality">Leeds</span>, <span itemprop="addressCountry">GB</span></p></div><meta itemprop="employmentType" content="CONTRACTOR">
     <div itemprop="baseSalary" itemscope itemtype="http://schema.org/MonetaryAmount"><meta itemprop="currency" content="GBP">
     <span itemprop="value" itemscope itemtype="http://schema.org/QuantitativeValue"><meta itemprop="minValue" content="450"><meta itemprop="maxValue" content="500">
     <meta itemprop="unitText" content="DAY"></span></div>
     <div itemprop="description"><p>Six months. Outside IR35.</p></div></div>`,
  ],
  [
    'microdata that refers to elements before and behind it, one of them in another item',
    `<head><meta property="og:title" content="PMO Lead | Teasel jobs"></head>
     <aside id=facts><meta itemprop="datePosted" content="2026-11-20"><link itemprop="employmentType" href="https://schema.org/CONTRACTOR"></aside>
     <div itemscope itemtype="https://schema.org/JobPosting" itemref="facts  firm pay none"><meta property="og:title" content="Jobs">
     <h1><a itemprop="title" href="/jobs/17-pmo-lead">PMO Lead</a></h1>
     <div itemprop="jobLocation" itemscope itemtype="https://schema.org/Place" itemref="where"></div>
     <div itemprop="description"><p>Six months. Outside IR35.</p></div></div>
     <div itemscope itemtype="https://schema.org/WebPage"><p id="firm" itemprop="hiringOrganization publisher">Teasel &amp; Rush</p></div>
     <p id="where"><span itemprop="address" itemscope itemtype="https://schema.org/PostalAddress"><span itemprop="addressLocality">Leeds</span>,
     <span itemprop="addressCountry">GB</span></span></p>
     <div id="pay" itemprop="baseSalary" itemscope itemtype="http://schema.org/MonetaryAmount"><meta itemprop="currency" content="GBP">
     <meta itemprop="minValue" content="450"><meta itemprop="maxValue" content="500"><meta itemprop="unitText" content="DAY"></div>`,
  ],
  [
    'microdata inside that of a page, with a firm and a place in words',
    `<html itemscope itemtype="https://schema.org/WebPage"><body><main itemprop="mainEntity" itemscope itemtype="https://schema.org/JobPosting">
     <h1><a itemprop="url title" href="${URL_OF_PAGE}">PMO Lead</a></h1><time itemprop="datePosted" datetime="2026-11-20">Friday</time>
     <p itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization"><img itemprop="logo" src="/l.png">Teasel &amp; Rush</p>
     <p itemprop="jobLocation" itemscope itemtype="https://schema.org/Place">Leeds, GB</p><meta itemprop="employmentType" content="CONTRACTOR">
     <div itemprop="baseSalary" itemscope><meta itemprop="currency" content="GBP"><meta itemprop="minValue" content="450">
     <meta itemprop="maxValue" content="500"><meta itemprop="unitText" content="DAY"></div>
     <div itemprop="description"><p>Six months. Outside IR35.</p></div></main>`,
  ],
  [
    'RDFa',
    `<div vocab="https://schema.org/" typeof="JobPosting"><h1 property="title">PMO Lead</h1><time property="datePosted" datetime="2026-11-20">Friday</time>
     <span property="hiringOrganization" typeof="Organization"><span property="name">Teasel &amp; Rush</span></span>
     <div property="jobLocation" typeof="Place"><p property="address" typeof="PostalAddress"><span property="addressLocality">Leeds</span>
     <span property="addressCountry" content="GB">United Kingdom</span></p></div><span property="employmentType" content="CONTRACTOR"></span>
     <div property="baseSalary" typeof="MonetaryAmount"><span property="currency" content="GBP"></span><span property="value" typeof="QuantitativeValue">
     <span property="minValue" content="450">£450</span><span property="maxValue" content="500">£500</span><span property="unitText" content="DAY"></span></span></div>
     <div property="description"><p>Six months. Outside IR35.</p></div></div>`,
  ],
  [
    'RDFa with prefixes',
    `<div prefix="schema: http://schema.org/" typeof="schema:JobPosting"><h1 property="schema:title">PMO Lead</h1><meta property="schema:datePosted" content="2026-11-20">
     <a property="schema:hiringOrganization" href="/firms/teasel">Teasel &amp; Rush</a><span property="schema:jobLocation">Leeds, GB</span>
     <meta property="schema:employmentType" content="CONTRACTOR"><div property="schema:baseSalary" typeof="schema:MonetaryAmount"><meta property="schema:currency" content="GBP">
     <meta property="schema:minValue" content="450"><meta property="schema:maxValue" content="500"><meta property="schema:unitText" content="DAY"></div>
     <div property="schema:description"><p>Six months. Outside IR35.</p></div></div>`,
  ],
]

/** The words of a description are what counts, however white space and marks in it were written. */
function normal({ description, ...rest }: RawPosting): RawPosting {
  const words = description?.replaceAll(/["'\\]/g, ' ').replaceAll(/\s+/g, ' ')
  return {
    ...rest,
    ...(words !== undefined && { description: words.replace('Six months . ', 'Six months. ').replace('Six months .', 'Six months.') }),
  }
}

describe('an advert is read alike out of', () => {
  for (const [what, body] of FORMS) test(what, () => assert.deepEqual(read(body).postings.map(normal), [normal(WANTED)]))
})

describe('a list whose mark-up only names its adverts', () => {
  const item = (n: number, title: string) =>
    `<li itemscope itemtype="https://schema.org/JobPosting"><a itemprop="title" href="/jobs/${n}">${title}</a></li>`
  const list = `<ul>${item(1, 'PMO Lead')}${item(2, 'Project Manager')}</ul>`
  const named = ['1', '2'].map(n => `https://teasel.example/jobs/${n}`)

  test('leads to the page of each for its text', () => {
    const { postings, stubs = [], follow } = read(list, 'list')
    assert.deepEqual(
      [postings, stubs.map(({ externalId, url, title }) => [externalId, url, title])],
      [
        [],
        [
          [named[0], named[0], 'PMO Lead'],
          [named[1], named[1], 'Project Manager'],
        ],
      ],
    )
    assert.deepEqual(
      follow.map(({ url, label }) => [url, label]),
      named.map(url => [url, 'detail']),
    )
  })

  test('is believed where those pages tell nothing, and where they all have one address', () => {
    const [request] = read(list, 'list').follow
    const bare = { request: request ?? { url: '' }, url: named[0] ?? '', status: 200, contentType: 'text/html', body: '<p>Apply here</p>' }
    assert.deepEqual(
      jobposting.read(bare, { pages: [URL_OF_PAGE] }).postings.map(({ title }) => title),
      ['PMO Lead'],
    )
    const { postings, stubs } = read(list.replace('/jobs/2', '/jobs/1'), 'list')
    assert.deepEqual([postings.length, stubs], [2, undefined])
  })
})

describe('a sitemap', () => {
  const sitemap = (body: string) => {
    const url = 'https://teasel.example/sitemap.xml'
    const page = { request: { url, label: 'sitemap' }, url, status: 200, contentType: 'text/xml', body }
    const { follow, flaws = [], isCut } = jobposting.read(page, { site: 'https://teasel.example' })
    return { urls: follow.map(request => request.url.replace('https://teasel.example', '')), flaws, isCut }
  }
  const of = (...paths: string[]) => `<urlset>${paths.map(path => `<url><loc>${path}</loc></url>`).join('')}</urlset>`

  test('is read with its own prefix, addresses without a host, and adverts told apart by a number', () => {
    assert.deepEqual(sitemap(of('/jobs/1', '//teasel.example/jobs/2')).urls, ['/jobs/1', '/jobs/2'])
    assert.deepEqual(sitemap(of('/jobs/1').replace(/<(\/?)/g, '<$1sm:')).urls, ['/jobs/1'])
    const told = ['/job.php?id=1', '/viewjob?jk=2', '/careers/?ref=3', '/work-with-us/pmo']
    const lists = ['/jobs?page=2', '/about', '/jobs']
    assert.deepEqual(sitemap(of(...[...told, ...lists].map(path => `https://teasel.example${path}`))).urls, told)
  })

  test('that was cut off is no whole one', () => {
    const { urls, flaws, isCut } = sitemap(of('/jobs/1', '/jobs/2').slice(0, -20))
    assert.deepEqual([urls, flaws.length, isCut], [['/jobs/1'], 1, true])
  })
})

describe('an advert’s page without mark-up', () => {
  const about = (words: string, url = URL_OF_PAGE) => {
    const page = {
      request: { url: URL_OF_PAGE, label: 'detail' },
      url,
      status: 200,
      contentType: 'text/html',
      body: `<h1>PMO</h1><p>${words}</p>`,
    }
    return jobposting.read(page, { pages: [URL_OF_PAGE] }).gone ?? []
  }

  test('says that the advert is over by its words, or by leading back to a list', () => {
    assert.deepEqual(about('Sorry, this vacancy has now been filled.'), [URL_OF_PAGE])
    assert.deepEqual(about('All our jobs', 'https://teasel.example/jobs'), [URL_OF_PAGE])
  })

  test('says nothing of the kind by any “is now”, nor by another spelling of its address', () => {
    for (const words of ['The role is now hybrid.', 'This position is now available in Leeds.', 'The job was advertised before.'])
      assert.deepEqual(about(words), [], words)
    assert.deepEqual(about('Apply here', `${URL_OF_PAGE}-in-leeds`), [])
  })
})

describe('a page without mark-up', () => {
  const words =
    '<p>We move four data centres in a year and want somebody who has done it before. Outside IR35, £550 a day, six months, in Leeds two days a week.</p>'
  const plain = (inside: string) =>
    `<html><head><title>Teasel</title></head><body><header><nav><a href="/jobs/">All jobs</a></nav></header>${inside}<footer>Teasel Ltd, 1 High Street</footer></body></html>`
  const asked = { pages: [URL_OF_PAGE], plainPages: true }

  test('is not read as an advert unless the source’s settings ask for it', () => {
    const { postings, flaws } = read(plain(`<main><h1>PMO Lead</h1>${words}<ul><li>Plans &amp; risks</li></ul></main>`))
    assert.deepEqual([postings, flaws], [[], [`No JobPosting on ${URL_OF_PAGE}`]])
  })

  test('gives its heading and main text where they do, and nothing of what stands around', () => {
    const { postings } = read(
      plain(`<main><h1>PMO\n Lead</h1>${words}<h2>Duties</h2><ul><li>Plans &amp; risks</li></ul><aside>Similar jobs</aside></main>`),
      'detail',
      asked,
    )
    assert.deepEqual(postings, [
      { externalId: URL_OF_PAGE, url: URL_OF_PAGE, title: 'PMO Lead', description: `${words}<h3>Duties</h3><li>Plans &amp; risks</li>` },
    ])
  })

  test('is read without a main element, from its heading on', () => {
    const { postings } = read(plain(`<div>Welcome</div><div><h1>PMO Lead</h1><div>${words}</div></div>`), 'detail', asked)
    assert.equal(postings[0]?.description, words)
  })

  for (const [what, inside] of [
    ['without a heading', `<main>${words}</main>`],
    ['with two headings that differ', `<main><h1>PMO Lead</h1>${words}<h1>PMO Analyst</h1></main>`],
    ['with next to no text', '<main><h1>PMO Lead</h1><p>Apply now</p></main>'],
  ] as const)
    test(`${what} is no advert`, () => assert.deepEqual(read(plain(inside), 'detail', asked).postings, []))

  test('that says it is closed is gone, not read', () => {
    const { postings, gone } = read(plain(`<main><h1>PMO Lead</h1><p>This job has expired.</p>${words}</main>`), 'detail', asked)
    assert.deepEqual([postings, gone], [[], [URL_OF_PAGE]])
  })
})
