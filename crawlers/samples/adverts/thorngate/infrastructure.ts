import type { SampleAdvert } from '../../advert.ts'

/** Thorngate's adverts for rail, roads, ports, telecoms networks and construction. */
export const THORNGATE_INFRASTRUCTURE: SampleAdvert[] = [
  {
    id: 'baggage-hall-project-manager-luton-77314',
    title: 'Project Manager - Airport Baggage Systems',
    company: 'Marlstone Interim',
    location: 'Luton, Bedfordshire',
    postedDaysAgo: 9,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', value: 480 },
      closesInDays: 23,
      shape: 'graph',
    },
    role: 'baggage-luton',
    expect: {
      dayRate: { min: 480, max: 480, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Luton',
      remote: 'onsite',
      termMonths: 12,
      clearance: { level: 'CTC' },
    },
    body: `New hold-baggage screening has to be installed in a working terminal, one line at a time, with the last line in service before the summer schedule. Marlstone Interim is assisting the airport operator in Luton with the appointment of a Project Manager.

Responsibilities include the conveyor and screening suppliers, the civil works, the control system upgrade, operational readiness trials and the certification of each line by the authority. Work takes place between the last departure and the first check-in. The position reports to the head of terminal projects.

Applicants should have delivered baggage handling, materials handling or similar electromechanical systems in an operational environment, understand NEC4 and CDM 2015, and be prepared to be present for night commissioning.

The rate is £480 per day inside IR35 for twelve months. The role is site based, five days or nights a week. A Counter Terrorist Check (CTC) and airside pass are obtained before commencement.`,
  },
  {
    id: 'project-director-life-sciences-stevenage-77318',
    title: 'Project Director - Life Sciences Campus',
    company: 'Marlstone Interim',
    location: 'Stevenage, Hertfordshire',
    postedDaysAgo: 20,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', minValue: 800, maxValue: 900 },
      closesInDays: 20,
      shape: 'array',
    },
    role: 'campus-stevenage',
    expect: {
      dayRate: { min: 800, max: 900, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'director',
      place: 'Stevenage',
      remote: 'hybrid',
      termMonths: 24,
    },
    body: `A developer is building half a million square feet of laboratory space at Stevenage, in three phases, with tenants signed for the first. Marlstone Interim has been appointed to find the client-side Project Director.

The Project Director represents the developer towards the contractor, the tenants and the funders. The first building is at second-stage tender. Enabling works have begun, and so have conversations about the price of structural steel. Reporting to the managing director, the successful candidate will lead a professional team of some fourteen consultants and will have authority to settle matters up to an agreed limit.

The matters that await a decision include: whether to accept a contractor's alternative for the façade, which saves two million pounds and eleven weeks but changes the fire strategy; how to phase the energy centre if the second tenant's agreement slips; and what to do about a medieval ditch, which the county archaeologist likes very much. The funder's monitoring surveyor visits monthly. The local authority is supportive and short of planners.

Previous delivery of laboratory, healthcare or other highly serviced buildings in excess of £100m is essential, as is experience in the role of employer's representative.

24 months, £800-£900 per day, outside IR35. Three days a week on site or at the architects' office; the remainder flexible (hybrid).`,
  },
  {
    id: 'senior-project-manager-ev-charging-77319',
    title: 'Senior Project Manager - EV Charging Roll-out',
    company: 'Fernhythe',
    location: 'Home based, UK',
    postedDaysAgo: 7,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', value: 480 },
      closesInDays: 21,
      telecommute: true,
      shape: 'plain',
    },
    role: 'ev-remote',
    expect: {
      dayRate: { min: 480, max: 480, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'senior',
      remote: 'remote',
      termMonths: 12,
    },
    body: `Rapid chargers at 130 motorway, retail and pub car parks: each needs a lease, a planning letter, a grid connection, a trench and a sunny opening day. A charge-point operator has the money and the sites. It needs a Senior Project Manager who can run them as a production line.

# The job
- Lead five regional project managers
- Negotiate connection dates with distribution network operators
- Hold two installation contractors to a cost per bay
- Forecast openings three months ahead and be right

# The experience
Energy, telecoms or forecourt roll-outs; some electrical understanding; and a preference for the telephone over the ticket queue.

# The terms
£480 per day, outside IR35, 12 months. Home based and fully remote, with site visits as required and expensed. A company meeting is held every other month, generally somewhere with good cake.`,
  },
  {
    id: 'port-automation-project-manager-southampton-77325',
    title: 'Project Manager – Port Automation',
    company: 'Brackenhall Search',
    location: 'Southampton, Hampshire',
    postedDaysAgo: 12,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', value: 550 },
      closesInDays: 22,
      shape: 'plain',
      legacyCharset: true,
    },
    role: 'port-southampton',
    expect: {
      dayRate: { min: 550, max: 550, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Southampton',
      remote: 'hybrid',
      termMonths: 15,
    },
    body: `A container terminal at Southampton – the second busiest in its group – is automating its gate. Lorries will be recognised, weighed and directed without the driver leaving the cab. Eventually the cranes will follow.

The Project Manager leads the gate phase: optical recognition, kiosks, traffic layout, the terminal operating system interface and a public booking portal. Hauliers are many, opinionated and entirely right about the queues.

What we look for
– automation or control-system projects in ports, rail freight or warehousing
– integration with a terminal or warehouse management system
– consultation with trade unions and road users
– a contract manager’s eye for acceptance criteria

£550 per day – outside IR35 – for fifteen months. Hybrid, three days a week at the port. It’s a long project by local standards, and the harbour master’s launch trip is included.`,
  },
  {
    id: 'senior-project-manager-rail-signalling-york-77133',
    title: 'Senior Project Manager (Signalling Renewals) - York - Contract',
    company: 'Marlstone Interim',
    location: 'York, North Yorkshire',
    postedDaysAgo: 7,
    form: 'tidy',
    fields: {
      employmentType: ['CONTRACTOR', 'FULL_TIME'],
      baseSalary: { currency: 'GBP', unitText: 'DAY', minValue: 550, maxValue: 600 },
      closesInDays: 21,
      shape: 'graph',
    },
    role: 'signalling-york',
    expect: {
      dayRate: { min: 550, max: 600, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'senior',
      place: 'York',
      remote: 'hybrid',
      termMonths: 9,
    },
    body: `Marlstone Interim has been retained by a signalling contractor working on the northern end of the East Coast route to appoint a Senior Project Manager, who will take two renewals packages from detailed design into commissioning.

# Accountabilities
- Safety, cost, programme and quality for packages worth £19m together
- Possession planning and the T-minus process with the infrastructure owner
- NEC4 Option C administration: early warnings, compensation events, forecasts
- Line management of one project manager and an assistant

# Candidates
Signalling delivery experience is a must. Membership of APM, ICE or IRSE. A PTS card or the willingness to regain one. Commissioning takes place over Easter and the successful candidate will be expected to own it.

The assignment is for nine months at £550-£600 per day (outside IR35). The office is in York, where the team gathers on two days a week; home working applies on the others when site work permits.`,
  },
  {
    id: 'ftth-delivery-project-manager-cardiff-77226',
    title: 'FTTP Project Manager',
    company: 'Glanrheol',
    location: 'Cardiff',
    postedDaysAgo: 10,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', minValue: 380, maxValue: 420 },
      closesInDays: 16,
      shape: 'graph',
    },
    role: 'fibre-cardiff',
    expect: {
      dayRate: { min: 380, max: 420, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Cardiff',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Glanrheol recruits for Wales and from Wales. Our client builds full-fibre networks and has 62,000 premises to pass in Cardiff and the valleys to the east.

The FTTP Project Manager takes a neighbourhood when the survey is finished and hands it over when customers can order. In between lie poles, ducts, permits, wayleaves and weather. Two civils firms and a cabling firm work to weekly targets which you set and which you enforce.

What they want from you
- A record in fibre build or street works
- NRSWA, ideally as supervisor
- Knowledge of unit costs and of the reasons they drift
- A safety-first attitude that people on site can see

What you want from them
- £380 - £420 per day inside IR35
- Six months to begin with
- Hybrid: Cardiff office two days, out on the network one or two, home for the rest
- A team that speaks to you in either language`,
  },
]
