// The mailbox of development. Not mounted where an SMTP server is set, nor in production.
import type { Request, RequestHandler } from 'express'
import { findMail, listMails } from '../db/mailbox.ts'
import type { KeptMail } from '../db/mailbox.ts'
import { mailboxMailView, mailboxView } from '../views/mailbox.ts'
import { render } from '../views/render.ts'
import { answer, answerPage, readSite } from './answer.ts'
import { HttpError } from './errors.ts'
import type { Route, World } from './server.ts'

export function mailboxRoutes(world: World): Route[] {
  if (!world.mailboxShown || world.mode === 'production') return []
  return [
    ['/dev/mailbox', mailbox(world)],
    ['/dev/mailbox/:id', oneMail(world)],
    ['/dev/mailbox/:id/html', mailHtml(world)],
  ]
}

const SHOWN = 200

function mailbox(world: World): RequestHandler {
  return async (req, res) => {
    const mails = await listMails(world.db, SHOWN)
    answerPage(req, res, render('mailbox', mailboxView(await readSite(world), mails)), 'none')
  }
}

/** The page's own rules, and a frame from this site. */
const PAGE_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

function oneMail(world: World): RequestHandler {
  return async (req, res) => {
    const mail = await mailOf(world, req)
    res.set('Content-Security-Policy', PAGE_CSP)
    answerPage(req, res, render('mailbox-mail', mailboxMailView(await readSite(world), mail)), 'none')
  }
}

/** A mail lives by its inline styles; it gets nothing else: no script, no picture, no form, no origin. Its links open in the whole window. */
const MAIL_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation"

function mailHtml(world: World): RequestHandler {
  return async (req, res) => {
    const { html } = await mailOf(world, req)
    res.set('Content-Security-Policy', MAIL_CSP)
    answer(req, res, { body: html.replace('<head>', () => '<head><base target="_top">'), type: 'text/html; charset=utf-8', cache: 'none' })
  }
}

async function mailOf(world: World, req: Request): Promise<KeptMail> {
  const id: unknown = req.params['id']
  const mail = typeof id === 'string' && /^\d{1,15}$/.test(id) ? await findMail(world.db, Number(id)) : undefined
  if (!mail) throw new HttpError(404, 'There is no such mail in the mailbox.')
  return mail
}
