// One role or two: what visitors suggest, what may be, and what was judged, each pair side by side.
import type { MayBePage, MayBePair } from '../db/may-be.ts'
import type { Outdated } from '../db/relink.ts'
import type { JudgedAdvert, OpenSuggestion, Verdict } from '../db/verdicts.ts'
import { adminFrame } from './admin.ts'
import type { AdminFrame } from './admin.ts'
import { capital, countLabel, engagementLabel, levelLabel, placeLabel, rateLabel, startLabel, termLabel } from './labels.ts'
import { outdatedWords } from './outdated-rules.ts'
import { ageLabel } from './times.ts'
import type { TimeLabel } from './times.ts'
import type { Site } from './page.ts'

export interface JudgedView {
  title: string
  /** The role's page; '' where the advert is under none. */
  href: string
  /** The advert at its source; '' where it is gone. */
  out: string
  facts: string[]
}

export interface AdminSameView extends AdminFrame {
  summary: string
  /** That the rules changed, and what to do; '' where they did not. */
  outdated: string
  suggestions: { says: string; at: TimeLabel; adverts: JudgedView[]; answer: string }[]
  maybe: { score: string; reasons: string[]; against: string; adverts: JudgedView[]; postingId: string; otherId: string }[]
  verdicts: { words: string; at: TimeLabel; undone: TimeLabel | null; adverts: JudgedView[]; undo: string }[]
}

export interface SameMatter {
  suggestions: OpenSuggestion[]
  maybe: MayBePage
  verdicts: Verdict[]
  outdated: Outdated
  said: string
}

const SAYS = { same: 'one role', different: 'different roles' } as const
const BECAUSE = { place: 'the place', level: 'the level', client: 'the client', terms: 'the terms', work: 'the work' } as const

export function adminSameView(site: Site, { suggestions, maybe, verdicts, outdated, said }: SameMatter): AdminSameView {
  return {
    ...adminFrame(site, 'One role or two', '/admin/same', said),
    summary: `${countLabel(suggestions.length, 'suggestion')} of visitors and ${countLabel(maybe.total, 'pair')} the rules are not sure of. A judgement outlives every later crawl and can be taken back.`,
    outdated: outdatedWords(outdated),
    suggestions: suggestions.map(one => ({
      says: `${SAYS[one.says]}${one.because ? `, by ${BECAUSE[one.because]}` : ''}; said ${one.times === 1 ? 'once' : countLabel(one.times, 'time')}`,
      at: ageLabel(one.at, site.now),
      adverts: one.adverts.map(judgedView),
      answer: `/admin/same/suggestions/${one.id}`,
    })),
    maybe: maybe.pairs.map(mayBeView),
    verdicts: verdicts.map(one => ({
      words: `Judged ${SAYS[one.says]}${one.reason ? ` (${one.reason})` : ''}`,
      at: ageLabel(one.at, site.now),
      undone: one.undoneAt ? ageLabel(one.undoneAt, site.now) : null,
      adverts: one.adverts.map(judgedView),
      undo: one.undoneAt ? '' : `/admin/same/verdicts/${one.id}/undo`,
    })),
  }
}

function mayBeView(pair: MayBePair): AdminSameView['maybe'][number] {
  const { score, reasons, adverts } = pair
  const [a, b] = adverts
  return {
    score: score.toFixed(2),
    reasons,
    against: capital(apartWords(pair)),
    adverts: adverts.map(judgedView),
    postingId: String(a.postingId ?? ''),
    otherId: String(b.postingId ?? ''),
  }
}

/** Why the rules did not make them one. */
function apartWords({ against, between }: MayBePair): string {
  if (against.length > 0) return `not sure enough: ${against.join('; ')}`
  if (!between) return 'these two would join; the next advert that fits both, or “dayrate relink”, brings their roles together'
  const [one, other] = between.titles
  return `these two would join, but “${one}” and “${other}” are in their roles too: ${between.vetoes.join('; ')}`
}

function judgedView({
  postingId,
  sourceId,
  sourceName,
  externalId,
  title,
  company,
  location,
  card,
  closedAt,
  listing,
}: JudgedAdvert): JudgedView {
  const facts = card
    ? [
        rateLabel(card).words,
        engagementLabel(card).words,
        levelLabel(card),
        placeLabel(card) || (location ?? ''),
        card.term ? termLabel(card.term) : '',
        card.start ? startLabel(card.start.value) : '',
      ]
    : ['the advert is gone']
  return {
    title: title || `advert ${externalId}`,
    href: listing ? `/roles/${listing.slug}` : '',
    out: postingId === undefined ? '' : `/go/${postingId}`,
    facts: [company || 'not named', sourceName ?? sourceId, ...facts, closedAt ? 'closed' : ''].filter(words => words !== ''),
  }
}
