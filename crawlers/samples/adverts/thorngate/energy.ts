import type { SampleAdvert } from '../../advert.ts'

/** Thorngate's adverts for energy, water and nuclear. */
export const THORNGATE_ENERGY: SampleAdvert[] = [
  {
    id: 'programme-manager-capital-taunton-77302',
    title: 'Programme Manager - Capital Delivery (Fixed Term)',
    company: 'Wexcombe Water',
    location: 'Taunton, Somerset',
    postedDaysAgo: 12,
    form: 'tidy',
    fields: {
      employmentType: ['TEMPORARY', 'FULL_TIME'],
      baseSalary: { currency: 'GBP', unitText: 'YEAR', value: 66000 },
      closesInDays: 10,
      shape: 'graph',
    },
    role: 'capital-taunton',
    expect: {
      dayRate: { min: 300, max: 300, basis: 'estimated' },
      engagement: 'fixed-term',
      contract: 'fixed-term',
      discipline: 'programme',
      seniority: 'manager',
      place: 'Taunton',
      remote: 'hybrid',
      termMonths: 24,
    },
    body: `At Wexcombe Water we look after the taps and drains of 900,000 people, and over the next five years we will spend more on pipes, pumps and treatment works than in the fifteen before. We are looking for a Programme Manager to join our capital delivery team on a 24 month fixed-term contract.

# What you'll do
- Lead a programme of some forty storm-overflow schemes with four delivery partners
- Chair the monthly programme board and report to the regulator's engineer
- Manage scope, cost and outcome dates; each has a penalty attached
- Develop the project managers in your team

# Why this matters
For too long, heavy rain has meant that sewers fill and spill into rivers and on to beaches. Our customers have told us what they think about that, and they are right. Over this investment period we'll rebuild or enlarge more than four hundred overflows. Some need a tank the size of a swimming pool. Some need a pond and a few thousand plants. Each has a date agreed with the environmental regulator and each will be watched by people with cameras.

Your programme covers the coast from the county boundary to the estuary. It contains our most visited beaches, our busiest holiday parks and a colony of rare bats, who have their own line in the schedule.

# What you'll bring
Programme or senior project leadership in water or civil infrastructure, a good knowledge of NEC contracts, and respect for the people who operate what you build.

# What we offer
£66,000 a year, a generous pension, 26 days' leave rising with service, private health cover and a hybrid arrangement: two days a week at our Taunton office.`,
  },
  {
    id: 'decommissioning-project-manager-aberdeen-77309',
    title: 'Project Manager - Well Decommissioning',
    company: 'Dunvarrick',
    location: 'Aberdeen, Aberdeenshire',
    postedDaysAgo: 16,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', minValue: 600, maxValue: 650 },
      closesInDays: 17,
      shape: 'graph',
    },
    role: 'wells-aberdeen',
    expect: {
      dayRate: { min: 600, max: 650, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Aberdeen',
      remote: 'hybrid',
      termMonths: 18,
    },
    body: `An independent operator intends to plug and abandon nineteen subsea wells in two campaigns. A rig slot has been reserved for next May. Dunvarrick's task is to appoint the Project Manager who will be ready for it.

The Project Manager leads a small owner's team, engages the well engineering contractor, and brings together vessels, permits, waste routes and partners' approvals. Cost certainty is prized above all: the regulator publishes benchmarks and the partners read them.

Suitable people will have managed decommissioning, well intervention or subsea projects, will be used to joint-venture governance, and will have worked through at least one stage-gate process from select to execute.

The engagement is for eighteen months, outside IR35, at £600 - £650 per day. Hybrid: expect three days a week in Aberdeen in the planning phase. Offshore visits are short; survival certification can be renewed at the operator's cost.`,
  },
  {
    id: 'pmo-lead-renewables-aberdeen-77161',
    title: 'PMO Lead, Offshore Wind (12 months, Inside IR35)',
    company: 'Dunvarrick',
    location: 'Aberdeen, Aberdeenshire',
    postedDaysAgo: 8,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', minValue: 430, maxValue: 460 },
      closesInDays: 18,
      shape: 'graph',
    },
    role: 'pmo-wind-aberdeen',
    expect: {
      dayRate: { min: 430, max: 460, basis: 'stated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'lead',
      place: 'Aberdeen',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `Dunvarrick is delighted to support a developer of floating wind farms off the north-east coast of Scotland with the appointment of its first PMO Lead in Aberdeen.

The company has secured its sea-bed lease and has grown to forty people in two years. Controls have not kept up, and lenders are beginning to ask.

# In your first ninety days you will establish
- Stage gates and a governance calendar for two developments in parallel
- One risk process, with quantified results the lenders' engineer will accept
- Document control and an interface register with the turbine and cable suppliers
- Monthly reporting to joint-venture partners who ask different questions

After that you will recruit two analysts, run the office, and be the conscience of the project directors.

# You will have
Set-up and leadership of a PMO in energy, marine or heavy engineering. Sound knowledge of earned value and of Primavera P6 outputs.

12 month contract, £430 - £460 per day, inside IR35. Three office days in Aberdeen with hybrid working otherwise.`,
  },
  {
    id: 'amp8-project-controls-durham-77190',
    title: 'Project Controls Analyst - AMP8 Water Programme',
    company: 'Kestrelby',
    location: 'Durham, County Durham',
    postedDaysAgo: 9,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'HOUR', value: 45 },
      closesInDays: 20,
      shape: 'graph',
    },
    role: 'controls-durham',
    expect: {
      dayRate: { min: 360, max: 360, basis: 'estimated' },
      engagement: 'umbrella',
      discipline: 'pmo',
      seniority: 'analyst',
      place: 'Durham',
      remote: 'hybrid',
      termMonths: 18,
    },
    body: `The AMP8 investment period has doubled the number of schemes that the region's water company must deliver, and its alliance partner needs more eyes on cost and time. Kestrelby is recruiting a Project Controls Analyst for its Durham hub.

# What you would do
- Update the schedules of thirty wastewater schemes in P6 every month
- Collect cost actuals, accruals and forecasts from the delivery teams
- Produce performance dashboards and an exceptions note
- Run change control through the alliance's portal
- Support schedule and cost risk workshops

# What you would bring
Project controls in water, highways or another regulated asset owner; P6 and Excel at a high level; interest in why a forecast has moved and not just by how much.

£45 per hour, umbrella only. Contract of 18 months. Hybrid, with two days a week in Durham. Kestrelby looks after its contractors with a monthly breakfast and a named person in payroll.`,
  },
  {
    id: 'senior-planner-nuclear-whitehaven-77245',
    title: 'Senior Planner (Primavera P6) - Nuclear Decommissioning',
    company: 'Kestrelby',
    location: 'Whitehaven, Cumbria',
    postedDaysAgo: 11,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'HOUR', minValue: 52, maxValue: 55 },
      closesInDays: 15,
      shape: 'plain',
    },
    role: 'planner-whitehaven',
    expect: {
      dayRate: { min: 416, max: 440, basis: 'estimated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'analyst',
      place: 'Whitehaven',
      remote: 'hybrid',
      termMonths: 24,
      clearance: { level: 'SC', mode: 'eligible' },
    },
    body: `Decommissioning a sixty-year-old building takes longer than building it did. This one, on the Cumbrian coast, has a baseline to 2041 and a Senior Planner's chair that has been empty for two months.

# The planner's brief
- Own the integrated schedule for retrieval, waste packaging and building services
- Lead three planners employed by the framework partners
- Quarterly re-forecast with the project manager and the cost lead
- Schedule risk analysis and a narrative for the authority
- Coach work-package managers in giving an honest remaining duration

# Some context
The building stored things that were not expected to be stored for long. Emptying it has required the invention of machines, three of which now work. Retrievals began last year at one box a week. The plan says that they will reach three boxes a week by next autumn, and the plan's present owner is a spreadsheet. The authority reviews performance every quarter against a target cost, and the partners share pain and gain. You'll be sitting at the table when that is worked out, so the numbers have to be yours and you have to like them.

# Qualifications
Planning experience on nuclear, defence or process plant at senior level. P6 to expert standard. Knowledge of earned value. Candidates need to be eligible for SC clearance; the site will sponsor it.

# Terms
£52 - £55 per hour, inside IR35, 24 months. Offices in Whitehaven three days a week, hybrid.`,
  },
]
