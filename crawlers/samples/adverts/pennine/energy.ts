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
    title: 'OFFSHORE WIND PMO LEAD - Aberdeen - 12 months',
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

# First ninety days
- Stage gates and governance calendar for two developments in parallel
- One risk process, with quantified results the lenders' engineer will accept
- Document control and interface register with the turbine and cable suppliers
- Monthly reporting to joint-venture partners who ask different questions

# After that
- Recruit two analysts, run the office, be the conscience of the project directors

# Must have
- Set-up and leadership of a PMO in energy, marine or heavy engineering
- Earned value and Primavera P6 outputs, though a planner will do the planning

You will be in the Aberdeen office on three days of the week. Ouzelwell answers its telephone: 0161 496 0155.`,
  },
  {
    id: 'PNW-90019',
    title: 'Project Controls Analyst (AMP8 Water Programme) / Durham / 18 month contract',
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

The AMP8 investment period has doubled the number of schemes that the water company must deliver, and its alliance partner needs more eyes on cost and time. You will update the schedules of thirty wastewater schemes in P6 every month. Collect cost actuals, accruals and forecasts from the delivery teams. Produce performance dashboards and an exceptions note. Run change control through the alliance's portal. Support schedule and cost risk workshops.

The right background is project controls in water, highways or another regulated asset owner; P6 and Excel at a high level. If you can tell a story with a variance, the alliance director will like you. The team numbers nine, has a low turnover, and holds a quiz on the last Thursday of the month. Call Ouzelwell on 0161 496 0155.`,
  },
  {
    id: 'PNW-90025',
    title: 'SENIOR PLANNER (PRIMAVERA P6) – NUCLEAR DECOMMISSIONING – Whitehaven',
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

There is a baseline to 2041 and a chair that has been empty for two months. The planner's brief:

- Own the integrated schedule for retrieval, waste packaging and building services
- Lead three planners employed by the framework partners
- Quarterly re-forecast with the project manager and the cost lead
- Schedule risk analysis and a narrative for the authority
- Coach work-package managers in giving an honest remaining duration

Planning experience on nuclear, defence or process plant at senior level, and P6 to expert standard. West Cumbria is beautiful and further from a motorway than it looks; relocation tips are given freely by Ouzelwell on 0161 496 0155.`,
  },
]
