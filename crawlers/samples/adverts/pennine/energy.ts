import type { SampleAdvert } from '../../advert.ts'

/** The Pennine feed's adverts for energy, water and nuclear. */
export const PENNINE_ENERGY: SampleAdvert[] = [
  {
    id: 'PNW-90122',
    title: 'Programme Manager - Low Carbon Heat Networks - Nottingham',
    company: 'Colnedale People',
    location: '',
    postedDaysAgo: 12,
    form: 'tidy',
    role: 'heat-nottingham',
    expect: {
      dayRate: { min: 575, max: 625, basis: 'stated' },
      engagement: 'outside',
      discipline: 'programme',
      seniority: 'manager',
      place: 'Nottingham',
      remote: 'hybrid',
      termMonths: 18,
    },
    body: `Warm water under the street is an old idea whose time has come round. A municipal energy company in Nottingham will extend its heat network to nine tower blocks, a college and a hospital, replacing gas boilers as it goes, with grant money that has milestones in it.

A Programme Manager is needed for eighteen months to hold together:
- four engineering projects at four different stages
- customer connections and the conversations with residents
- grant claims, cashflow and the carbon account
- a joint venture board with two councils and one investor

Candidates might come from district heating, utilities or regeneration. NEC4, MSP and a feeling for local politics are all useful; a thick coat is useful on hydrant-testing days.

£575 - £625 per day, outside IR35, hybrid with two days a week in Nottingham. 18 month contract.`,
  },
  {
    id: 'PNW-90101',
    title: 'Project Manager - Hydrogen Pilot Plant - Middlesbrough',
    company: 'Colnedale People',
    location: '',
    postedDaysAgo: 5,
    form: 'tidy',
    role: 'hydrogen-middlesbrough',
    expect: {
      dayRate: { min: 500, max: 550, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Middlesbrough',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `A ten megawatt electrolyser, a compressor the size of a bus and a chemical works next door which will buy every kilogram. The pilot plant on the Tees has its funding and its planning consent. Colnedale has been asked to find a Project Manager for the owner.

# The owner's Project Manager
- Oversees the engineering contractor against a lump-sum agreement
- Manages permits, the safety case and the grid connection
- Reports to three shareholders and a government funder
- Leads two engineers and a document controller

# Progress so far
The electrolyser stacks have been ordered from a maker in Denmark and are a little late. Civil works are about half done. The grid connection offer was accepted in spring and the operator's date has since moved by ten weeks, so a temporary supply is being studied. The hazard study raised 212 actions, of which 61 are open. The neighbouring works has a shutdown in June, the only time at which the tie-in can be made, and it comes round every four years.

# Would suit
Process, power or gas project managers from the client's side. Chartered status is nice. Curiosity about a young technology is nicer.

# Terms
£500 - £550 per day outside IR35, 12 month contract. Hybrid: three days a week in Middlesbrough until mechanical completion, then whatever it takes.`,
  },
  {
    id: 'PNW-90014',
    title: 'PMO Lead (Floating Wind) - Aberdeen - 12 months',
    company: 'Ouzelwell Contracts',
    location: '',
    postedDaysAgo: 5,
    form: 'bold',
    role: 'pmo-wind-aberdeen',
    expect: {
      dayRate: { min: 470, max: 470, basis: 'stated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'lead',
      place: 'Aberdeen',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `# PMO Lead - Aberdeen - hybrid - £470 per day inside IR35 - 12 months

Forty people, two floating wind farms, no PMO. That is the whole problem and you are the solution.

# Things to build
- Gates. Who decides what, when, on which paper
- Risk. Quantified, because lenders read the P80
- Interfaces. Turbines, moorings, dynamic cables, substations
- Reports. Three partners, one set of numbers

# Things to know already
- How to start a programme office in energy or marine work
- What a planner does all day in Primavera, and how to help
- Earned value as something other than a chart

You will hire two analysts and you will be in the Aberdeen office on three days of the week. Ouzelwell pays weekly and answers its telephone: 0161 496 0155.`,
  },
  {
    id: 'PNW-90019',
    title: 'Project Controls Analyst / P6 - Durham - 18 month contract',
    company: 'Ouzelwell Contracts',
    location: '',
    postedDaysAgo: 12,
    form: 'block',
    role: 'controls-durham',
    expect: {
      dayRate: { min: 352, max: 352, basis: 'estimated' },
      engagement: 'umbrella',
      discipline: 'pmo',
      seniority: 'analyst',
      place: 'Durham',
      remote: 'hybrid',
      termMonths: 18,
    },
    body: `Water alliance, AMP8, Durham. Project Controls Analyst needed for 18 months at £44 per hour umbrella only, two days a week in the Durham office and the rest from home (hybrid).

Thirty wastewater schemes, every one of them in Primavera P6, every one updated monthly. You gather progress and cost, forecast the outturn, run change control in the portal, publish dashboards and write the two pages that explain them. You also help out at cost and schedule risk workshops.

The right background is project controls for water, roads, rail or power networks. Excel must be excellent. If you can tell a story with a variance, the alliance director will like you. The team numbers nine, has a low turnover, and holds a quiz on the last Thursday of the month. Call Ouzelwell on 0161 496 0155.`,
  },
  {
    id: 'PNW-90025',
    title: 'Senior P6 Planner - Nuclear - West Cumbria',
    company: 'Ouzelwell Contracts',
    location: '',
    postedDaysAgo: 9,
    form: 'breaks',
    role: 'planner-whitehaven',
    expect: {
      dayRate: { min: null, max: 432, basis: 'estimated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'analyst',
      place: 'Whitehaven',
      remote: 'hybrid',
      termMonths: 24,
      clearance: { level: 'SC', mode: 'eligible' },
    },
    body: `Senior Planner for nuclear decommissioning, based in Whitehaven.

Money: up to £54 per hour, inside IR35
Length: 24 months, then probably another 24
Days: three in the office, two at home, hybrid
Security: SC eligible, the site sponsors

There is a baseline that ends in 2041. Somebody has to look after it. You'd lead three planners from framework partners, run the quarterly re-forecast, do the schedule risk analysis and write the narrative the authority reads. You'd also teach work-package managers that "90 per cent complete" is not a duration.

Planners from defence, oil and gas or chemical plant are as welcome as nuclear ones provided that P6 holds no mysteries. West Cumbria is beautiful and further from a motorway than it looks; relocation tips are given freely by Ouzelwell on 0161 496 0155.`,
  },
]
