import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { quoteLabel } from '../../views/card.ts'
import { pageView, whither } from '../../views/page.ts'
import { possessive, shortened } from '../../views/sentences.ts'

describe('words that are cut', () => {
  test('end after a whole word, unless one word is most of them', () => {
    assert.equal(shortened('three days a week in Swindon', 25), 'three days a week in…')
    assert.equal(shortened('three days a week', 17), 'three days a week')
    assert.equal(shortened('Donaudampfschifffahrtsgesellschaft', 12), 'Donaudampfs…')
  })

  test('so do quotes of adverts and titles of pages', () => {
    assert.match(quoteLabel('one or two words '.repeat(8)), /(?:one|or|two|words)…”$/)
    const site = { publicUrl: 'https://dayrate.example', samples: false, now: new Date(0) }
    assert.match(pageView(site, { title: 'Project Manager '.repeat(8) }).title, /(?:Project|Manager)… · Dayrate$/)
  })
})

test('what belongs to a name that ends in s has no second one', () => {
  assert.equal(possessive('Harrow Lane'), 'Harrow Lane’s')
  assert.equal(possessive('Pennygate Contracts'), 'Pennygate Contracts’')
})

test('a link to a bare address is told by the name of its source', () => {
  assert.equal(whither('https://www.boards.example/7', 'Boards'), 'boards.example')
  assert.equal(whither('http://127.0.0.1:4711/7', 'Harbourline (sample)'), 'Harbourline (sample)')
  assert.equal(whither('http://[::1]/7', 'Harbourline (sample)'), 'Harbourline (sample)')
})
