import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import Handlebars from 'handlebars'
import { pieceOf, readable, written } from '../../views/html.ts'
import { writerOf } from '../../views/template-writer.ts'

const PARTIALS: Record<string, string> = {
  name: '<b>{{first}} {{last}}</b>{{! nothing after it ~}}\n',
  line: '  <p>{{words}}</p>\n',
  twice: '{{#> frame}}\n  {{> @partial-block}}\n{{/frame}}\n',
  frame: '<main>\n{{#if title}}\n<h1>{{title}}</h1>\n{{/if}}\n{{> @partial-block}}\n</main>\n',
}
const HOSTILE = `<b>&"'\`={{x}}é&→</b>`

function writeOut(template: string, view: object): string {
  const write = writerOf(template, name => PARTIALS[name] ?? '')
  return written(sheet => write(view, sheet)).toString()
}

function rendered(template: string, view: object): string {
  const kitchen = Handlebars.create()
  kitchen.registerPartial(PARTIALS)
  return readable(kitchen.compile(template, { strict: true, knownHelpersOnly: true, preventIndent: true })(view))
}

describe('a template that is written', () => {
  const VIEW = {
    title: HOSTILE,
    none: '',
    nothing: null,
    no: false,
    nought: 0,
    n: 1_200,
    list: ['a', '<', ''],
    empty: [],
    person: { first: 'Ada', last: HOSTILE, words: 'x' },
    people: [
      { first: 'A', last: 'B', words: '&', tags: ['x'] },
      { first: 'C', last: 'D', words: '', tags: [] },
    ],
    piece: pieceOf('<i>&amp;</i>'),
    words: 'said',
  }
  for (const template of [
    '{{title}} {{none}}|{{nothing}}|{{n}}|{{nought}}|{{no}} {{person.last}}',
    '{{piece}}{{#if piece}}there{{/if}}',
    '{{#if title}}yes{{else}}no{{/if}} {{#if none}}yes{{else}}no{{/if}} {{#if nought}}yes{{/if}}{{#if empty}}yes{{else}}none{{/if}}{{#if list}}some{{/if}}',
    '<ul>\n{{#each list}}\n<li>{{this}}</li>\n{{/each}}\n</ul>\n{{#each empty}}x{{else}}{{words}}{{/each}}',
    '{{#each people}}\n  {{#if words}}\n  {{words}}:\n  {{/if}}\n{{#each tags}}{{this}}{{else}}-{{/each}}\n{{/each}}',
    '{{#with person}}{{first}} {{last}}{{/with}}{{#with nothing}}never{{else}}{{words}}{{/with}}{{#with empty}}never{{/with}}{{#with nought}}{{this}}{{/with}}',
    '{{#if none}}1{{else if title}}2{{else}}3{{/if}}{{^if none}}4{{/if}}',
    '{{#> twice}}<i>{{words}}</i>{{/twice}}\n',
    'a {{> name person}}, b\n{{#each people}}{{> name}}{{/each}}',
    '<div>\n  {{> line}}\n{{> line person}}\n</div>',
    '{{#> frame}}\n<p>{{words}}</p>\n{{#each people}}{{> name this}}{{/each}}\n{{/frame}}\n',
    'x  {{~#if title~}}  y  {{~/if~}}  z {{!-- unseen --}}\n{{! alone }}\n.',
  ])
    test(`is what Handlebars renders: ${JSON.stringify(template)}`, () => assert.equal(writeOut(template, VIEW), rendered(template, VIEW)))

  test('throws where a view has no such field, in partials too', () => {
    assert.throws(() => writeOut('{{first}}', {}), /"first" not defined/)
    assert.throws(() => writeOut('{{> name person}}', { person: { first: 'A' } }), /"last" not defined/)
    assert.throws(() => writeOut('{{#each gone}}{{/each}}', {}), /"gone" not defined/)
  })

  test('leaves nothing on the next page of one that could not be finished', () => {
    assert.throws(() => writeOut('half a page {{words}} {{gone}}', { words: HOSTILE }), /"gone" not defined/)
    assert.equal(writeOut('{{words}}', { words: 'whole' }), 'whole')
  })

  test('throws where there is no text to print', () => {
    assert.throws(() => writeOut('{{person}}', { person: {} }), /cannot write objects/)
  })

  test('is refused when it holds what would not mean the same', () => {
    for (const template of [
      '{{#unless x}}{{/unless}}',
      '{{../x}}',
      '{{@index}}',
      '{{x y}}',
      '{{{x}}}',
      '{{"x"}}',
      '{{#if}}{{/if}}',
      '{{> @partial-block}}',
      '{{> line a=1}}',
      '{{#each xs as |x|}}{{x}}{{/each}}',
      '{{#if (x)}}{{/if}}',
    ])
      // prettier-ignore
      assert.throws(() => writeOut(template, { x: '', xs: [] }), /cannot write/, template)
  })
})
