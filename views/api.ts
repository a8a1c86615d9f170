// The board for programs: its description as OpenAPI 3.1, made from the same schemas that read an address, and the page that says so.
import { z } from 'zod'
import { PARAMETERS } from '../listings/query.ts'
import type { Parameter } from '../listings/parameters.ts'
import { LISTING_SCHEMA } from './board-rows.ts'
import { pageView } from './page.ts'
import type { PageView, Site } from './page.ts'

export interface ApiView {
  page: PageView
  forms: { href: string; path: string; words: string }[]
  parameters: { name: string; about: string }[]
}

const FORMS = [
  {
    id: 'searchRoles',
    path: '/.json',
    type: 'application/json',
    words: 'roles with every fact as a value, 25 at a time, and how many there are',
  },
  { id: 'getJsonFeed', path: '/.feed.json', type: 'application/feed+json', words: 'the newest as a JSON Feed 1.1' },
  { id: 'getAtomFeed', path: '/.atom', type: 'application/atom+xml', words: 'the newest as an Atom feed' },
  { id: 'getRssFeed', path: '/.rss', type: 'application/rss+xml', words: 'the newest as an RSS 2.0 feed' },
  { id: 'getSpreadsheet', path: '/.csv', type: 'text/csv', words: 'all that fit, up to 5,000, for a spreadsheet' },
] as const

export function apiView(site: Site): ApiView {
  return {
    page: pageView(site, {
      title: 'For programs',
      path: '/api',
      description: 'The board of contract PM and PMO roles as JSON, feeds and CSV: every search, the same address.',
    }),
    forms: FORMS.map(({ path, words }) => ({ href: `${path}?q=pmo`, path: `${path}?q=pmo`, words })),
    parameters: PARAMETERS.map(({ name, about }) => ({ name, about })),
  }
}

/** Told once a start; the same for everybody. */
export function openApi(site: Pick<Site, 'publicUrl'>): object {
  const feeds = FORMS.filter(form => form.path !== '/.json')
  return {
    openapi: '3.1.0',
    info: { title: 'Dayrate', version: '1', description: 'Contract roles for project managers and PMO people: the rate first.' },
    servers: [{ url: site.publicUrl }],
    paths: {
      '/.json': { get: operation('searchRoles', 'A page of the roles that fit', BOARD_CONTENT, PARAMETERS) },
      ...Object.fromEntries(
        feeds.map(({ id, path, type, words }) => [
          path,
          {
            get: operation(
              id,
              words,
              { [type]: { schema: path === '/.feed.json' ? { type: 'object' } : { type: 'string' } } },
              PARAMETERS.filter(({ name }) => !['page', 'after'].includes(name)),
            ),
          },
        ]),
      ),
    },
    components: { schemas: { Role: jsonSchema(LISTING_SCHEMA), Problem: jsonSchema(PROBLEM) } },
  }
}

const PROBLEM = z.object({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() })

const BOARD_CONTENT = {
  'application/json': {
    schema: {
      type: 'object',
      required: ['listings', 'total', 'totalIsExact', 'next', 'remarks'],
      properties: {
        listings: { type: 'array', items: { $ref: '#/components/schemas/Role' } },
        total: { type: 'integer', description: 'How many roles fit' },
        totalIsExact: {
          type: 'boolean',
          description:
            'False where the total is about right and not counted: for a while after a start, on a board of more than 200,000 roles',
        },
        next: { type: ['string', 'null'], format: 'uri', description: 'The address of the roles after these; null on the last page' },
        remarks: { type: 'array', items: { type: 'string' }, description: 'What of the address could not be used' },
      },
    },
  },
}

const LIMITS = Object.fromEntries(
  ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'].map(name => [name, { schema: { type: 'integer' } }]),
)

function operation(operationId: string, summary: string, content: object, parameters: readonly Parameter[]): object {
  const problem = (description: string): object => ({
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  })
  return {
    operationId,
    summary,
    parameters: parameters.map(parameterOf),
    responses: {
      200: { description: summary, headers: LIMITS, content },
      304: { description: 'What you have is what there is (If-None-Match)' },
      400: problem('A cursor that nobody gave out'),
      429: problem('Too many requests; Retry-After says when to come back'),
      503: problem('Busy; Retry-After says when to come back'),
    },
  }
}

/** Lists that hold names are repeated, because names have commas in them; all others are one value with commas. */
function parameterOf({ name, about, schema }: Parameter): object {
  const described = jsonSchema(schema)
  const isList = described['type'] === 'array'
  return { name, in: 'query', description: about, schema: described, ...(isList && { style: 'form', explode: name.startsWith('not_') }) }
}

function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema)
  return described
}
