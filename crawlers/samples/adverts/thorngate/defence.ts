import type { SampleAdvert } from '../../advert.ts'

/** Thorngate's adverts for defence and security. */
export const THORNGATE_DEFENCE: SampleAdvert[] = [
  {
    id: 'project-controls-shipyard-barrow-77316',
    title: 'Project Controls Specialist - Submarine Build',
    company: 'Kestrelby',
    location: 'Barrow-in-Furness, Cumbria',
    postedDaysAgo: 18,
    form: 'bold',
    fields: { employmentType: 'CONTRACTOR', baseSalary: { currency: 'GBP', unitText: 'HOUR', value: 50 }, closesInDays: 9, shape: 'plain' },
    role: 'controls-barrow',
    expect: {
      dayRate: { min: 400, max: 400, basis: 'estimated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'analyst',
      place: 'Barrow-in-Furness',
      remote: 'onsite',
      termMonths: 12,
      clearance: { level: 'SC', mode: 'eligible' },
    },
    body: `# About the work
Few things have as many parts as a submarine. Kestrelby is recruiting a Project Controls Specialist for the outfit and commissioning directorate of a yard in Barrow-in-Furness.

# You will be asked to
- Maintain control accounts for four compartments, from budget to estimate at completion
- Analyse schedule and cost variance every week, and say what it means
- Prepare baseline change requests
- Support integrated baseline reviews with the customer

# You should have
- Earned value experience in shipbuilding, aerospace or nuclear
- Cobra or a comparable cost tool, and P6 at least to read
- UK nationality and the ability to obtain SC clearance

# You will receive
£50.00 per hour inside IR35, 12 months, overtime by agreement at the same rate. The work is on site five days a week because the network is. Lodging advice for people who travel in.`,
  },
  {
    id: 'programme-support-officer-andover-77323',
    title: 'Programme Support Officer',
    company: 'Pennygate Contracts',
    location: 'Andover, Hampshire',
    postedDaysAgo: 3,
    form: 'block',
    fields: {
      employmentType: 'TEMPORARY',
      baseSalary: { currency: 'GBP', unitText: 'HOUR', value: 25.5 },
      closesInDays: 10,
      shape: 'plain',
    },
    role: 'programme-support-andover',
    expect: {
      dayRate: { min: 204, max: 204, basis: 'estimated' },
      engagement: 'paye',
      discipline: 'programme',
      seniority: 'support',
      place: 'Andover',
      remote: 'hybrid',
      termMonths: 9,
      clearance: { level: 'SC', mode: 'eligible' },
    },
    body: `Programme Support Officer, Andover, 9 month temporary contract, £25.50 per hour PAYE only.

A land equipment programme needs a Programme Support Officer to keep its paperwork in step with its vehicles. The duties are the upkeep of the action and decision logs, secretariat for three boards, coordination of travel and security clearances for visitors, maintaining the document register under retention rules, and preparing slides for the monthly review. There may be an opportunity to maintain small schedules in MS Project, and training is available for it.

We are looking for people from administration, project support or the services. Candidates must be eligible for SC clearance and will start under BPSS while it is processed. Hybrid, three days a week in Andover. Hours are flexible between seven and six. Parking, gym and a decent canteen on base. Call Pennygate Contracts on 0161 496 0188 and mention AND-323.`,
  },
  {
    id: 'data-centre-migration-project-manager-farnborough-77303',
    title: 'Project Manager, Data Centre Exit - SC',
    company: 'Quillbrook Resourcing',
    location: 'Farnborough, Hampshire',
    postedDaysAgo: 3,
    form: 'bold',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'YEAR', minValue: 525, maxValue: 575 },
      closesInDays: 26,
      shape: 'plain',
    },
    role: 'dc-exit-farnborough',
    expect: {
      dayRate: { min: 525, max: 575, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Farnborough',
      remote: 'hybrid',
      termMonths: 12,
      clearance: { level: 'SC', mode: 'required' },
    },
    body: `Job: Project Manager, Data Centre Exit
Location: Farnborough, hybrid, 2-3 days on site
Length: 12 months
Rate: £525-£575/day inside IR35
Clearance: SC must be held

An aerospace company leaves its own data centre at the end of next year, when the lease runs out and the landlord builds flats. Some 420 servers remain, about a third of them with an owner who answers e-mails.

# Tasks
- Plan migration waves with application owners, from discovery to decommissioning
- Manage the hosting provider's transition team
- Own outage planning with engineering and manufacturing
- Report burn-down, spend and risk every fortnight

# The estate
Around 420 physical and virtual servers across three halls. Engineering simulation is the heaviest tenant and the least movable. Manufacturing execution is the most critical: an hour's outage stops two lines. There are also a payroll system in its last year, a library of 1970s drawings on optical discs and a rack labelled "do not touch - Keith". Keith has been found. He is retired, helpful and available on Wednesdays.

# Must have
- Current SC clearance
- Large-scale data centre or cloud migration background
- Vendor management under a fixed-price agreement

Contact the Farnborough team: 0161 496 0122.`,
  },
  {
    id: 'desktop-project-manager-cheltenham-77310',
    title: 'Project Manager (End User Computing) - DV Eligible',
    company: 'Pennygate Contracts',
    location: 'Cheltenham, Gloucestershire',
    postedDaysAgo: 8,
    form: 'block',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', minValue: 600, maxValue: 650 },
      closesInDays: 11,
      shape: 'plain',
    },
    role: 'euc-cheltenham',
    expect: {
      dayRate: { min: 600, max: 650, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Cheltenham',
      remote: 'onsite',
      termMonths: 12,
      clearance: { level: 'DV', mode: 'eligible' },
    },
    body: `Project Manager, End User Computing, Cheltenham, £600 - £650 per day, outside IR35, 12 months, 100% on site.

You must be eligible for DV clearance (UK nationals resident for ten years; the customer sponsors you and you wait on another part of the programme in the meantime).

The project renews 6,000 desktops across several classified networks and retires an operating system that should have gone long ago. Work packages are image build, application packaging, peripherals, floor-by-floor deployment, user communications and secure disposal. You will manage an integrator and a hardware supplier, keep the accreditor close, and run a deployment plan which depends on rooms being empty.

Experience needed: EUC or Windows roll-outs above 2,000 seats, projects within government or defence, formal change control, a good eye for logistics. PRINCE2 Practitioner wanted. Pennygate Contracts, call 0161 496 0188, quoting CHE-310.`,
  },
  {
    id: 'sc-pmo-analyst-bristol-77170',
    title: 'PMO Analyst (Defence) - SC Cleared - Bristol',
    company: 'Pennygate Contracts',
    location: 'Bristol',
    postedDaysAgo: 4,
    form: 'block',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', value: 350 },
      closesInDays: 12,
      shape: 'plain',
    },
    role: 'pmo-defence-bristol',
    expect: {
      dayRate: { min: 350, max: 350, basis: 'stated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'analyst',
      place: 'Bristol',
      remote: 'hybrid',
      termMonths: 12,
      clearance: { level: 'SC', mode: 'required' },
    },
    body: `SC Cleared PMO Analyst required for a 12 month contract in Bristol (Filton area), £350 per day inside IR35, 3 days per week on site.

Our client is a delivery team buying communications equipment for all three services. Responsibilities: maintain the integrated schedule and its baseline, with change control. Earned value figures and commentary for eleven projects. Action, risk and assumption logs; preparing the monthly assurance review. Support approvals: the business cases are long and the annexes are longer.

You MUST hold active SC clearance and be a sole UK national to be put forward for this PMO Analyst vacancy. CVs without a clearance date will be returned. PMO experience within defence or a defence supplier. Microsoft Project and the patience to keep a 2,000-line plan clean. Desirable: P3O, APM PMQ, knowledge of the acquisition life-cycle.

Two-stage telephone process, offers within the week, onboarding takes around ten working days. Pennygate Contracts, 0161 496 0188.`,
  },
]
