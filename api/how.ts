// How adverts are read, and reading one that somebody pastes. Nothing that is pasted is stored or logged.
import type { Request, RequestHandler } from 'express'
import { findExamples } from '../db/examples.ts'
import { advertOf, readPosting } from '../listings/posting.ts'
import type { RawPosting } from '../listings/posting.ts'
import { NOTHING_PASTED, PASTE_LIMITS, howView, mistakenView, pastedView } from '../views/how.ts'
import type { PasteForm, PasteMistakes } from '../views/how.ts'
import { render } from '../views/render.ts'
import { answerPage, readSite } from './answer.ts'
import type { World } from './server.ts'
import { formField } from './session.ts'

const EXAMPLES_A_TAG = 3

export function how(world: World): RequestHandler {
  return async (req, res) => {
    const [site, examples] = await Promise.all([readSite(world), findExamples(world.db, EXAMPLES_A_TAG)])
    answerPage(req, res, render('how', howView(site, examples)))
  }
}

/** POST /how: the card of an advert, or the form again with what is wrong with it. */
export function readPasted(world: World): RequestHandler {
  return async (req, res) => {
    const form = readForm(req)
    const mistakes = mistakesIn(form)
    const site = await readSite(world)
    if (Object.keys(mistakes).length > 0) return answerPage(req, res, render('how-read', mistakenView(site, form, mistakes)), 'none', 400)
    const raw = rawOf(form)
    answerPage(req, res, render('how-read', pastedView(site, form, readPosting(raw), advertOf(raw).advert)), 'none')
  }
}

/** As typed: browsers send line ends as CR LF, which nobody typed and which would count against the limit. */
function readForm(req: Request): PasteForm {
  const field = (name: keyof PasteForm): string => formField(req, name).replaceAll('\r\n', '\n')
  return { ...NOTHING_PASTED, title: field('title'), location: field('location'), pay: field('pay'), text: field('text') }
}

function mistakesIn({ title, location, pay, text }: PasteForm): PasteMistakes {
  const bytes = Buffer.byteLength(text)
  return {
    ...(title.trim() === '' && { title: 'Write the title of the role: level and discipline are read from it.' }),
    ...(title.length > PASTE_LIMITS.title && { title: tooLong('title', title.length, PASTE_LIMITS.title) }),
    ...(location.length > PASTE_LIMITS.location && { location: tooLong('place', location.length, PASTE_LIMITS.location) }),
    ...(pay.length > PASTE_LIMITS.pay && { pay: tooLong('pay', pay.length, PASTE_LIMITS.pay) }),
    ...(bytes > PASTE_LIMITS.textBytes && {
      text: `The text has ${kilobytes(bytes)} kB; 20 kB is the most that is read here. It still stands below: cut what is not about the role.`,
    }),
  }
}

function tooLong(what: string, length: number, most: number): string {
  return `The ${what} has ${length} characters; ${most} are the most. Put the rest into the text.`
}

/** Rounded up, so that what is too much never reads as the limit. */
function kilobytes(bytes: number): string {
  return (Math.ceil(bytes / 100) / 10).toFixed(1)
}

function rawOf({ title, location, pay, text }: PasteForm): RawPosting {
  return {
    externalId: 'pasted',
    url: '',
    title,
    ...(location !== '' && { location }),
    ...(pay !== '' && { pay }),
    ...(text !== '' && { description: text }),
  }
}
