// Adverts for measuring, made up from parts in our own words; the same number gives the same adverts on every machine.
import type { RawPosting } from '../listings/posting.ts'

const ROLES = [
  'Project Manager',
  'Senior Project Manager',
  'Programme Manager',
  'PMO Analyst',
  'PMO Lead',
  'Project Support Officer',
  'Delivery Manager',
  'Scrum Master',
  'Change Manager',
  'Portfolio Manager',
  'Head of PMO',
  'Junior Project Manager',
  'Project Planner',
  'Transformation Manager',
  'Project Coordinator',
  'Programme Director',
]
const DOMAINS = [
  'payments migration',
  'smart meters',
  'rail signalling',
  'claims transformation',
  'data centre fit-out',
  'ERP roll-out',
  'cyber remediation',
  'branch network',
  'pensions administration',
  'electronic patient records',
  'network refresh',
  'treasury platform',
  'water mains',
  'fleet electrification',
  'identity and access',
  'case management',
  'warehouse automation',
  'regulatory reporting',
  'contact centre',
  'office moves',
]
const TOWNS = [
  'Leeds',
  'London',
  'Manchester',
  'Bristol',
  'Birmingham',
  'Glasgow',
  'Edinburgh',
  'Cardiff',
  'Belfast',
  'Sheffield',
  'York',
  'Exeter',
  'Reading',
  'Nottingham',
  'Newcastle upon Tyne',
  'Liverpool',
  'Derby',
  'Coventry',
  'Norwich',
  'Southampton',
  'Plymouth',
  'Swindon',
  'Milton Keynes',
  'Cambridge',
  'Oxford',
]
const FIRMS = [
  'Kestrel Resourcing',
  'Alder & Pike',
  'Northgate Talent',
  'Bracken Associates',
  'Tidewater Search',
  'Fernhill Group',
  'Quarry Lane Recruitment',
  'Meridian Contracts',
  'Hollow Oak',
  'Stonebridge People',
]
const TAXES = ['outside IR35', 'inside IR35', 'Outside of IR35', 'via an umbrella company', 'IR35 status to be confirmed', '']
const DUTIES = [
  'keep the plan, the budget and the risks honest',
  'run the weekly board and write what it decided',
  'bring suppliers to their dates',
  'agree scope with people who do not want to agree',
  'report benefits in numbers somebody can check',
  'set up governance that fits on a page',
  'move three hundred users over a weekend',
  'close actions instead of moving them',
  'lead a team of six in two towns',
  'hand over to operations without surprises',
  'prepare the business case for the next stage',
  'keep the dependency log alive',
]
const SKILLS = [
  'PRINCE2',
  'MSP',
  'AgilePM',
  'Jira',
  'MS Project',
  'Primavera P6',
  'SC clearance',
  'Power BI',
  'NEC4',
  'Scrum',
  'stakeholder management',
  'Planview',
]

/** A small repeatable generator (mulberry32): benchmarks must not differ by chance from run to run. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

/** `count` adverts of about 2 kB, ids from `from` on. */
export function makeAdverts(count: number, from = 0): RawPosting[] {
  return Array.from({ length: count }, (_, i) => makeAdvert(from + i))
}

function makeAdvert(number: number): RawPosting {
  const random = randomOf(number * 7919 + 17)
  const pick = (list: readonly string[]): string => list[random(list.length)] ?? ''
  const [role, domain, town] = [pick(ROLES), pick(DOMAINS), pick(TOWNS)]
  return {
    externalId: `made-${number}`,
    url: `https://boards.example/${number}`,
    title: `${role}, ${domain}`,
    company: pick(FIRMS),
    location: town,
    postedAt: new Date(Date.UTC(2026, 9, 1) + random(50 * 86_400) * 1_000).toISOString(),
    description: body(random, pick, role, domain, town),
  }
}

function body(
  random: (below: number) => number,
  pick: (list: readonly string[]) => string,
  role: string,
  domain: string,
  town: string,
): string {
  const rate = 300 + 25 * random(24)
  const pay = random(5) === 0 ? 'Rate on application' : `£${rate} - £${rate + 50} per day ${pick(TAXES)}`
  const duties = Array.from(
    { length: 9 },
    () => `<li>You will ${pick(DUTIES)} for the ${pick(DOMAINS)} work, and ${pick(DUTIES)}.</li>`,
  ).join('')
  const skills = Array.from({ length: 4 }, () => `<li>${pick(SKILLS)}, and enough ${pick(DOMAINS)} to ask the right questions</li>`).join(
    '',
  )
  return `<p><strong>${role}</strong> wanted for ${domain} in ${town}, ${1 + random(4)} days a week on site. ${3 + random(10)} month contract. ${pay}.</p>
    <p>Our client is a large organisation in ${town} with a programme that matters to people who will never hear of it.</p>
    <h3>What you will do</h3><ul>${duties}</ul><h3>What you bring</h3><ul>${skills}</ul>`
}

