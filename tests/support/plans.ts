import type { KyselyPlugin } from 'kysely'
import type { TestDatabase } from './database.ts'

/** The plans of every statement that `work` runs; the statements themselves find nothing. */
export async function plansOf(db: TestDatabase['db'], work: (db: TestDatabase['db']) => Promise<unknown>): Promise<string[]> {
  const plans: string[] = []
  const explain: KyselyPlugin = {
    transformQuery({ node }) {
      if (node.kind !== 'RawNode') return node
      const [first = '', ...rest] = node.sqlFragments
      return { ...node, sqlFragments: [`explain (costs off) ${first}`, ...rest] }
    },
    transformResult({ result }) {
      plans.push(result.rows.map(row => String(row['QUERY PLAN'])).join('\n'))
      return Promise.resolve({ ...result, rows: [] })
    },
  }
  await work(db.withPlugin(explain))
  return plans
}
