// Words to choose from while somebody types: on the board for those without a script, and as JSON for those with one.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { load } from 'cheerio'
import { wordLists } from '../../db/word-lists.ts'
import { advertisedTitle } from '../../listings/advertised-titles.ts'
import { placesBegun } from '../../listings/gazetteer.ts'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite

before(async () => {
  site = await testSite()
  await seedBoard(site.db, [...ROLES, ...ROLES.slice(0, 3).map(role => ({ ...role, slug: `${role.slug}-again` }))])
})
after(() => site.close())

async function words(list: string, begun: string): Promise<string[]> {
  const answer = await site.get(`/words.json?${new URLSearchParams({ for: list, begun }).toString()}`)
  assert.equal(answer.status, 200)
  return (await answer.json()) as string[]
}

describe('words to choose from', () => {
  test('every field that takes words has its list on the board, without a script', async () => {
    const page = load(await (await site.get('/')).text())
    for (const [field, word] of [
      ['q', 'PRINCE2'],
      ['place', 'Leeds'],
      ['not_agency', 'Harrow Lane'],
    ] as const) {
      const list = page(`[name=${field}]`).attr('list') ?? ''
      const values = page(`datalist#${list} option`)
        .toArray()
        .map(one => page(one).attr('value'))
      assert.ok(values.includes(word), `${field}: ${values.join()}`)
      assert.ok(values.length <= 30)
    }
  })

  test('places: those of roles first, then any other of the country', async () => {
    assert.equal((await words('place', 'le'))[0], 'Leeds')
    assert.ok((await words('place', 'otl')).includes('Otley'), 'no role is there, but one may be near')
    assert.ok((await words('place', 'kings l')).includes('King’s Lynn'.replace('’', "'")))
    assert.deepEqual(placesBegun('l', 5), [], 'one letter is no beginning')
  })

  test('agencies by any word of their name', async () => {
    assert.deepEqual(await words('agency', 'harrow'), ['Harrow Lane'])
    assert.deepEqual(await words('agency', 'lane'), ['Harrow Lane'])
    assert.deepEqual(await words('agency', 'arrow'), [])
  })

  test('roles and skills, also behind words that were typed before', async () => {
    assert.deepEqual(await words('role', 'prin'), ['PRINCE2'])
    assert.deepEqual(await words('role', 'leeds pri'), ['leeds PRINCE2'])
    assert.ok((await words('role', 'pmo an')).includes('PMO Analyst'), 'two roles have the title')
  })

  test('titles of roles: as advertised, without what decorates them, then those of the trade nobody advertises', async () => {
    assert.equal(advertisedTitle('Interim Senior Programme Manager – Leeds (SC cleared)'), 'Senior Programme Manager')
    assert.equal(advertisedTitle('Forklift driver'), undefined)
    assert.ok((await words('role', 'prog')).includes('Programme Manager'))
    const pmo = await words('role', 'pmo')
    assert.ok(pmo.includes('PMO Analyst') && pmo.includes('PMO Director'), pmo.join())
    assert.ok((await words('role', 'leeds release')).includes('leeds Release Train Engineer'))
  })

  test('whoever comes while the lists are read for the first time waits for the same reading, and an empty board is not read each time', async () => {
    const empty = await testSite()
    try {
      const [one, other] = await Promise.all([wordLists(empty.db), wordLists(empty.db)])
      assert.equal(one, other)
      assert.deepEqual(one.place, [])
      assert.equal(await wordLists(empty.db), one)
    } finally {
      await empty.close()
    }
  })

  test('odd requests get an answer, and a list that is none a sentence', async () => {
    assert.deepEqual(await words('agency', '%00((('), [])
    assert.equal((await words('place', '')).length > 0, true, 'nothing typed: the commonest')
    const answer = await site.get('/words.json?for=__proto__')
    assert.equal(answer.status, 400)
    assert.equal(((await answer.json()) as { detail: string }).detail, '“for” is one of role, place, agency.')
  })
})
