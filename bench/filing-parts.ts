// Where the processor time of filing goes: statement by statement, and what lies between them.
import { TableNode } from 'kysely'
import type { KyselyPlugin, PluginTransformQueryArgs, PluginTransformResultArgs, QueryResult, RootOperationNode, UnknownRow } from 'kysely'

/**
 * Signature and keys; the bearers of the keys, with their signatures; comparing and deciding; memberships, evidence, keys and
 * relations; new listings, which are written with their facts, and the facts of those that were there; and the rows the board searches.
 */
export type Part = 'prepare' | 'look up' | 'compare' | 'store' | 'listing facts' | 'search rows'

/** What a statement begins, by words in it, and what the work before it was where that is neither. */
const BEGINS: readonly { words: RegExp; part: Part; before?: Part }[] = [
  { words: /pg_advisory_xact_lock/, part: 'prepare' },
  { words: /posting_id as id, string_agg/, part: 'look up' },
  { words: /as fellow/, part: 'look up', before: 'compare' },
  { words: /insert into listing \(/, part: 'listing facts', before: 'compare' },
  { words: /locked as|with placed as/, part: 'store' },
  { words: /^SelectQueryNode posting$/, part: 'listing facts' },
  { words: /into listing_search/, part: 'search rows', before: 'search rows' },
  { words: /filled_by </, part: 'search rows' },
]

/** Listens to the statements of one linker at a time. */
export class FilingParts implements KyselyPlugin {
  readonly #clock: () => number
  readonly #ms = new Map<Part, number>()
  #part: Part = 'prepare'
  #since: number

  /** @param clock processor time of this process and its Postgres connections, in ms */
  constructor(clock: () => number) {
    this.#clock = clock
    this.#since = clock()
  }

  /** Milliseconds a part; what follows the last statement counts to its part. */
  get parts(): Map<Part, number> {
    this.#countTo(this.#part)
    return this.#ms
  }

  /** From here on time counts. */
  begin(): void {
    this.#part = 'prepare'
    this.#since = this.#clock()
  }

  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    const words = wordsOf(node)
    const begun = BEGINS.find(begins => begins.words.test(words))
    this.#countTo(begun?.before ?? begun?.part ?? this.#part)
    this.#part = begun?.part ?? this.#part
    return node
  }

  transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    this.#countTo(this.#part)
    return Promise.resolve(result)
  }

  #countTo(part: Part): void {
    const now = this.#clock()
    this.#ms.set(part, (this.#ms.get(part) ?? 0) + now - this.#since)
    this.#since = now
  }
}

/** The text of a statement in SQL; of one that was put together its kind and first table. */
function wordsOf(node: RootOperationNode): string {
  if (node.kind === 'RawNode') return node.sqlFragments.join(' ')
  const from = node.kind === 'InsertQueryNode' ? node.into : node.kind === 'SelectQueryNode' ? node.from?.froms[0] : undefined
  return `${node.kind} ${from && TableNode.is(from) ? from.table.identifier.name : ''}`
}
