import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import Handlebars from 'handlebars'
import { Form, HOLE, joinPieces, pieceOf } from '../../views/html.ts'
import type { Text } from '../../views/html.ts'
import { numberLabel } from '../../views/labels.ts'

const written = (...texts: Text[]): string => new Form(`<${HOLE}`.repeat(texts.length)).complete(texts).toHTML()

describe('a form', () => {
  test('escapes a text as Handlebars does but for "=", whatever signs it has', () => {
    const texts = [
      `<b>&"'\`={{x}}</b>`,
      '£550–£600 · “pmo”, ≈ →',
      'é<ﬀ>&\u07ff\u0800\ud7ff\ue000\uffff',
      '😀<b>&😀',
      'a lone \ud83d half & \ude00 another',
      'x'.repeat(2_000),
      '',
    ]
    for (const text of texts) {
      const expected = Buffer.from(Handlebars.escapeExpression(text).replaceAll('&#x3D;', '=')).toString()
      assert.equal(written(text), `<${expected}`)
    }
  })

  test('says a number as it is said in words', () => {
    for (const n of [
      0, 7, 10, 42, 99, 100, 101, 999, 1_000, 1_001, 1_010, 9_999, 10_000, 20_304, 123_456, 999_999, 1_000_000, 2_345_678, -1, 0.5,
    ])
      assert.equal(written(n), `<${numberLabel(n)}`)
  })

  test('takes what is a form or a piece already as it is', () => {
    const piece = pieceOf('<i>&amp;</i>')
    assert.equal(written('&', piece, 1_200, joinPieces([piece, piece])), '<&amp;<<i>&amp;</i><1,200<<i>&amp;</i>\n<i>&amp;</i>')
    assert.equal(joinPieces([]).toHTML(), '')
    assert.equal(
      new Form(`(${HOLE})`)
        .around([new Form('a'), new Form(`b${HOLE}`)])
        .complete([3])
        .toHTML(),
      '(a\nb3)',
    )
  })

  test('is written whole where a page is larger than any page of ours', () => {
    const text = '<'.repeat(400_000)
    assert.equal(written(text, 5, text), `<${'&lt;'.repeat(400_000)}<5<${'&lt;'.repeat(400_000)}`)
  })
})
