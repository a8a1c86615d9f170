// One role or two: what visitors suggest, what may be, and what was judged, each pair side by side.
import type { MayBePage, MayBePair } from '../db/may-be.ts'
import type { Outdated } from '../db/relink.ts'
import type { JudgedAdvert, OpenSuggestion, Verdict } from '../db/verdicts.ts'
import { MAY_BE } from '../listings/sameness.ts'
import { adminFrame } from './admin.ts'
import type { AdminFrame } from './admin.ts'
import { countLabel, engagementLabel, levelLabel, placeLabel, rateLabel, startLabel, termLabel } from './labels.ts'
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

export interface PairView {
  adverts: JudgedView[]
  /** Their titles, to name the buttons for whoever hears them one by one. */
  pair: string
}

export interface AdminSameView extends AdminFrame {
  summary: string
  /** That the rules changed, and what to do; '' where they did not. */
  outdated: string
  /** What the score of a pair means, and a veto. */
  scoring: string
  suggestions: (PairView & { says: string; at: TimeLabel; answer: string })[]
  maybe: (PairView & { likeness: string; against: string; postingId: string; otherId: string })[]
  verdicts: (PairView & { words: string; at: TimeLabel; undone: TimeLabel | null; undo: string })[]
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

const SCORING = `The score goes from 0 to 1: what speaks for one role set against what speaks for two, with weights fitted on pairs that people had judged. From ${MAY_BE} on a pair stands here. What is certain joined by itself; of pairs like these that we read, three in five were one role. A veto, such as another place, rules one role out whatever else is alike.`

export function adminSameView(site: Site, { suggestions, maybe, verdicts, outdated, said }: SameMatter): AdminSameView {
  return {
    ...adminFrame(site, 'One role or two', '/admin/same', said),
    summary: `${countLabel(suggestions.length, 'suggestion')} of visitors and ${countLabel(maybe.total, 'pair')} the rules are not sure of. A judgement outlives every later crawl and can be taken back.`,
    outdated: outdatedWords(outdated),
    scoring: SCORING,
    suggestions: suggestions.map(one => ({
      says: `${SAYS[one.says]}${one.because ? `, by ${BECAUSE[one.because]}` : ''}; said ${one.times === 1 ? 'once' : countLabel(one.times, 'time')}`,
      at: ageLabel(one.at, site.now),
      ...pairView(one.adverts),
      answer: `/admin/same/suggestions/${one.id}`,
    })),
    maybe: maybe.pairs.map(mayBeView),
    verdicts: verdicts.map(one => ({
      words: `Judged ${SAYS[one.says]}${one.reason ? ` (${one.reason})` : ''}`,
      at: ageLabel(one.at, site.now),
      undone: one.undoneAt ? ageLabel(one.undoneAt, site.now) : null,
      ...pairView(one.adverts),
      undo: one.undoneAt ? '' : `/admin/same/verdicts/${one.id}/undo`,
    })),
  }
}

function mayBeView(pair: MayBePair): AdminSameView['maybe'][number] {
  const { score, reasons, adverts } = pair
  const [a, b] = adverts
  return {
    likeness: `Score ${score.toFixed(2)}. For one role: ${reasons.join('; ')}.`,
    against: apartWords(pair),
    ...pairView(adverts),
    postingId: String(a.postingId ?? ''),
    otherId: String(b.postingId ?? ''),
  }
}

/** Why the rules did not make them one. */
function apartWords({ outdated, against, between }: MayBePair): string {
  if (outdated) return 'Older rules left them apart; “dayrate relink” asks the present ones.'
  if (against.length > 0) return `Against: ${against.join('; ')}.`
  if (!between) return 'These two would join: the next advert that fits both, or “dayrate relink”, brings their roles together.'
  const [one, other] = between.titles
  return `These two would join, but “${one}” and “${other}” are in their roles too, and there is a veto: ${between.vetoes.join('; ')}.`
}

function pairView(adverts: readonly JudgedAdvert[]): PairView {
  const views = adverts.map(judgedView)
  return { adverts: views, pair: views.map(({ title }) => `“${title}”`).join(' and ') }
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
