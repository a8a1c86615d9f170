// The webhook of one's own alert, behind the link that only the mailbox has: set, test, make a new secret, remove. Every change is a POST.
import { askForTest, findWebhook, removeWebhook, renewSecret, saveWebhook } from '../db/webhooks.ts'
import type { WebhookKind } from '../db/webhooks.ts'
import type { OwnAlert } from '../db/my-alerts.ts'
import { render } from '../views/render.ts'
import { WEBHOOK_KINDS, secretView } from '../views/webhook-form.ts'
import { answerPage, readSite } from './answer.ts'
import { HttpError } from './errors.ts'
import { answerOne, behindAlert } from './my-alerts.ts'
import type { Desk, HandleOne } from './my-alerts.ts'
import type { Route, World } from './server.ts'
import { formField } from './session.ts'

export function webhookRoutes(world: World): Route[] {
  const { refuseHook } = world
  if (!refuseHook) return []
  const path = '/alerts/mine/:token/:id/webhook'
  return [
    [path, null, behindAlert(world, save(refuseHook))],
    [`${path}/test`, null, behindAlert(world, test)],
    [`${path}/secret`, null, behindAlert(world, renew)],
    [`${path}/remove`, null, behindAlert(world, remove)],
  ]
}

function save(refuseHook: (url: string) => string | undefined): HandleOne {
  return async (desk, alert) => {
    if (alert.query === '') throw new HttpError(400, 'The newsletter has no webhook: there are feeds of the board for programs.')
    const kind = formField(desk.req, 'kind').slice(0, 20)
    const url = formField(desk.req, 'url').trim().slice(0, 3_000)
    const wrong = isKind(kind) ? refuseHook(url) : 'Choose what takes the posts.'
    if (wrong !== undefined || !isKind(kind)) return answerOne(desk, alert, { mistakes: { webhook: wrong ?? '' }, webhook: { kind, url } })
    const secret = await saveWebhook(desk.world.db, alert.id, { kind, url })
    // Chat programs check no signature: their address is the secret.
    await (kind === 'json' ? showSecret(desk, alert, secret) : back(desk, alert))
  }
}

function isKind(kind: string): kind is WebhookKind {
  return Object.hasOwn(WEBHOOK_KINDS, kind)
}

const test: HandleOne = async (desk, alert) => {
  if (!(await findWebhook(desk.world.db, alert.id))) throw new HttpError(404, 'This alert has no webhook.')
  await askForTest(desk.world.db, alert.id)
  await desk.world.wakeMail?.()
  await back(desk, alert)
}

const renew: HandleOne = async (desk, alert) => {
  const secret = await renewSecret(desk.world.db, alert.id)
  if (!secret) throw new HttpError(404, 'This alert has no webhook.')
  await showSecret(desk, alert, secret)
}

const remove: HandleOne = async (desk, alert) => {
  await removeWebhook(desk.world.db, alert.id)
  await back(desk, alert)
}

async function showSecret({ world, req, res, base }: Desk, alert: OwnAlert, secret: Buffer): Promise<void> {
  answerPage(req, res, render('alert', secretView(await readSite(world), alert, `${base}/${alert.id}`, secret)), 'none')
}

/** After a form: the page of the alert, so that loading it again sends nothing twice. */
async function back({ res, base }: Desk, alert: OwnAlert): Promise<void> {
  res.set('Cache-Control', 'private, no-store').redirect(303, `${base}/${alert.id}#webhook`)
}
