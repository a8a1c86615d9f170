// `dayrate admin …`: who may sign in at /admin, each by a token of their own, so that the audit log says who did what.
import { randomBytes } from 'node:crypto'
import { addAdmin, listAdmins, removeAdmin } from '../db/admin.ts'
import { answer, publicUrlOf, say, withDatabase } from './console.ts'
import { UsageError } from './faults.ts'

/** Prints the address that signs somebody in. Only a hash of its token is kept: it cannot be shown again. */
export async function add(typed: string): Promise<void> {
  const name = typed.trim()
  if (!/^[\p{L}\p{N}][\p{L}\p{N} .'’-]{0,59}$/u.test(name))
    throw new UsageError('a name has letters and digits, dots, hyphens and spaces, and at most 60 of them')
  await withDatabase(async ({ db, config, note }) => {
    const token = randomBytes(24).toString('base64url')
    if (!(await addAdmin(db, name, token)))
      throw new UsageError(`“${name}” has a token already; for a new one first \`dayrate admin remove "${name}"\``)
    await note('let somebody sign in', name)
    answer(`${publicUrlOf(config)}/admin?token=${token}`)
    say(`This address is shown once and signs “${name}” in as often as they like, until \`dayrate admin remove "${name}"\`.`)
  })
}

/** Ends the token and every session it opened. */
export async function remove(typed: string): Promise<void> {
  const name = typed.trim()
  await withDatabase(async ({ db, note }) => {
    if (!(await removeAdmin(db, name))) throw new UsageError(`nobody is called “${name}”; \`dayrate admin list\` shows who may sign in`)
    await note('let somebody sign in no more', name)
    say(`“${name}” is signed out everywhere, and their token opens nothing any more.`)
  })
}

/** Everybody who has a token of their own, one a line. */
export async function list(): Promise<void> {
  await withDatabase(async ({ db }) => {
    for (const one of await listAdmins(db)) answer(one)
  })
}
