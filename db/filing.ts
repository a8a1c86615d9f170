// Deciding in memory where adverts go: the linker loads what they may have to be compared with, and stores what comes out. No I/O.
import { Comparisons } from '../listings/comparisons.ts'
import { MAY_BE } from '../listings/sameness.ts'
import type { Signature } from '../listings/sameness.ts'
import { judgedWords, keyOf } from '../listings/judgements.ts'
import { wordsOf } from '../listings/same-words.ts'
import type { Judgements } from '../listings/judgements.ts'
import { slugOf } from '../listings/listing.ts'
import { Bearers, newestOf } from './bearers.ts'
import { relationsOf } from './filing-relations.ts'
import type { Match } from './filing-relations.ts'
import { PUT_TOGETHER } from './filed.ts'
import type { Filed, Membership, Merge, NewListing, Relation, Unfiled, Why } from './filed.ts'

/** Newest bearers looked at per blocking key. On 1,064 judged pairs 4 to 8 lose no recall against 200, and keep the cost of one advert flat. */
export const PER_KEY = 8

/** Newest members of a listing that a newcomer must be free of vetoes against; and what a listing may have at most to be merged away. */
export const PER_LISTING = 20

/** After this long without a sighting an advert that comes again is another role (Lightcast's rule for re-posts). */
export const SAME_ROLE_DAYS = 60

/** Other listings that one advert can bring together with its own. */
const BRIDGES = 3

const FIRST = 'the advert this listing began with'

/** Adverts in memory: who bears which key, who is in which listing, what was judged, and where each new one goes. */
export class Filing {
  readonly placed: Membership[] = []
  readonly #made = new Map<number, NewListing>()
  readonly #merges = new Map<number, Merge>()
  readonly #relations: Relation[] = []
  /** Listings merged here, each with what it became. */
  readonly #moved = new Map<number, number>()
  readonly #spareIds: Iterator<number>
  readonly judgements: Judgements
  readonly #comparisons = new Comparisons()
  readonly #byId = new Map<number, Filed>()
  readonly #bearers = new Bearers()
  readonly #members = new Map<number, Map<number, Filed>>()
  /** Of judged adverts by key, and of everything filed here. */
  readonly #where = new Map<string, { key: string; id: number; listingId: number }>()
  readonly #olderByWords = new Map<string, { listingId: number; signature: Signature }>()
  /** Ids of listings whose adverts are all decided anew, until the first of them takes it. */
  readonly #vacant = new Set<number>()
  readonly #firstOf = new Map<number, Membership>()

  /** @param spareIds ids for new listings: one an advert is enough */
  constructor(spareIds: Iterator<number>, judgements: Judgements) {
    this.#spareIds = spareIds
    this.judgements = judgements
  }

