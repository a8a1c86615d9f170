// What people call the roles of the trade: for whoever types one, before and after an advert has it.
import { findRoles } from './role-title.ts'
import { levelStart } from './role-words.ts'

/** The ladder's rungs by the names of their disciplines, the commonest first. */
export const LADDER: readonly string[] = [
  'Project Manager',
  'Programme Manager',
  'PMO Analyst',
  'Delivery Manager',
  'PMO Manager',
  'Change Manager',
  'Project Coordinator',
  'Scrum Master',
  'Business Change Manager',
  'Transformation Manager',
  'PMO Lead',
  'Senior Project Manager',
  'Programme Director',
  'Project Director',
  'Portfolio Manager',
  'Project Planner',
  'Project Controls Manager',
  'PMO Coordinator',
  'Project Support Officer',
  'Head of PMO',
  'Head of Delivery',
  'PMO Director',
  'Portfolio Analyst',
  'Project Administrator',
  'Junior Project Manager',
  'Release Train Engineer',
]

/**
 * The title's own words for its first role, with the level in front of them: "Interim Senior Programme Manager – Leeds (SC)" →
 * "Senior Programme Manager"; undefined where it names none of the trade.
 */
export function advertisedTitle(title: string): string | undefined {
  const [role] = findRoles(title)
  return role && title.slice(levelStart(title, role), role.start + role.words.length).trim()
}
