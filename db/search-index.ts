// The index of live roles in this process: loaded from Postgres, kept fresh by what Postgres tells, and absent while it cannot be right.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { MatchIndex } from '../listings/match-index.ts'
import type { FoundWords } from '../listings/match-index.ts'
import { NO_FILTER } from '../listings/query.ts'
import { Recent } from '../listings/recent.ts'
import type { TextQuery } from '../listings/text-query.ts'
import { fetchLines } from './board-lines.ts'
import { listen } from './database.ts'
import type { Db } from './database.ts'
import { allIndexRows, BATCH, indexRows } from './index-rows.ts'
import type { BoardRow } from './search.ts'
import { findWords } from './search-sql.ts'
import type { SearchWords } from './search-words.ts'

/** When more than this and half of the places are dead, a new index is loaded beside the old. */
const DEAD = 2_000

/** Lines kept, some 3 kB each: at any time at least half as many, which is all of a board as large as we think the market is. */
const MOST_LINES = 40_000

/** Before a lost connection is made again. */
const AGAIN_MS = 1_000

/** How often the connection is tried. */
const WATCH_MS = 30_000

const EVERYTHING = { query: NO_FILTER, area: undefined, text: undefined, agencies: [], now: 0, after: undefined }

const kept = new WeakMap<object, KeptIndex>()

/** Ends the connection on which changes are told, and so stands for it: none is the same as another. */
type Unlisten = () => Promise<void>

/** The index of a database's pool if it is loaded and fresh; a transaction has none, it has to see its own changes. */
export function indexOf(db: Db): KeptIndex | undefined {
  const index = kept.get(db)
  return index?.isFresh ? index : undefined
}

/**
 * Keeps an index for everybody who searches on this pool. Resolves at once; until `ready` SQL answers.
 * A change is in it as soon as Postgres has told of it and the row is read: some milliseconds after the commit.
 */
export function keepIndex(db: Db): KeptIndex {
  const index = new KeptIndex(db)
  kept.set(db, index)
  return index
}

export class KeptIndex {
  /** Raised with every change of the board that this process has heard of; also when it had to look anew. */
  version = 0
  /** The first time the index answers; never when it is closed before. */
  readonly ready: Promise<void>
  readonly #db: Db
  readonly #closing = new AbortController()
  readonly #found = new WeakMap<SearchWords, { version: number; words: Promise<FoundWords> }>()
  readonly #lines = new Recent<number, BoardRow>(MOST_LINES)
  #index: MatchIndex | undefined
  /** Ids told of and not read yet; while another index loads, ids it has to read again. */
  readonly #told = new Set<number>()
  #missed: Set<number> | undefined
  #work: Promise<void> = Promise.resolve()
  #filling: Promise<void> = Promise.resolve()
  #unlisten: Unlisten | undefined
  #heardAt = 0
  #isStarting = true

  constructor(db: Db) {
    this.#db = db
    const ready = Promise.withResolvers<void>()
    this.ready = ready.promise
    this.#work = this.#start(ready.resolve)
  }

  get isFresh(): boolean {
    return this.#index !== undefined
  }

  /** Once it answers: the lines of the newest roles are at hand too. */
  get filled(): Promise<void> {
    return this.#filling
  }

  get index(): MatchIndex {
    if (!this.#index) throw new Error('the index is asked while it is not loaded')
    return this.#index
  }

  /** Words as the index can judge them: phrases are looked up by SQL once per state of the board. */
  async words(words: SearchWords): Promise<TextQuery | FoundWords> {
    if (!words.phrase) return words.tree
    const known = this.#found.get(words)
    if (known?.version === this.version) return known.words
    const found = findWords(this.#db, words)
    this.#found.set(words, { version: this.version, words: found })
    found.catch(() => this.#found.delete(words))
    return found
  }

  /** Lines of the board in the order of the ids, kept until the role changes; of roles that have closed, none. */
  async lines(ids: readonly number[]): Promise<BoardRow[]> {
    const known = ids.map(id => this.#lines.get(id))
    const missing = ids.filter((_, n) => known[n] === undefined)
    if (missing.length === 0) return known as BoardRow[] // none is missing
    const loaded = await this.#fetchLines(missing)
    return ids.flatMap((id, n) => loaded.get(id) ?? known[n] ?? [])
  }

  async #fetchLines(ids: readonly number[]): Promise<Map<number, BoardRow>> {
    const { version } = this
    const loaded = await fetchLines(this.#db, ids)
    // A change that was heard of meanwhile may be younger than what was fetched.
    if (version === this.version) for (const [id, line] of loaded) this.#lines.set(id, line)
    return loaded
  }

  /** Before anybody asks for them: a page that has to fetch one costs a fifth more. What fails here is fetched when it is asked for. */
  async #fillLines(): Promise<void> {
    const newest = this.index.matches(EVERYTHING).slice(0, MOST_LINES / 2)
    // The newest last: they are what stays longest.
    for (let to = newest.length; to > 0 && this.isFresh; to -= BATCH) await this.#fetchLines(newest.slice(Math.max(0, to - BATCH), to))
  }

  async close(): Promise<void> {
    this.#closing.abort()
    const unlisten = this.#unlisten
    this.#unlisten = undefined
    this.#index = undefined
    await unlisten?.()
    await this.#work
    await this.#filling
  }

  /** Listens before it loads, so that no commit falls between the two. Whatever fails is tried again until it is closed. */
  async #start(ready: () => void): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        const unlisten = (this.#unlisten = await listen(
          this.#db,
          'search',
          ids => this.#hear(ids),
          () => this.#lost(),
        ))
        await this.#take(await this.#load(), unlisten)
        if (this.#unlisten !== unlisten) throw new Error('the connection was lost while the index loaded')
        this.#isStarting = false
        this.#filling = this.#fillLines().catch(() => undefined)
        ready()
        void this.#watch(unlisten)
        return
      } catch {
        this.#index = undefined
        await this.#unlisten?.().catch(() => undefined)
        await sleep(AGAIN_MS, undefined, { signal: this.#closing.signal }).catch(() => undefined)
      }
    }
  }

  #forget(ids: readonly number[]): void {
    this.version += 1
    for (const id of ids) this.#lines.delete(id)
  }

