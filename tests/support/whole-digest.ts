// A digest for a template that knows of no pieces: what the pieces are measured against and held to.
import { ALERT } from '../../views/digest.ts'
import type { DigestView } from '../../views/digest.ts'

/** With the address of its alert in every role. */
export function wholeDigest(view: DigestView): DigestView {
  const fill = (words: string): string => words.replace(ALERT, view.links.change)
  const roles = view.roles.map(role => ({
    ...role,
    hide: role.hide && { ...role.hide, href: fill(role.hide.href) },
    notRelevant: fill(role.notRelevant),
  }))
  return { ...view, roles }
}
