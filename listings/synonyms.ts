// Words of the trade that mean the same: a role that says one of them is found by the others. They are added to the words a role is
// found by, not to what people ask: a question then costs nothing more, and "a phrase" and -minus see them too. Only where the long form is
// made of words that mean something else in other titles is it the question that is put shortly.

interface Group {
  /** What an advert says; upper case where the letters mean something else in lower case ("5 pm"). */
  said: RegExp
  /** What else it is found by. */
  also: string
}

/** "Programme management office": added to every PMO, its words would make of a PMO analyst a programme manager. */
const OFFICE = /\b(?:project|program(?:me)?|portfolio)s? (?:(?:management|support|delivery) )?offices?\b/i
const IR35 = /\bIR[ -]35\b/i

/** What is asked for in many words, put as every role that means it is found. */
export function inShort(typed: string): string {
  return typed.replace(ALL_OFFICES, 'PMO').replace(ALL_IR35, 'IR35')
}

const [ALL_OFFICES, ALL_IR35] = [OFFICE, IR35].map(words => new RegExp(words, 'gi')) as [RegExp, RegExp]

const GROUPS: readonly Group[] = [
  { said: /\bproject(?: ?[/&] ?program(?:me)?)? managers?\b/i, also: 'PM' },
  { said: /\b(?:PM|PMs)\b(?! ?[:\d])/, also: 'project manager' },
  { said: /\bprogrammes?\b/i, also: 'program programs' },
  { said: /\bprograms?\b/i, also: 'programme' },
  { said: /\bprogram(?:me)? managers?\b/i, also: 'PgM' },
  { said: /\bPgM\b/, also: 'programme manager' },
  { said: OFFICE, also: 'PMO' },
  { said: /\be?PMOs?\b|\bPSO\b/i, also: 'PMO' },
  { said: IR35, also: 'IR35' },
  { said: /\bbusiness analysts?\b/i, also: 'BA' },
  { said: /\bBAs?\b/, also: 'business analyst' },
  { said: /\bscrum ?masters?\b/i, also: 'scrum master scrummaster' },
  { said: /\b(?:SC|security|DV|CTC|BPSS) ?clear(?:ed|ance)\b|\bactive SC\b/i, also: 'security cleared clearance' },
  { said: /\bSC\b/, also: 'SC cleared clearance' },
  { said: /\bDV\b|\bdeveloped vett/i, also: 'DV cleared clearance developed vetting' },
  { said: /\bco-ordinators?\b/i, also: 'coordinator' },
  { said: /\bco-?ordinators?\b/i, also: 'co-ordinator' },
  { said: /\b(?:senior|snr|sr)\b/i, also: 'senior snr sr' },
  { said: /\b(?:junior|jnr|jr)\b/i, also: 'junior jnr jr' },
  { said: /\bmanagers?\b/i, also: 'mgr' },
  { said: /\bmgr\b/i, also: 'manager' },
  { said: /\bPRINCE ?(?:2|II)\b/i, also: 'PRINCE2 PRINCE 2' },
  { said: /\bMOD\b|\bministry of defen[cs]e\b/, also: 'MOD ministry of defence' },
  { said: /\bNHS\b|\bnational health service\b/i, also: 'NHS national health service' },
  { said: /\b(?:fully remote|home[- ]based|work(?:ing)? from home|WFH)\b/i, also: 'remote home working WFH' },
  { said: /\btarget operating model\b|\bTOM\b/, also: 'TOM target operating model' },
  { said: /\bM&A\b|\bmergers? and acquisitions?\b/i, also: 'M&A merger acquisition' },
  { said: /\bfixed[- ]term\b|\bFTC\b/i, also: 'FTC fixed term' },
  { said: /\bmobili[sz]ation\b/i, also: 'mobilisation mobilization' },
  { said: /\borgani[sz]ation/i, also: 'organisation organization' },
  { said: /\bplanner\b/i, also: 'planning scheduler' },
  { said: /\bscheduler\b/i, also: 'planner planning' },
]

/** The words a text is also found by, a line a group; '' for none. */
export function synonymsOf(text: string): string {
  return GROUPS.filter(({ said }) => said.test(text))
    .map(({ also }) => also)
    .join('\n')
}
