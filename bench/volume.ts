// Adverts as a market makes them: few common titles and many rare ones, agencies that share a role and re-write it, employers with one
// introduction over all of theirs. Made up; the same number gives the same adverts on every machine.
import type { RawPosting } from '../listings/posting.ts'
import { randomOf } from './adverts.ts'

const HEADS = [
  'Project',
  'Programme',
  'Delivery',
  'Change',
  'PMO',
  'Portfolio',
  'Release',
  'Service',
  'Test',
  'Transformation',
  'Risk',
  'Data',
]
const ROLES = ['Manager', 'Analyst', 'Lead', 'Coordinator', 'Officer', 'Consultant', 'Planner', 'Architect', 'Specialist', 'Controller']
const LEVELS = ['', '', '', '', '', 'Senior ', 'Senior ', 'Junior ', 'Lead ', 'Principal ']
const FIELDS = ['Payments', 'Rail', 'Claims', 'Water', 'ERP', 'Cyber', 'Pensions', 'Treasury', 'Fleet', 'Identity', 'Network', 'Clinical']
const PLACES =
  'London,London,London,London,Leeds,Manchester,Bristol,Birmingham,Glasgow,Edinburgh,Cardiff,Belfast,Sheffield,York,Exeter,Reading,Nottingham,Liverpool,Derby,Coventry,Norwich,Southampton,Plymouth,Swindon,Milton Keynes,Cambridge,Oxford,Bath,Preston,Lincoln,Chester,Durham,Ipswich,Luton,Crawley,Telford,Warrington,Wigan,Stockport,Oldham'.split(
    ',',
  )
const SYLLABLES = 'ba,ce,dor,el,fen,gar,hal,is,jun,ker,lo,mar,nor,ol,pen,quar,ros,sal,tor,ul,ven,wex,yar,zen,bro,cal,den,eth'.split(',')
const AGENCY = ['Resourcing', 'Talent', 'Recruitment', 'Search', 'Personnel', 'Contracts']
const VERBS = ['runs', 'replaces', 'reviews', 'joins', 'moves', 'opens', 'rebuilds', 'measures', 'closes', 'plans', 'tests', 'trains']
const THINGS = [
  'the ledger',
  'two depots',
  'a register',
  'the timetable',
  'the estate',
  'nine sites',
  'the archive',
  'a portal',
  'the rota',
]
const WHENS = [
  'by spring',
  'before the audit',
  'with three suppliers',
  'for the regulator',
  'over two weekends',
  'without a pause in service',
]

type Random = (below: number) => number

/** Zipf's law near enough: the first of a list far more often than the last. */
function often<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(list.length ** (random(1_000_000) / 1_000_000)) - 1] as T // 1 ≤ n ** x < n
}

/** Names and jargon of one role: 20,000 of them, the rare ones rarely. */
function word(random: Random): string {
  const rank = Math.floor(20_000 * (random(1_000_000) / 1_000_000) ** 2)
  const part = (at: number): string => SYLLABLES[Math.floor(rank / SYLLABLES.length ** at) % SYLLABLES.length] ?? ''
  return `${part(0)}${part(1)}${part(2)}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function sentence(random: Random): string {
  const pick = (list: readonly string[]): string => list[random(list.length)] ?? ''
  const [a, b, c] = [word(random), capital(word(random)), word(random)]
  return `The ${a} team of ${b} ${pick(VERBS)} ${pick(THINGS)} and the ${c} ${word(random)} ${pick(WHENS)}.`
}

interface Role {
  title: string
  place: string
  client: string
  about: string
  brief: string[]
  rate: number
}

/** A role: what its adverts have in common. */
function makeRole(number: number): Role {
  const random = randomOf(number * 7919 + 31)
  const field = random(3) === 0 ? ` - ${often(FIELDS, random)} ${random(4) === 0 ? capital(word(random)) : ''}` : ''
  const client = capital(word(random))
  const house = randomOf(client.length * 31 + client.charCodeAt(0) * 7 + client.charCodeAt(3))
  return {
    title: `${often(LEVELS, random)}${often(HEADS, random)} ${often(ROLES, random)}${field}`.trim(),
    place: often(PLACES, random),
    client,
    about: `${client} works for people in ${2 + house(30)} countries. ${sentence(house)} ${sentence(house)}`,
    brief: Array.from({ length: 5 + random(9) }, () => sentence(random)),
    rate: 300 + 25 * random(20),
  }
}

/** One of a role's adverts: the first is the client's own or the first agency's, every other another agency's in its own words. */
function makeAdvert(role: Role, number: number, nth: number): RawPosting {
  const random = randomOf(number * 104_729 + nth)
  const agency = nth > 0 || random(3) > 0
  const company = agency ? `${capital(word(random))} ${AGENCY[random(AGENCY.length)] ?? ''}` : role.client
  const rate = role.rate + (nth === 0 ? 0 : 25 * (random(3) - 1))
  return {
    externalId: `${number}-${nth}`,
    url: `https://volume.example/${number}/${nth}`,
    title: nth > 0 && random(4) === 0 ? `${role.title} - ${role.place}` : role.title,
    company,
    location: role.place,
    postedAt: new Date(Date.UTC(2026, 9, 1) + random(40 * 86_400) * 1_000).toISOString(),
    description: reworded(role, random, nth, rate, agency),
  }
}

function reworded(role: Role, random: Random, nth: number, rate: number, agency: boolean): string {
  const way = nth === 0 ? 0 : random(4)
  const brief = way < 2 ? role.brief : role.brief.filter(() => random(5) > 0).reverse()
  const lines = way === 3 ? brief.map(line => line.replace('The ', 'Our ').replace(' and the ', ', then the ')) : brief
  const opening = agency ? `Our client needs a ${role.title} in ${role.place}.` : role.about
  return `${opening} ${lines.join(' ')} £${rate} per day, outside IR35, ${3 + (role.rate % 9)} months.${agency ? ' Please apply with your CV.' : ''}`
}

/** How many agencies have one role: mostly one, at times five. */
const ADVERTS_OF_A_ROLE = [1, 1, 1, 1, 1, 1, 2, 2, 3, 5]

/** `count` adverts of the roles from number `from` on, one role's after another. */
export function makeVolume(count: number, from = 0): RawPosting[] {
  const made: RawPosting[] = []
  for (let number = from; made.length < count; number++) {
    const role = makeRole(number)
    const adverts = ADVERTS_OF_A_ROLE[number % ADVERTS_OF_A_ROLE.length] ?? 1
    for (let nth = 0; nth < adverts; nth++) made.push(makeAdvert(role, number, nth))
  }
  return made.slice(0, count)
}

/** Late adverts of roles that are stored already: another agency's each. */
export function makeLateAdverts(count: number, from = 0): RawPosting[] {
  return Array.from({ length: count }, (_, i) => makeAdvert(makeRole(from + i), from + i, 6 + (i % 3)))
}
