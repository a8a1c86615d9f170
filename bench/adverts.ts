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