const ABOUT = [
  'The programme has a budget of £2.4m this year and a steering group that meets on the first Tuesday of every month',
  'We are a team of 14 people in three offices, and we have run this service since 2009',
  'Some travel to suppliers in the Midlands and the North West is needed, about once a quarter, and is paid for',
  'The first release is due on 31 March 2027 and the second one six months later',
  'You will work hybrid with the rest of the team, and choose your days with them',
  'Candidates must be able to show five years of delivery in regulated industries and references from the last two',
  'BPSS checks are made before the first day; active SC is an advantage for one of the workstreams',
  'The previous manager moves to another programme and stays for a hand-over of two weeks',
  'Reports go to the programme director, who answers to a board of six and to a regulator twice a year',
  'The suppliers are two large integrators and a small firm from Ghent that wrote the engine in 2014',
  'There are 1,200 users in 38 branches, and none of them has asked for any of this',
  'An allowance of £400 pays for the desk at home, and trains to other sites are booked by the office',
]
const CLOSING = [
  'We welcome applications from everybody and make adjustments to interviews where somebody needs them',
  'Interviews take place by video in the week after the closing date, with a first call of 30 minutes and a second one of an hour',
  'Please send a CV that names the size of your projects: budget, team, months and what was different afterwards',
  'Because of the number of answers we can only write to people who go on to the next stage within ten working days',
]

/** `count` adverts of about 4 kB: as agencies write them, with figures, dates and places that are no pay, no start and no place of work. */
export function makeLongAdverts(count: number, from = 0): RawPosting[] {
  return makeAdverts(count, from).map((advert, i) => ({ ...advert, description: `${advert.description}${more(from + i)}` }))
}

function more(number: number): string {
  const random = randomOf(number * 104_729 + 5)
  const from = random(ABOUT.length)
  const about = Array.from({ length: 12 }, (_, i) => `<p>${ABOUT[(from + i) % ABOUT.length]}.</p>`).join('')
  const wants = Array.from({ length: 7 }, () => `<li>${SKILLS[random(SKILLS.length)]} for ${DOMAINS[random(DOMAINS.length)]}</li>`).join('')
  return `<h3>About the work</h3>${about}<h3>Good to have</h3><ul>${wants}</ul><p>${CLOSING.join('. ')}.</p>`
}

/** Pieces that cost careless patterns dearly when they stand in a row: half a match, over and over. */
const NASTY = [
  '£',
  '£1,',
  '£1 - ',
  '£500 ',
  '500 - ',
  '1,000,000',
  '9',
  '9 ',
  'per day ',
  '/',
  ' to £',
  'k ',
  '€5 ',
  'umbrella £',
  'budget of £5m ',
  ' ',
  '\t ',
  '\n',
  '\n\n ',
  'a',
  'a ',
  'A ',
  'Aa ',
  'é',
  '\u0301',
  '<',
  '<p',
  '<p>',
  '</',
  '&amp;',
  '&lt;p&gt;',
  '&#',
  '•',
  '* ',
  '- ',
  '**',
  '_',
  'outside ',
  'not outside ir35 ',
  'IR35 ',
  'inside or outside ',
  'month ',
  '6 months ',
  '6 to ',
  'six-',
  'initial ',
  'start ',
  'asap ',
  '01/',
  'January ',
  'ending 31 ',
  'Location: ',
  'Location: Leeds ',
  'Leeds, ',
  'New',
  'St ',
  'SW1A ',
  'remote ',
  'hybrid 2 days ',
  'days a week ',
  'two or three days in the office ',
  'SC ',
  'SC cleared or ',
  'must hold ',
  'eligible for ',
  'PRINCE2 ',
  'MS ',
  'Agile ',
  'project ',
  'project manager ',
  'senior ',
  'head of ',
  'change programme pmo ',
  'Ltd ',
  'our client ',
  'recruitment ',
  'Rate:',
  'Rate: £',
  'contract permanent ',
  'john.smith@',
  'www.',
  'http://',
  '+44 ',
  '07700 900',
  'Contact ',
  'linkedin.com/in/',
  'call me on ',
  '(',
  '((',
  '"',
  '’',
  '.',
  ',',
  '; ',
  ': ',
] as const

/** A text of `size` characters for each of them, by what is repeated in it. */
export function hostileTexts(size: number): Map<string, string> {
  return new Map(NASTY.map(piece => [piece, piece.repeat(Math.ceil(size / piece.length)).slice(0, size)]))
}
