// Names of companies: one firm is written in many ways (legal forms, divisions, spacing), and different firms share words.

/** Legal forms and words of trade that do not tell one firm from another. */
const COMMON = new Set(
  (
    'the and of at in for by a an uk gb ltd limited plc llp llc inc incorporated corp corporation co company companies group holdings holding plc bv sarl gmbh ag sa eu europe european emea international global worldwide london ' +
    'recruitment recruiting recruiter recruiters resourcing resources resource personnel staffing talent search selection appointments agency agencies associates partners partnership consulting consultancy consultants ' +
    'services service solutions specialist specialists systems technology technologies tech digital data it analytics admin internal online apply people jobs careers hr human family legal entity brand brands team united kingdom england scotland us'
  ).split(' '),
)
const WORD = /[\p{L}\p{N}]{1,30}/gu
const SHORTEST_ALIAS = 3

/** Words of a name in order, lower case, without accents, apostrophes and legal forms; all of them when nothing else is left. */
export function companyWords(name: string): string[] {
  const plain = name
    .slice(0, 120)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’`.]/g, '')
  const words = plain.match(WORD) ?? []
  const telling = words.filter(word => !COMMON.has(word) && !/^\d{4,}$/.test(word))
  return telling.length > 0 ? telling : words
}

/** How two names relate: 'same' when nothing telling differs, 'part' when one is the other with more words or its initials. */
export function companyRelation(a: readonly string[], b: readonly string[]): 'same' | 'part' | 'other' {
  const one = a.join('')
  const two = b.join('')
  if (one === '' || two === '') return 'other'
  if (one === two) return 'same'
  const [short, long] = one.length <= two.length ? [a, b] : [b, a]
  if (isPart(short, long) || isInitials(short.join(''), long)) return 'part'
  return 'other'
}

/** "stepchange" of "stepchange debt charity"; a first word must agree, so that "Apex" is not part of "Blue Apex". */
function isPart(short: readonly string[], long: readonly string[]): boolean {
  const start = short.join('')
  if (start.length < SHORTEST_ALIAS) return false
  if (long[0] === short[0] && short.every(word => long.includes(word))) return true
  return start.length >= 5 && long.join('').startsWith(start)
}

/** Also "Office for Rail Capacity (ORC)", which gives its initials itself. */
function isInitials(short: string, long: readonly string[]): boolean {
  const full = long.at(-1) === short ? long.slice(0, -1) : long
  return short.length >= 3 && full.length >= 3 && full.map(word => word[0]).join('') === short
}
