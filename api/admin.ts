// The pages behind the door: the door itself, the overview, the log, and the way to every other page of theirs.
import type { RequestHandler } from 'express'
import { ADMIN_PAGES, listAdminLog } from '../db/admin.ts'
import { boardState } from '../db/board-facts.ts'
import { clockJump } from '../db/clock.ts'
import { countMails, mailHealth } from '../db/mail-health.ts'
import { findOutdated } from '../db/relink.ts'
import { listSources } from '../db/sources.ts'
import { countTakenDown } from '../db/takedowns.ts'
import { countUnlinked } from '../db/unfiled.ts'
import { adminLogView, adminView } from '../views/admin.ts'
import { render } from '../views/render.ts'
import { runRoutes } from './admin-runs.ts'
import { sameRoutes } from './admin-same.ts'
import { adminSourceRoutes } from './admin-sources.ts'
import { takedownRoutes } from './admin-takedowns.ts'
import { answerPage, readSite, searchParams } from './answer.ts'
import { rescue } from './refused.ts'
import type { Route, World } from './server.ts'
import { answerNewcomer, behindTheDoor, findAdmin, nameOf, signIn, signOut } from './session.ts'

/** Every address under /admin. All but the door and the way out stand behind it, whatever they are. */
export function adminRoutes(world: World): Route[] {
  const behind: Route[] = [
    ['/admin/log', log(world)],
    ['/admin/refused/:id/rescues', null, rescue(world) as RequestHandler],
    ...runRoutes(world),
    ...adminSourceRoutes(world),
    ...takedownRoutes(world),
    ...sameRoutes(world),
  ]
  return [
    ['/admin', admin(world), signIn(world)],
    ['/admin/sign-out', null, signOut(world)],
    ...behind.map(([path, get, post]): Route => {
      const guarded = get && behindTheDoor(world, get)
      return post ? [path, guarded, behindTheDoor(world, post)] : [path, guarded]
    }),
  ]
}

function admin(world: World): RequestHandler {
  const overview = behindTheDoor(world, async (req, res) => {
    const [site, mails, health, jump, unlinked, state, sources, entries, takenDown, { adverts: outdated }] = [
      await readSite(world),
      await countMails(world.db),
      await mailHealth(world.db),
      await clockJump(world.db),
      await countUnlinked(world.db),
      await boardState(world.db),
      await listSources(world.db),
      await listAdminLog(world.db, { limit: 10 }),
      await countTakenDown(world.db),
      await findOutdated(world.db),
    ]
    const who = await nameOf(world, req)
    const kept = { who: who === ADMIN_PAGES ? undefined : who, sources, log: entries, takenDown, outdated, mailbox: world.mailboxShown }
    const view = adminView(site, { mails, health, clockJump: jump, unlinked, state, ...kept })
    answerPage(req, res, render('admin', view), 'none')
  })
  return async (req, res, next) => {
    if (await findAdmin(world, req)) await overview(req, res, next)
    else await answerNewcomer(world, req, res)
  }
}

const ENTRIES_ON_A_PAGE = 100

function log(world: World): RequestHandler {
  return async (req, res) => {
    const before = searchParams(req).get('before') ?? ''
    const beforeId = /^\d{1,15}$/.test(before) ? Number(before) : undefined
    const entries = await listAdminLog(world.db, { limit: ENTRIES_ON_A_PAGE, ...(beforeId !== undefined && { beforeId }) })
    answerPage(req, res, render('admin-log', adminLogView(await readSite(world), entries)), 'none')
  }
}
