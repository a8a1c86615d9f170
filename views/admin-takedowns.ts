// What is kept from being shown because somebody with a right to it asked, and the form for another.
import type { Takedown } from '../db/takedowns.ts'
import type { SourceStatus } from '../db/sources.ts'
import { adminFrame } from './admin.ts'
import type { AdminFrame } from './admin.ts'
import { countLabel, numberLabel } from './labels.ts'
import { ageLabel } from './times.ts'
import type { TimeLabel } from './times.ts'
import type { Choice, Site } from './page.ts'

export interface TakedownForm {
  url: string
  sourceId: string
  because: string
}

export interface TakedownsView extends AdminFrame {
  summary: string
  form: { url: string; because: string; sources: Choice[] }
  /** What is wrong with the form; '' for nothing. */
  problem: string
  takedowns: { subject: string; because: string; asked: TimeLabel; undone: TimeLabel | null; adverts: string; undo: string }[]
}

export const EMPTY_TAKEDOWN: TakedownForm = { url: '', sourceId: '', because: '' }

export interface TakedownsMatter {
  takedowns: Takedown[]
  sources: SourceStatus[]
  form: TakedownForm
  problem?: string
  said?: string
}

export function takedownsView(site: Site, { takedowns, sources, form, problem = '', said = '' }: TakedownsMatter): TakedownsView {
  const inForce = takedowns.filter(one => one.undoneAt === null)
  return {
    ...adminFrame(site, 'Takedowns', '/admin/takedowns', said),
    summary: summaryOf(inForce),
    form: { url: form.url, because: form.because, sources: choicesOf(sources, form.sourceId) },
    problem,
    takedowns: takedowns.map(one => takedownView(one, site.now)),
  }
}

function summaryOf(inForce: Takedown[]): string {
  if (inForce.length === 0)
    return 'Nothing is taken down now. What is stays off the board, the feeds, the exports and the mails, whatever later crawls bring.'
  const adverts = inForce.reduce((sum, one) => sum + one.adverts, 0)
  return `${countLabel(inForce.length, 'takedown')} in force, which ${inForce.length === 1 ? 'keeps' : 'keep'} ${countLabel(adverts, 'advert')} off the board, the feeds, the exports and the mails, whatever later crawls bring.`
}

function choicesOf(sources: SourceStatus[], chosen: string): Choice[] {
  const choices = sources.map(({ id, name }) => ({ name: 'source', value: id, label: name, checked: id === chosen }))
  return [{ name: 'source', value: '', label: 'no source, only the address', checked: chosen === '' }, ...choices]
}

function takedownView(one: Takedown, now: Date): TakedownsView['takedowns'][number] {
  return {
    subject: one.url ?? `everything of ${one.sourceName ?? one.sourceId ?? 'a source that is gone'}`,
    because: one.because,
    asked: ageLabel(one.askedAt, now),
    undone: one.undoneAt ? ageLabel(one.undoneAt, now) : null,
    adverts: numberLabel(one.adverts),
    undo: one.undoneAt ? '' : `/admin/takedowns/${one.id}/undo`,
  }
}
