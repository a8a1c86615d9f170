// Roles like the one that is shown, each with why.
import type { Shared } from '../listings/similar.ts'
import { METHOD_LABELS } from '../listings/skill-words.ts'
import type { SimilarRole } from '../db/similar.ts'
import { rowView } from './board.ts'
import type { RowView } from './board.ts'
import { ENGAGEMENT_LABELS, SECTOR_LABELS, countLabel } from './labels.ts'

export interface SimilarView {
  role: RowView
  /** "same level · 12 miles away · rate within a tenth" */
  why: string
}

export function similarView(roles: readonly SimilarRole[], now: Date): SimilarView[] {
  return roles.map(({ row, shared }) => ({ role: rowView(row, now), why: shared.map(sharedWords).join(' · ') }))
}

function sharedWords(shared: Shared): string {
  switch (shared.what) {
    case 'level':
      return 'same level'
    case 'near':
      return shared.miles === 0 ? 'same place' : `${countLabel(shared.miles, 'mile')} away`
    case 'remote':
      return 'remote too'
    case 'region':
      return `${shared.region} too`
    case 'rate':
      return 'rate within a tenth'
    case 'sector':
      return `${SECTOR_LABELS[shared.sector]} too`
    case 'engagement':
      return `${ENGAGEMENT_LABELS[shared.engagement]} too`
    default:
      return `both ${shared.methods.map(key => METHOD_LABELS.get(key) ?? key).join(', ')}`
  }
}
