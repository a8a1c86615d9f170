// Adverts for tests, in our own words: a sound one, and the means to vary it.
import type { RawPosting } from '../../listings/posting.ts'
import { readPosting } from '../../listings/posting.ts'
import type { ReadAdvert } from '../../db/postings.ts'
import type { Source } from '../../db/sources.ts'

/** A contract project manager's advert that every reader understands. */
export function advert(externalId: string, over: Partial<RawPosting> = {}): RawPosting {
  return {
    externalId,
    url: `https://boards.example/${externalId}`,
    title: 'Project Manager, payments migration',
    company: 'Kestrel Resourcing',
    location: 'Leeds',
    description: `<p>6 month contract in Leeds, two days a week on site. £550 per day, outside IR35.</p>
      <p>You will move card payments off an old switch, keep the plan and the risks honest, and report to the programme board.</p>
      <ul><li>PRINCE2 or AgilePM</li><li>Payments experience</li></ul>`,
    ...over,
  }
}

export function read(raw: RawPosting): ReadAdvert {
  return { raw, posting: readPosting(raw) }
}

export function source(id: string, over: Partial<Source> = {}): Source {
  return {
    id,
    name: `Board ${id}`,
    connector: 'greenhouse',
    settings: { board: id },
    origin: 'added',
    crawlEveryMinutes: 60,
    policy: {
      attribution: { text: `Board ${id}`, url: 'https://boards.example/' },
      republish: 'full',
      statistics: true,
      requestsPerDay: 1_000,
      delayMs: 0,
      graceHours: 48,
    },
    ...over,
  }
}
