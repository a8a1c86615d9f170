import type { SampleAdvert } from '../../advert.ts'

/** The Pennine feed's adverts for councils, government, police, education and charities. */
export const PENNINE_PUBLIC: SampleAdvert[] = [
  {
    id: 'PNW-90112',
    title: 'PMO Lead, CTC Cleared',
    company: 'Hexley Interim',
    location: '',
    postedDaysAgo: 13,
    form: 'bold',
    role: 'pmo-ctc-london',
    expect: {
      dayRate: { min: 500, max: 500, basis: 'stated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'lead',
      place: 'London',
      remote: 'hybrid',
      termMonths: 12,
      clearance: { level: 'CTC', mode: 'required' },
    },
    body: `# Assignment
PMO Lead for a parliamentary estate, London. 12 months. £500 per day, inside IR35. CTC clearance must already be in place.

# Situation
A building with four thousand rooms, nine centuries of alterations and eighteen restoration projects going on at once. The PMO consists of six people in three offices. It produces good information late.

# Complication
Members are entitled to ask about any of it, on any day.

# What the PMO lead does about it
- One reporting cycle for all eighteen projects
- Integrated risk, with heritage and fire given the weight they deserve
- A change control board which meets when it says it will
- Mentoring for six analysts and coordinators

# Background
PMO leadership on complex building or public programmes. Three days a week in Westminster; hybrid.`,
  },
  {
    id: 'PNW-90115',
    title: 'Business Change Lead - Fire and Rescue - Maidstone',
    company: 'Colnedale People',
    location: '',
    postedDaysAgo: 16,
    form: 'tidy',
    role: 'fire-maidstone',
    expect: {
      dayRate: { min: 425, max: 425, basis: 'stated' },
      engagement: 'inside',
      discipline: 'change',
      seniority: 'lead',
      place: 'Maidstone',
      remote: 'hybrid',
      termMonths: 8,
    },
    body: `Control rooms do not like change in the middle of a shift, and it is always the middle of a shift. A fire and rescue service in Kent is replacing the system which turns 999 calls into fire engines, jointly with two neighbours, and is seeking a Business Change Lead in Maidstone.

# Tasks
- Work out what changes for operators, crews, officers and partner services
- Harmonise procedures between three services, each proud of its own
- Plan training around a watch rota
- Lead readiness assessments for cutover, including a very dull and very necessary dress rehearsal

# Skills
- Business change in emergency services, health or transport control
- Workshop facilitation; process mapping
- Respect for ranks and immunity to them

£425 per day, inside IR35. Eight months; hybrid, with three days per week at headquarters.`,
  },
  {
    id: 'PNW-90107',
    title: 'Transition Project Manager | Telford | £525 | BPSS',
    company: 'Hexley Interim',
    location: '',
    postedDaysAgo: 4,
    form: 'bold',
    role: 'transition-telford',
    expect: {
      dayRate: { min: 525, max: 525, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Telford',
      remote: 'hybrid',
      termMonths: 10,
      clearance: { level: 'BPSS' },
    },
    body: `# What it is
A government body is bringing its application support from one supplier to another. Forty-four services, some of which are as old as decimal currency. A Transition Project Manager is required by the incoming supplier.

# What you do
- Plan knowledge transfer, shadowing and reverse shadowing
- Track the readiness of each service against agreed exit criteria
- Run the daily call with an outgoing supplier whose mind is elsewhere
- Keep the transition risk register and the joint governance pack

# What you have
- Service transition or outsourcing projects behind you
- Public-sector manners
- BPSS, or a past that will not delay it

# What you get
£525 per day inside IR35, ten months, Telford for two days a week and hybrid beyond.`,
  },
  {
    id: 'PNW-90118',
    title: 'Project Manager, School Places (Capital) - Croydon',
    company: 'Colnedale People',
    location: '',
    postedDaysAgo: 18,
    form: 'tidy',
    role: 'schools-croydon',
    expect: {
      dayRate: { min: 400, max: 430, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Croydon',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `By September after next, 420 children with special needs in Croydon will need a classroom that does not exist yet. The council's education capital team has three expansions and one new school to build, and one Project Manager's desk to fill.

# You'll be responsible for
- Feasibility, brief and budget with head teachers, who know what they want
- Appointing and managing designers through a framework
- Procurement and contract administration under JCT design and build
- Decants, phasing and the sacred summer holidays

# You'll have
- Education or health capital projects as a client or a consultant
- RICS, CIOB or APM membership, or be on the road to one
- Awareness of specialist SEND accommodation guidance

£400 to £430 per day, inside IR35. 12 months. Hybrid, two or three days a week between the civic centre and site.`,
  },
  {
    id: 'PNW-90124',
    title: 'Project Manager - Flood Resilience - Carlisle (12 weeks)',
    company: 'Staithe Associates',
    location: '',
    postedDaysAgo: 1,
    form: 'tidy',
    role: 'flood-carlisle',
    expect: {
      dayRate: { min: 410, max: 410, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Carlisle',
      remote: 'hybrid',
      termMonths: 2.77,
    },
    body: `Twelve weeks, three rivers, one grant. A charity which helps households to make their homes resilient to flooding has money to spend in Carlisle before the wet season returns, and the manager of the project has broken a leg on a fell.

You would pick up
- 64 houses surveyed, 41 awaiting doors, valves and pumps
- two installers, one of them brilliant
- a steering group of residents, who bring cake and hold views
- monthly returns to the funder and a final report

The work suits a project manager from housing, insurance repair or local government who can begin at once.

£410 per day, outside IR35, a contract of 12 weeks with the chance of more if a second grant is made. Hybrid: three days a week among the houses and the others wherever you please.`,
  },
  {
    id: 'PNW-90018',
    title: 'Project Manager, Council Housing Repairs - Birmingham',
    company: 'Hexley Interim',
    location: '',
    postedDaysAgo: 8,
    form: 'tidy',
    role: 'housing-birmingham',
    expect: {
      dayRate: { min: 440, max: 440, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Birmingham',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `When the housing inspector came, the council could not say how many of its 58,000 homes had damp. That is now being put right by an improvement plan of nineteen projects, and Hexley is filling one of its project manager posts.

You would take on three of the nineteen: the damp and mould response service, the survey of stock condition, and a new tool for scheduling repairs. They share people, data and deadlines, which is why they share a project manager.

Requirements: project management in a landlord, social or municipal; experience of reporting to councillors; ability to work with both trade operatives and data analysts; Procurement Act awareness.

Six months, £440 per day inside IR35. You'd work two days a week in Birmingham city centre; hybrid apart from that. The council's vetting includes a basic disclosure.`,
  },
  {
    id: 'PNW-90023',
    title: 'Government Digital Service - Agile Delivery Manager - Newcastle - £510 a day',
    company: 'Colnedale People',
    location: '',
    postedDaysAgo: 7,
    form: 'tidy',
    role: 'delivery-newcastle',
    expect: {
      dayRate: { min: 510, max: 510, basis: 'stated' },
      engagement: 'inside',
      discipline: 'delivery',
      seniority: 'manager',
      place: 'Newcastle upon Tyne',
      remote: 'hybrid',
      termMonths: 12,
      clearance: { level: 'BPSS' },
    },
    body: `# In short
Agile Delivery Manager, government department, Newcastle two days a week (hybrid), 12 months, £510 a day inside IR35, BPSS.

# At greater length
A central government department is replacing the service through which two million people a year tell it that their circumstances have changed. The private beta passed its assessment. You'd be carrying two squads to public beta.

- Run the ceremonies of two teams of eight: planning, stand-ups, reviews, retrospectives
- Clear the blockers: environments, data-sharing agreements, accessibility audits
- Keep the roadmap honest with the product manager and report flow, not feelings, to the service owner
- Prepare the team for the next service standard assessment

# We are keen on
- delivery managers who have delivered a government service from alpha through to live
- Kanban as well as Scrum
- Jira and Confluence handled with restraint

Rates are fixed by the framework, so please do not apply above them. Colnedale People, 0161 496 0162.`,
  },
  {
    id: 'PNW-90024',
    title: 'AGILE DELIVERY MANAGER – GOVERNMENT DIGITAL SERVICE – Newcastle upon Tyne (Inside IR35)',
    company: 'Staithe Associates',
    location: '',
    postedDaysAgo: 13,
    form: 'bold',
    role: 'delivery-newcastle',
    expect: {
      dayRate: { min: 475, max: 500, basis: 'stated' },
      engagement: 'inside',
      discipline: 'delivery',
      seniority: 'manager',
      place: 'Newcastle upon Tyne',
      remote: 'hybrid',
      termMonths: 12,
      clearance: { level: 'BPSS' },
    },
    body: `# Engagement
12 month contract, £475 - £500 per day inside IR35, Newcastle upon Tyne, hybrid (two days)

# Background
A central government department is replacing the service through which two million people a year tell it that their circumstances have changed. It needs an Agile Delivery Manager to carry two squads from private to public beta.

# Responsibilities
- Run the ceremonies of two teams of eight: planning, stand-ups, reviews, retrospectives
- Clear blockers: environments, data-sharing agreements, accessibility audits
- Keep the roadmap honest with the product manager and report flow to the service owner
- Prepare the team for the next service standard assessment

# Essential skills
- At least one government service delivered from alpha through to live
- Scrum and Kanban in practice
- Jira and Confluence

# Security
BPSS prior to start.`,
  },
]
