// Live examples of what the readers read, for the page that explains them.
import { sql } from 'kysely'
import type { ContractCard } from '../listings/card.ts'
import type { ListingFacts } from '../listings/listing.ts'
import type { Db } from './database.ts'

/** One tag of one role on the board, with the words it was read from. */
export interface TagExample {
  tag: keyof ContractCard
  slug: string
  title: string
  /** Of the role's card only this tag. */
  card: ContractCard
}

/** How many of the newest roles are looked at: enough that the rarer tags are among them, for 4 ms. */
const NEWEST = 80

/**
 * For each tag up to `each` examples with different values, from the newest roles on the board: the commonest values first, from as many
 * roles as there are. Adverts of sources that allow no more than a link are not quoted.
 */
export async function findExamples(db: Db, each: number): Promise<TagExample[]> {
  const byTag = Map.groupBy((await newestRoles(db)).flatMap(examplesOf), example => example.tag)
  const used = new Map<string, number>()
  return [...byTag.values()].flatMap(found => pick(found, each, used))
}

interface Role {
  slug: string
  title: string
  card: ContractCard
  provenance: ListingFacts['provenance']
  /** The adverts of it that may be quoted. */
  quotable: number[]
}

/** By the index listing_search_newest. */
async function newestRoles(db: Db): Promise<Role[]> {
  const { rows } = await sql<Role>`
    select listing.slug, listing.title, listing.card, listing.provenance, (
      select coalesce(jsonb_agg(posting.id), '[]') from posting join source on source.id = posting.source_id
      where posting.listing_id = listing.id and posting.takedown_id is null and source.policy ->> 'republish' <> 'link-only') as quotable
    from (select listing_id from listing_search order by first_seen_at desc, listing_id desc limit ${NEWEST}::int) as newest
    join listing on listing.id = newest.listing_id`.execute(db)
  return rows
}

function examplesOf({ slug, title, card, provenance, quotable }: Role): TagExample[] {
  const tags = Object.keys(card) as (keyof ContractCard)[] // a card's own keys are its tags
  return tags
    .filter(tag => quotable.includes(provenance[tag] ?? 0) && (card[tag]?.evidence[0]?.words ?? '') !== '')
    .filter(tag => tag !== 'dayRate' || card.dayRate?.basis === 'estimated') // a stated one is the pay again
    .map(tag => ({ tag, slug, title, card: { [tag]: card[tag] } }))
}

/** One of each value, until there are enough; of equally common ones that of the role that has served least. */
function pick(found: TagExample[], each: number, used: Map<string, number>): TagExample[] {
  const timesUsed = (example: TagExample | undefined): number => used.get(example?.slug ?? '') ?? 0
  const values = [...Map.groupBy(found, valueOf).values()]
  const picked: TagExample[] = []
  while (picked.length < each && values.length > 0) {
    for (const examples of values) examples.sort((a, b) => timesUsed(a) - timesUsed(b))
    values.sort((a, b) => b.length - a.length || timesUsed(a[0]) - timesUsed(b[0]))
    const [next] = values.shift() ?? []
    if (!next) continue
    picked.push(next)
    used.set(next.slug, timesUsed(next) + 1)
  }
  return picked
}

function valueOf({ tag, card }: TagExample): string {
  return JSON.stringify({ ...card[tag], evidence: undefined })
}
