import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { sampleText } from '../../listings/advert-words.ts'
import { eachWord, sentencesOf } from '../../listings/sentences.ts'
import { hash32 } from '../../listings/sketch.ts'

const anything = fc.string({ unit: fc.constantFrom(...'aZé9½ß+#_ \n\t\u00a0.!?…:;•·*|-–’İ𝗕\ud800'.split(/(?:)/u)), maxLength: 60 })
const known = new Set(['ferry'])
const BRIEF = 'The ferry terminal in Fenmoor needs its ticket gates replaced before the summer timetable begins.'

describe('sentences', () => {
  it('end at a stop before a space, at the end of a line and at the mark of an item', () =>
    fc.assert(
      fc.property(anything, fc.nat(70), (text, end) => {
        const cut = text.slice(0, end)
        const found = sentencesOf(text, cut.length).map(sentence => text.slice(sentence.start, sentence.end))
        assert.deepEqual(
          found,
          cut.split(/(?<=[.!?…:;])\s+|[\n•·*|]+/).filter(piece => piece !== ''),
        )
      }),
    ))
  it('have the words that a pattern of every alphabet finds', () =>
    fc.assert(
      fc.property(anything, text => {
        const told: unknown[] = []
        for (const sentence of sentencesOf(text, text.length)) eachWord(text, sentence, (...word) => told.push(word))
        const tokens = sentencesOf(text, text.length).flatMap(
          ({ start, end }) => text.slice(start, end).match(/[\p{L}\p{N}][\p{L}\p{N}+#]{0,40}/gu) ?? [],
        )
        const expected = tokens.map(token => {
          const word = token.toLowerCase()
          return [hash32(word), word.length, token !== word, token === token.toUpperCase()]
        })
        assert.deepEqual(told, expected)
      }),
    ))
})

const BOILERPLATE = [
  'We are an equal opportunities employer and proud of it.',
  'Fenmoor acts as an employment agency for this role.',
  'Fenmoor acts as an employment business for this role.',
  'Everybody is welcome regardless of their background here.',
  'Our privacy policy tells what becomes of your details.',
  'Our privacy notice tells what becomes of your details.',
  'Your details are kept under the data protection acts.',
  'Somebody may write to you in relation to this vacancy.',
  'Because of the volume of applications we write to few.',
  'Whoever is interested may send us your up-to-date CV soon.',
  'Whoever is interested may forward your CV to the team.',
  'Whoever is interested should apply now with the team.',
  'Whoever is interested should apply via the team’s page.',
  'Whoever is interested should click here for the page.',
  'For anything else please call the team in the morning.',
  'For anything else please note the hours of the team.',
  'Whoever hears nothing within a week was unsuccessful.',
  'If you have not heard from us back in a week, goodbye.',
  'All of our current vacancies stand on the team’s page.',
  'Everybody has to be eligible to work where the gates are.',
  'We cannot reply to everybody who writes to the team.',
  'Reasonable adjustments are made for everybody who asks.',
  'The usual T&Cs stand on the page of the team at hand.',
  'The usual terms & conditions stand on the team’s page.',
  'The usual terms and conditions stand on the team’s page.',
  'Nobody is asked for a sexual orientation by the team.',
  'Hackajob is where the team looks for those it needs.',
  'Everybody has to prove a right to work where they live.',
  'There is no sponsorship for anybody from further away.',
  'Fenmoor is a disability confident employer since May.',
  'The page of the team keeps cookies for a few minutes.',
]
const LEAD_INS = [
  'A rare opportunity has come up at the ferries of Fenmoor.',
  'A new position is waiting at the ferries of Fenmoor.',
  'Fenmoor is currently looking among those who know gates.',
  'We are delighted to be partnering the ferries of Fenmoor.',
  'There is a requirement for those who know their gates.',
  'A place at the ferries of Fenmoor has become available.',
  'On behalf of the ferries Fenmoor asks who knows gates.',
]

describe('a text says nothing of its role', () => {
  for (const sentence of [...BOILERPLATE, ...LEAD_INS])
    it(`in “${sentence}”`, () => {
      assert.deepEqual(sampleText(`${BRIEF} ${sentence}`, known), sampleText(BRIEF, known))
    })
  it('but in any other sentence', () => {
    const more = sampleText(`${BRIEF} Whoever takes it walks the quay at dawn.`, known)
    assert.ok(more.words.of > sampleText(BRIEF, known).words.of)
  })
})