  #lost(): void {
    this.#index = undefined
    this.#unlisten = undefined
    this.#lines.clear()
    this.version += 1
    if (this.#isStarting) return
    this.#isStarting = true
    this.#work = this.#work
      .then(() => sleep(AGAIN_MS, undefined, { signal: this.#closing.signal }).catch(() => undefined))
      .then(() => this.#start(() => undefined))
  }

  /**
   * A connection can stop telling without ending: a proxy that shares connections, a network that drops them. What is told to all is
   * heard here too, or the index is not to be trusted.
   */
  async #watch(unlisten: Unlisten): Promise<void> {
    const { signal } = this.#closing
    while (this.#unlisten === unlisten && !signal.aborted) {
      const askedAt = performance.now()
      await sql`select pg_notify('search', '')`.execute(this.#db).catch(() => undefined)
      await sleep(WATCH_MS, undefined, { signal, ref: false }).catch(() => undefined)
      if (this.#heardAt >= askedAt || this.#unlisten !== unlisten || signal.aborted) continue
      await unlisten().catch(() => undefined)
      this.#lost()
    }
  }

  #hear(ids: string): void {
    this.#heardAt = performance.now()
    if (ids === '') return
    const idle = this.#told.size === 0
    for (const id of ids.split(',')) this.#told.add(Number(id))
    if (idle && this.#index) this.#work = this.#work.then(() => this.#readTold())
  }

  /** What is told of while it runs is missed, and read again by #take(). */
  async #load(): Promise<MatchIndex> {
    this.#missed = new Set()
    const index = new MatchIndex()
    for await (const rows of allIndexRows(this.#db)) {
      this.#closing.signal.throwIfAborted()
      for (const row of rows) index.put(row)
    }
    return index
  }

  /**
   * Answers from an index that was loaded while `unlisten` told of changes. If that connection is lost or closed by now, the index may lack
   * some, and is left: another is loaded on the next connection, or has been.
   */
  async #take(index: MatchIndex, unlisten: Unlisten | undefined): Promise<void> {
    if (this.#unlisten !== unlisten) return
    const missed = [...(this.#missed ?? []), ...this.#told]
    this.#missed = undefined
    this.#told.clear()
    await bringUpToDate(this.#db, index, missed)
    if (this.#unlisten !== unlisten) return
    this.#index = index
    this.#forget(missed)
    // Told of while those were read.
    await this.#readTold()
  }

  /** A failure leaves an index that is not right: it is dropped, and loaded again. */
  async #readTold(): Promise<void> {
    const ids = [...this.#told]
    this.#told.clear()
    for (const id of ids) this.#missed?.add(id)
    if (!this.#index || ids.length === 0) return
    try {
      await bringUpToDate(this.#db, this.#index, ids)
      this.#forget(ids)
      if (!this.#missed && this.#index.dead > DEAD + this.#index.size / 2) this.#renew()
    } catch {
      await this.#drop()
    }
  }

  async #drop(): Promise<void> {
    await this.#unlisten?.().catch(() => undefined)
    if (!this.#closing.signal.aborted) this.#lost()
  }

  /** Loads a new index while the old goes on answering; should it fail, the next change tries again. */
  #renew(): void {
    const unlisten = this.#unlisten
    void this.#load().then(
      index => (this.#work = this.#work.then(() => this.#take(index, unlisten)).catch(() => this.#drop())),
      // Behind a lost connection it is another's that is kept.
      () => this.#unlisten === unlisten && (this.#missed = undefined),
    )
  }
}

async function bringUpToDate(db: Db, index: MatchIndex, ids: readonly number[]): Promise<void> {
  for (let from = 0; from < ids.length; from += BATCH) {
    const wanted = ids.slice(from, from + BATCH)
    const rows = await indexRows(db, wanted)
    const live = new Set(rows.map(row => row.id))
    for (const id of wanted) if (!live.has(id)) index.remove(id)
    for (const row of rows) index.put(row)
  }
}

/** An index of these listings alone, those of them that are live. */
export async function indexListings(db: Db, ids: readonly number[]): Promise<MatchIndex> {
  const index = new MatchIndex()
  await bringUpToDate(db, index, ids)
  return index
}
