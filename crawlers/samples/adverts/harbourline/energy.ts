import type { SampleAdvert } from '../../advert.ts'

/** Harbourline's adverts for energy, water and nuclear. */
export const HARBOURLINE_ENERGY: SampleAdvert[] = [
  {
    id: '4410312',
    title: 'Senior Programme Manager - Smart Metering - Outside IR35',
    company: 'Harbourline',
    location: 'Coventry, West Midlands',
    postedDaysAgo: 22,
    form: 'tidy',
    role: 'metering-coventry',
    expect: {
      dayRate: { min: 800, max: 800, basis: 'stated' },
      engagement: 'conflicting',
      discipline: 'programme',
      seniority: 'senior',
      place: 'Coventry',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `A large energy supplier is behind on its installation obligations and ahead on its excuses. The retail operations director wants a Senior Programme Manager to take over the smart metering roll-out and the exchange of first-generation meters that have gone dumb.

The programme spans field force scheduling, meter logistics, customer contact, the communications company, data quality and regulatory reporting. Three project managers run the strands. What is missing is a single plan, a single version of the numbers and one person who wakes up thinking about both.

# Requirements
- Senior programme leadership in energy retail or another field-service industry
- Knowledge of the smart energy code and its reporting cycle
- Confidence with large datasets; the answer is usually in the exceptions file
- MSP or PgMP

# Terms
£800 per day. Inside IR35. 12 months with a break clause at six. Hybrid working from the Coventry headquarters, three days per week.`,
  },
  {
    id: '4410402',
    title: 'PMO Lead - Offshore Wind',
    company: 'Harbourline',
    location: 'Aberdeen',
    postedDaysAgo: 6,
    form: 'tidy',
    role: 'pmo-wind-aberdeen',
    expect: {
      dayRate: { min: 450, max: 480, basis: 'stated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'lead',
      place: 'Aberdeen',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `A developer of floating wind farms off the north-east coast of Scotland has won its lease, opened an Aberdeen office and discovered that a forty-person organisation cannot be run from a shared spreadsheet. It would like a PMO Lead.

# First ninety days
- Stage gates and a governance calendar for two developments in parallel
- One risk process, with quantified results the lenders' engineer will accept
- Document control and an interface register with the turbine and cable suppliers
- Monthly reporting to joint-venture partners who ask different questions

# After that
Recruit two analysts, run the office, and be the conscience of the project directors.

# Requirements
Set-up and leadership of a PMO in energy, marine or heavy engineering. Sound knowledge of earned value and of Primavera P6 outputs, though a planner will do the planning.

# A word about the company
It was founded by six engineers who had worked together on oil platforms, and some of their habits are still to be seen: people say what has gone wrong at eight o'clock in the morning, and whoever raised it is thanked. The developments are at different ages. The first has consent and is buying its turbines. The second is still counting seabirds. Partners include a pension fund, a utility and a shipyard. They meet once a month in Aberdeen and once a quarter somewhere with an airport.

The office itself is on the harbour. You can watch the supply vessels from the kitchen, and most people do.

# Contract
£450 to £480 per day (inside IR35), 12 months. Office three days, hybrid.`,
  },
  {
    id: '4410412',
    title: 'Project Controls Lead - Nuclear New Build',
    company: 'Harbourline',
    location: 'Bridgwater, Somerset',
    postedDaysAgo: 28,
    form: 'bold',
    role: 'controls-bridgwater',
    expect: {
      dayRate: { min: 520, max: 520, basis: 'estimated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'lead',
      place: 'Bridgwater',
      remote: 'hybrid',
      termMonths: 24,
      clearance: { level: 'SC', mode: 'eligible' },
    },
    body: `The mechanical and electrical alliance at a power station on the Somerset coast is large enough to need its own project controls department. This is the lead of one area within it.

# Scope of the lead
- Planning, cost, risk and change for a work package group of some £220m
- A team of seven controllers, two of them graduates whom you will bring on
- Monthly performance baseline reviews with the client
- Integrating five subcontractors' programmes at level 4

# You should offer
- Project controls at senior level on nuclear, oil and gas or major infrastructure
- Earned value management to a recognised standard
- P6, a cost system of the larger sort, and Power BI
- Eligibility for SC clearance; sponsorship is given

# Reward
£65 ph, inside IR35. Initial 24 months. Four days on site at Bridgwater, Fridays at home. A travel allowance of £40 a day applies beyond thirty miles.`,
  },
  {
    id: '4410415',
    title: 'Portfolio Analyst - Electricity Networks',
    company: 'Harbourline',
    location: 'Glasgow',
    postedDaysAgo: 16,
    form: 'tidy',
    role: 'portfolio-analyst-glasgow',
    expect: {
      dayRate: { min: 375, max: 375, basis: 'stated' },
      engagement: 'outside',
      discipline: 'portfolio',
      seniority: 'analyst',
      place: 'Glasgow',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `The network company's investment plan holds 1,100 schemes: substations, overhead lines, cables, flood walls. Each has a score, a cost, a date and a story. The Portfolio Analyst makes sure that the first three agree with the fourth.

# Tasks
- Maintain the portfolio register and its monthly baseline
- Model scenarios for the asset director: what if steel rises, what if planning consent slips
- Write the quarterly regulatory return, with an audit trail
- Support the prioritisation panel and record its reasons

# Skills
- Portfolio or programme analysis in utilities, transport or government
- SQL and Power BI beyond the tutorial level
- The MoP vocabulary, used sparingly

# Contract
£375 per day. IR35: out of scope. 6 months, Glasgow one day a week and hybrid for the balance. The team is friendly and has opinions on biscuits.`,
  },
]