  /** Adverts that are about to be filed: what was known of them counts no more. */
  expect(unfiled: readonly Unfiled[]): void {
    this.#comparisons.forget()
    for (const { id, listing_id, anew } of unfiled) {
      const known = this.#byId.get(id)
      if (known) this.#forget(known)
      if (anew && listing_id !== null && !this.#moved.has(listing_id)) this.#vacant.add(listing_id)
    }
  }

  /** Adverts that are in listings already; what was filed here since is known better. */
  know(filed: Filed): void {
    if (!this.#byId.has(filed.id)) this.#remember(filed)
  }

  /** Everything known, filed here or before. */
  get known(): Filed[] {
    return [...this.#byId.values()]
  }

  /** Where an advert is that somebody judged. */
  knowPlace(key: string, id: number, listingId: number): void {
    this.#where.getOrInsertComputed(key, () => ({ key, id, listingId }))
  }

  /** A listing that closed long ago and had the words of which this is the hash (wordsOf). */
  knowOlder(words: string, listingId: number, signature: Signature): void {
    this.#olderByWords.set(words, { listingId, signature })
  }

  /** Ids of the known adverts that decide what becomes of these: those they surely fit, and those a person put them with. */
  deciding(unfiled: readonly Unfiled[]): Set<number> {
    const ids = new Set<number>()
    for (const posting of unfiled) {
      for (const { id } of this.#judgedWith(keyOf(posting.source_id, posting.external_id))) ids.add(id)
      for (const { id, signature } of this.#bearers.newest(posting.keys))
        if (!ids.has(id) && this.#comparisons.of(posting.signature, signature).sure) ids.add(id)
    }
    return ids
  }

  file(posting: Unfiled): void {
    const matches = this.#matchesOf(posting)
    const why = this.#obey(posting) ?? this.#stay(posting, matches) ?? this.#join(posting, matches) ?? this.#found(posting, matches)
    const { id, signature, keys, open, recent, lastSeenAt } = posting
    const key = keyOf(posting.source_id, posting.external_id)
    const placed: Membership = { ...why, id, key, signature, keys, open, recent, lastSeenAt }
    this.placed.push(placed)
    if (posting.anew && posting.listing_id !== null) this.#firstOf.getOrInsert(posting.listing_id, placed)
    this.#remember(placed)
    this.#bringTogether(placed, matches, posting)
    this.#relate(placed, matches)
  }

  /** Where a placed advert is after all merges. */
  listingOf(placed: Filed): number {
    return this.#home(placed.listingId)
  }

  get made(): NewListing[] {
    return [...this.#made.values()]
  }

  /** Listings that are one with another now, each with the one it ends in; also those that were decided anew and lost every advert. */
  get merges(): Merge[] {
    const merged = [...this.#merges.values()].map(merge => ({ ...merge, into: this.#home(merge.into) }))
    const left = [...this.#vacant].flatMap(from => {
      const first = this.#firstOf.get(from)
      return first ? [{ from, into: this.listingOf(first), reasons: first.reasons }] : []
    })
    return [...merged, ...left]
  }

  /** Between adverts of different listings only. */
  get relations(): Relation[] {
    const home = (id: number): number | undefined => {
      const filed = this.#byId.get(id)
      return filed && this.listingOf(filed)
    }
    return this.#relations.filter(({ a, b }) => home(a) !== home(b))
  }

  #forget(filed: Filed): void {
    this.#byId.delete(filed.id)
    this.#where.delete(filed.key)
    this.#members.get(this.#home(filed.listingId))?.delete(filed.id)
    this.#bearers.remove(filed)
  }

  #remember(filed: Filed): void {
    this.#byId.set(filed.id, filed)
    this.#where.set(filed.key, { key: filed.key, id: filed.id, listingId: filed.listingId })
    this.#members.getOrInsertComputed(this.#home(filed.listingId), () => new Map()).set(filed.id, filed)
    this.#bearers.add(filed)
  }

  /** The newest bearers of its keys that it may belong to: best first, then the older listing, then the lower id, so that ties end the same. */
  #matchesOf({ id, signature, keys }: Unfiled): Match[] {
    const matches: Match[] = []
    for (const candidate of this.#bearers.newest(keys, PER_KEY)) {
      const compared = this.#comparisons.of(signature, candidate.signature)
      if (candidate.id !== id && (compared.elsewhere || compared.score >= MAY_BE)) matches.push({ candidate, ...compared })
    }
    return matches.sort(
      (a, b) => b.score - a.score || this.listingOf(a.candidate) - this.listingOf(b.candidate) || a.candidate.id - b.candidate.id,
    )
  }

  /** What people judged goes before every rule. */
  #obey(posting: Unfiled): Why | undefined {
    const key = keyOf(posting.source_id, posting.external_id)
    const fellows = this.#judgedWith(key)
      .filter(fellow => !this.#holdsFoe(fellow.listingId, key))
      .sort((a, b) => a.id - b.id)
    const own = posting.anew ? null : posting.listing_id
    const fellow = fellows.find(({ listingId }) => this.#home(listingId) === own) ?? fellows[0]
    if (!fellow) return undefined
    const reasons = [judgedWords(this.judgements.judgedSameAt(key, fellow.key), 'it and another advert here are one role')]
    return { listingId: this.#home(fellow.listingId), matched: fellow.id, score: 1, reasons }
  }

  /** An edited advert stays where it is, unless it now speaks against its fellows: then the source re-used the id for another role. */
  #stay(posting: Unfiled, matches: Match[]): Why | undefined {
    if (posting.listing_id === null || posting.anew) return undefined
    const listingId = this.#home(posting.listing_id)
    if (this.#isBarred(listingId, posting)) return undefined
    const stands = !posting.edited
    const fellow = matches.find(({ candidate }) => this.listingOf(candidate) === listingId)
    if (fellow)
      return { listingId, matched: fellow.candidate.id, score: fellow.score, reasons: [...fellow.reasons, 'edited since'], stands }
    const alone = this.#membersOf(listingId).length === 0
    return { listingId, matched: null, score: 1, reasons: [alone ? FIRST : 'it was here before it was edited'], stands }
  }

  /**
   * The first of a listing's adverts that are decided anew keeps the listing; the rest and all others join the best one there is. Only what
   * is sure: of 100 random sure merges 96 of 97 that can be decided are right, of likely ones two in three, so those are kept for people.
   */
  #join(posting: Unfiled, matches: Match[]): Why | undefined {
    if (this.#keepsListing(posting)) return undefined
    const best = matches.find(
      ({ sure, candidate }) => sure && this.#isRecent(candidate, posting) && !this.#isBarred(this.listingOf(candidate), posting),
    )
    if (!best) return undefined
    const listingId = this.listingOf(best.candidate)
    const again = this.#membersOf(listingId).some(member => member.open) ? [] : ['advertised again after it was taken off']
    return { listingId, matched: best.candidate.id, score: best.score, reasons: [...best.reasons, ...again] }
  }

  #found(posting: Unfiled, matches: Match[]): Why {
    const reasons = [FIRST]
    if (posting.listing_id !== null && this.#keepsListing(posting)) {
      this.#vacant.delete(posting.listing_id)
      return { listingId: posting.listing_id, matched: null, score: 1, reasons }
    }
    const { value: id, done } = this.#spareIds.next()
    if (done) throw new Error(`no listing id was left for posting ${posting.id}`)
    this.#made.set(id, { id, title: posting.title, slug: `${slugOf(posting.title)}-${id}`, repostOf: this.#olderListing(posting, matches) })
    return { listingId: id, matched: null, score: 1, reasons }
  }

  #keepsListing({ anew, listing_id }: Unfiled): boolean {
    return anew && listing_id !== null && this.#vacant.has(listing_id)
  }

  /** The same role, or the same words, but too long ago to be one listing. */
  #olderListing(posting: Unfiled, matches: Match[]): number | null {
    const match = matches.find(({ sure, candidate }) => sure && !this.#isRecent(candidate, posting))
    if (match) return this.listingOf(match.candidate)
    const older = this.#olderByWords.get(wordsOf(posting.signature) ?? '')
    return older && this.#comparisons.of(posting.signature, older.signature).vetoes.length === 0 ? older.listingId : null
  }

  /** Listings that one advert fits are one role, unless one of their adverts speaks against one of the other's. */
  #bringTogether(placed: Membership, matches: Match[], posting: Unfiled): void {
    for (const { key, listingId } of this.#judgedWith(placed.key))
      if (!this.#holdsFoes(listingId, placed.listingId))
        this.#merge(listingId, placed.listingId, [
          judgedWords(this.judgements.judgedSameAt(placed.key, key), 'an advert of each are one role'),
        ])
    const fitting = matches.filter(({ sure, candidate }) => sure && this.#isRecent(candidate, posting))
    const listings = [...new Set(fitting.map(({ candidate }) => this.listingOf(candidate)))]
    for (const listingId of listings.filter(one => one !== this.listingOf(placed)).slice(0, BRIDGES)) {
      const match = fitting.find(({ candidate }) => this.listingOf(candidate) === listingId)
      if (match && !this.#areApart(this.listingOf(placed), listingId)) this.#merge(listingId, placed.listingId, match.reasons)
    }
  }

  #merge(one: number, other: number, reasons: string[]): void {
    const [into, from] = [this.#home(one), this.#home(other)].sort((a, b) => a - b) as [number, number]
    if (into === from) return
    const moving = this.#members.get(from) ?? new Map<number, Filed>()
    this.#members.delete(from)
    const members = this.#members.getOrInsertComputed(into, () => new Map())
    for (const [id, member] of moving) members.set(id, member)
    for (const placed of this.placed) if (placed.matched === null && moving.has(placed.id)) placed.reasons = [PUT_TOGETHER, ...reasons]
    this.#vacant.delete(from)
    // Made in this very batch, it has no address that anybody could know.
    if (!this.#made.delete(from)) this.#merges.set(from, { from, into, reasons })
    this.#moved.set(from, into)
  }

  #home(listingId: number): number {
    let home = listingId
    for (let next = this.#moved.get(home); next !== undefined; next = this.#moved.get(home)) home = next
    return home
  }

  #relate(placed: Membership, matches: Match[]): void {
    if (!placed.open) return
    const own = this.listingOf(placed)
    const others = matches.filter(
      ({ candidate }) => candidate.open && this.listingOf(candidate) !== own && !this.judgements.areDifferent(placed.key, candidate.key),
    )
    this.#relations.push(...relationsOf(placed.id, others, candidate => this.listingOf(candidate)))
  }

  #membersOf(listingId: number): readonly Filed[] {
    return newestOf([...(this.#members.get(listingId)?.values() ?? [])], PER_LISTING)
  }

  /** Whether the candidate's listing was still seen not long before the advert came. */
  #isRecent(candidate: Filed, { firstSeenAt }: Pick<Unfiled, 'firstSeenAt'>): boolean {
    const isLater = ({ open, lastSeenAt }: Filed): boolean => open || +firstSeenAt - +lastSeenAt < SAME_ROLE_DAYS * 86_400_000
    return isLater(candidate) || this.#membersOf(this.listingOf(candidate)).some(isLater)
  }

  /**
   * Whether a member of the listing speaks against the advert, or a person did. Of adverts that a person put together over the rules it is
   * enough that one does not.
   */
  #isBarred(listingId: number, posting: Unfiled): boolean {
    const key = keyOf(posting.source_id, posting.external_id)
    if (this.#holdsFoe(listingId, key)) return true
    const against = this.#membersOf(listingId).filter(member => this.#clash({ ...posting, key }, member))
    return against.some(member => !this.#fellowsIn(listingId, member.key).some(fellow => !against.some(({ id }) => id === fellow)))
  }

  /** Ids of other adverts in the listing that were judged to be the same as this one. */
  #fellowsIn(listingId: number, key: string): number[] {
    return this.#judgedWith(key)
      .filter(place => this.#home(place.listingId) === this.#home(listingId))
      .map(place => place.id)
  }

  /** Where the other adverts are that were judged to be of one role with this one. */
  #judgedWith(key: string): { key: string; id: number; listingId: number }[] {
    return this.judgements.fellows(key).flatMap(fellow => (fellow === key ? [] : (this.#where.get(fellow) ?? [])))
  }

  #clash(a: { key: string; signature: Signature }, b: { key: string; signature: Signature }): boolean {
    return a.key !== b.key && !this.judgements.areSame(a.key, b.key) && this.#comparisons.of(a.signature, b.signature).vetoes.length > 0
  }

  #areApart(one: number, other: number): boolean {
    const [members, others] = [one, other].sort((a, b) => a - b).map(listingId => this.#membersOf(listingId)) as [
      readonly Filed[],
      readonly Filed[],
    ]
    // The newer one is moved, so all of it must be known, and it must not be long.
    if (others.length >= PER_LISTING || this.#holdsFoes(one, other)) return true
    return members.some(member =>
      others.some(other => this.#clash(member, other) && !this.#isVouched(member, others) && !this.#isVouched(other, members)),
    )
  }

  /** Whether a person put the advert together with one that none of these speaks against. */
  #isVouched(advert: Filed, others: readonly Filed[]): boolean {
    const fellows = this.#fellowsIn(advert.listingId, advert.key)
    return fellows.some(id => {
      const fellow = this.#byId.get(id)
      return fellow !== undefined && !others.some(other => this.#clash(fellow, other))
    })
  }

  #holdsFoe(listingId: number, key: string): boolean {
    const home = this.#home(listingId)
    return this.judgements.foes(key).some(foe => {
      const place = this.#where.get(foe)
      return place !== undefined && this.#home(place.listingId) === home
    })
  }

  #holdsFoes(one: number, other: number): boolean {
    const home = this.#home(one)
    return this.judgements.judged.some(key => {
      const place = this.#where.get(key)
      return place !== undefined && this.#home(place.listingId) === home && this.#holdsFoe(other, key)
    })
  }
}
