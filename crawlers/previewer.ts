// A look at an address for somebody who waits at a page: what it would become as a source, within a minute and a half, in a few adverts.
import type { PreviewAdvert, PreviewFound } from '../db/schema.ts'
import { readPosting } from '../listings/posting.ts'
import type { RawPosting } from '../listings/posting.ts'
import { FetchFailed } from './fetch-failed.ts'
import type { Fetcher } from './fetcher.ts'
import { recogniseSource } from './recognise.ts'

const LIMIT_MS = 90_000
const MOST_SHOWN = 10
/** What a page of a stranger can put into ours, in characters. */
const LONGEST = 200
const LONGEST_SORRY = 600

/** Looks at an address; `sorry` is a sentence for whoever gave it, and never quotes what came from there (S9). */
export type PreviewSource = (url: string) => Promise<PreviewFound | { sorry: string }>

/** @param createFetcher one for each look, closed with it, so that a look which takes too long ends too. */
export function createPreviewer(createFetcher: () => Fetcher, limitMs = LIMIT_MS): PreviewSource {
  return async url => {
    const fetcher = createFetcher()
    const { promise: late, resolve } = Promise.withResolvers<{ sorry: string }>()
    const timer = setTimeout(
      () =>
        resolve({
          sorry: `Nothing was found out within ${Math.round(limitMs / 1_000)} s; a slow site may be added from the command line, which waits longer.`,
        }),
      limitMs,
    )
    try {
      return await Promise.race([look(url, fetcher), late])
    } finally {
      clearTimeout(timer)
      await fetcher.close()
    }
  }
}

async function look(url: string, fetcher: Fetcher): Promise<PreviewFound | { sorry: string }> {
  const found = await recogniseSource(url, fetcher).catch((error: unknown) => {
    if (error instanceof FetchFailed) return { sorry: error.message }
    throw error
  })
  if ('sorry' in found) return { sorry: found.sorry.slice(0, LONGEST_SORRY) }
  return { source: found.source, total: found.postings.length, adverts: found.postings.slice(0, MOST_SHOWN).map(previewAdvert) }
}

function previewAdvert(raw: RawPosting): PreviewAdvert {
  const { title, company, location, card, refusal } = readPosting(raw)
  return {
    title: title.slice(0, LONGEST),
    company: company.slice(0, LONGEST),
    location: location.slice(0, LONGEST),
    url: raw.url.slice(0, 2_000),
    card,
    refusal: refusal?.reason ?? '',
  }
}
