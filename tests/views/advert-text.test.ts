import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ContractCard, Evidence } from '../../listings/card.ts'
import type { Block } from '../../listings/text.ts'
import type { AdvertBehind } from '../../db/listings.ts'
import { advertText } from '../../views/advert-text.ts'
import type { Segment } from '../../views/advert-text.ts'

const BLOCKS: Block[] = [
  { kind: 'heading', text: 'The work' },
  { kind: 'paragraph', text: 'Six months in Leeds, outside IR35.' },
  { kind: 'item', text: 'PRINCE2' },
  { kind: 'item', text: 'Jira' },
]

const text = BLOCKS.map(block => block.text).join('\n')
const words = (found: string, start = text.indexOf(found)): Evidence => ({ words: found, where: 'description', start })

function advert(card: ContractCard, over: Partial<AdvertBehind> = {}): AdvertBehind {
  const at = new Date(0)
  return {
    id: 1,
    sourceId: 'a',
    sourceName: 'Board A',
    attribution: { text: 'Board A', url: 'https://a.example/' },
    republish: 'full',
    closesAt: null,
    url: 'https://a.example/1',
    title: 'Project Manager',
    company: 'Kestrel',
    location: 'Leeds',
    blocks: BLOCKS,
    card,
    postedAt: null,
    firstSeenAt: at,
    lastSeenAt: at,
    closedAt: null,
    degraded: false,
    reasons: [],
    ...over,
  }
}

const marked = (segments: Segment[] | null): string =>
  (segments ?? []).map(one => (one.mark ? `[${one.mark}:${one.text}]` : one.text)).join('')

describe('the text of an advert', () => {
  test('is headings, paragraphs and runs of items, with the words that were read marked', () => {
    const term = words('Six months')
    const engagement = words('outside IR35')
    const { groups, marks } = advertText(
      advert({
        engagement: { value: 'outside', evidence: [engagement] },
        term: { months: 6, monthsMax: null, endDate: null, extension: false, evidence: [term] },
      }),
    )
    assert.equal(marked(groups[0]?.heading ?? null), 'The work')
    assert.equal(marked(groups[1]?.paragraph ?? null), '[read-1:Six months] in Leeds, [read-2:outside IR35].')
    assert.deepEqual(groups[2]?.items?.map(marked), ['PRINCE2', 'Jira'])
    assert.deepEqual([marks.get(term), marks.get(engagement)], ['read-1', 'read-2'])
  })

  test('words that overlap share one mark', () => {
    const [long, short] = [words('in Leeds, outside IR35'), words('outside IR35')]
    const { groups, marks } = advertText(
      advert({ engagement: { value: 'outside', evidence: [short] }, places: { value: [], evidence: [long] } }),
    )
    assert.equal(marked(groups[1]?.paragraph ?? null), 'Six months [read-1:in Leeds, outside IR35].')
    assert.deepEqual([marks.get(long), marks.get(short)], ['read-1', 'read-1'])
  })

  test('words over two blocks are marked in both, the id given once', () => {
    const { groups } = advertText(advert({ methods: { value: [], evidence: [words('PRINCE2\nJira')] } }))
    assert.deepEqual(groups[2]?.items?.map(marked), ['[read-1:PRINCE2]', '[read-1-more:Jira]'])
  })

  test('an offset that is out of date finds its words again, and words that are gone mark nothing', () => {
    const { groups, marks } = advertText(
      advert({
        engagement: { value: 'outside', evidence: [words('outside IR35', 2)] },
        clearance: { level: 'SC', mode: null, evidence: [words('SC', 4_000)] },
      }),
    )
    assert.equal(marked(groups[1]?.paragraph ?? null), 'Six months in Leeds, [read-1:outside IR35].')
    assert.equal(marks.size, 1)
  })

  test('a snippet ends at a whole word', () => {
    const blocks: Block[] = [
      { kind: 'paragraph', text: 'word '.repeat(50).trim() },
      { kind: 'paragraph', text: 'another '.repeat(50).trim() },
    ]
    const { groups, cut } = advertText(advert({}, { blocks, republish: 'snippet' }))
    const shown = groups.map(group => marked(group.paragraph)).join('\n')
    assert.ok(shown.length <= 300)
    assert.match(shown, /another$/)
    assert.equal(cut, 'Board A lets us show the beginning of its adverts.')
    assert.equal(advertText(advert({}, { republish: 'snippet' })).cut, '')
  })

  test('a source that allows a link only has no text here', () => {
    const { groups, marks, cut } = advertText(
      advert(
        { term: { months: 6, monthsMax: null, endDate: null, extension: false, evidence: [words('Six months')] } },
        { republish: 'link-only' },
      ),
    )
    assert.deepEqual([groups.length, marks.size], [0, 0])
    assert.equal(cut, 'Board A lets us link to its adverts, not copy them.')
  })
})
