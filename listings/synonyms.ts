// Words of the trade that mean the same: a role that says one of them is found by the others. They are added to the words a role is
// found by, not to what people ask: a question then costs nothing more, and "a phrase" and -minus see them too.

interface Group {
  /** What an advert says; upper case where the letters mean something else in lower case ("5 pm"). */
  said: RegExp
  /** What else it is found by. */
  also: string
}

const GROUPS: readonly Group[] = [
  { said: /\bproject managers?\b/i, also: 'PM' },
  { said: /\b(?:PM|PMs)\b(?! ?[:\d])/, also: 'project manager' },
  { said: /\bprogrammes?\b/i, also: 'program programs' },
  { said: /\bprograms?\b/i, also: 'programme' },
  { said: /\bprogram(?:me)? managers?\b/i, also: 'PgM' },
  { said: /\bPgM\b/, also: 'programme manager' },
  { said: /\b(?:project|program(?:me)?|portfolio)s? (?:management|support|delivery) office\b|\bproject office\b|\bPSO\b/i, also: 'PMO' },
  { said: /\be?PMOs?\b/i, also: 'PMO project management office, project support office, programme office' },
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
