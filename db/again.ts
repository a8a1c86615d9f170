// Statements that come again and again are parsed and planned once a connection: the linker sends the same twenty for every batch.
// The names are of the connection, as our LISTEN and settings are: a pooler in front of Postgres has to keep a session on its connection
// (PgBouncer's session mode). A migration that changes the type of what such a statement returns breaks it until its process is restarted.
import { RawNode } from 'kysely'
import type { KyselyPlugin, PluginTransformQueryArgs, PluginTransformResultArgs, QueryResult, RootOperationNode, UnknownRow } from 'kysely'
import type pg from 'pg'

/** What the text of such a statement begins with: Kysely, which it has to pass on its way to the driver, knows no names. */
const MARK = '/* again */ '

/**
 * Marks statements written in SQL; what is put together piece by piece may have another text each time. Only for statements whose plan
 * should be the same whatever they are given, and from a few places: texts are never forgotten.
 */
export const AGAIN: KyselyPlugin = {
  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    if (node.kind !== 'RawNode') return node
    const [first = '', ...rest] = node.sqlFragments
    return RawNode.create([MARK + first, ...rest], node.parameters)
  },
  transformResult: ({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> => Promise.resolve(result),
}

/** By text; the same on every connection. */
const NAMES = new Map<string, string>()

/** Gives marked statements the names by which the driver and Postgres know them again. */
export function nameStatements(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const named = (text: unknown, values?: unknown, ...rest: unknown[]): unknown =>
    typeof text === 'string' && text.startsWith(MARK)
      ? query({ name: NAMES.getOrInsertComputed(text, () => `again-${NAMES.size + 1}`), text, values }, ...rest)
      : query(text, values, ...rest)
  client.query = named as typeof client.query // one function for its many overloads
}
