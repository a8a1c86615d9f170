import type { SampleAdvert } from '../../advert.ts'

/** Harbourline's adverts for councils, government, police, education and charities. */
export const HARBOURLINE_PUBLIC: SampleAdvert[] = [
  {
    id: '4410419',
    title: 'HR Systems Programme Manager (Workday)',
    company: 'Harbourline',
    location: 'Belfast',
    postedDaysAgo: 11,
    form: 'tidy',
    role: 'workday-belfast',
    expect: {
      dayRate: { min: 550, max: 600, basis: 'stated' },
      engagement: 'inside',
      discipline: 'programme',
      seniority: 'manager',
      place: 'Belfast',
      remote: 'hybrid',
      termMonths: 12,
      clearance: { level: 'BPSS' },
    },
    body: `Seven arms of the same public body pay their 31,000 people through seven payrolls. By the spring after next there will be one. The Workday programme has a design, a partner and a good deal of political attention; it now lacks a Programme Manager in Belfast.

# Remit
- Lead the programme across HR, payroll, pensions interface, data and change
- Manage the implementation partner and four client-side project managers
- Serve a programme board with a permanent secretary in the chair
- Plan five deployment waves and defend the gaps between them

# Candidate
- Cloud HR or payroll programme delivery at scale
- MSP Practitioner
- Public procurement and approvals experience

# Terms
£550 - £600 per day inside IR35, 12 months. BPSS required before day one. Hybrid working, two days per week in Belfast city centre. The rate includes travel.`,
  },
  {
    id: '4410212',
    title: 'Housing Transformation Project Manager',
    company: 'Harbourline',
    location: 'Birmingham, West Midlands',
    postedDaysAgo: 6,
    form: 'bold',
    role: 'housing-birmingham',
    expect: {
      dayRate: { min: 450, max: 450, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Birmingham',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Our client, a large local authority in the West Midlands, is rebuilding the way it repairs and inspects 58,000 council homes after a critical inspection last year. The improvement plan has nineteen projects in it; this Project Manager takes three of them.

# Duties
Bring the damp and mould response, the stock condition survey and the new repairs scheduling tool under one plan with one set of milestones. Chair the weekly project boards. Keep tenants' representatives informed in words they would use themselves. Track benefits against the promises made to the regulator, and say early when a promise is slipping.

# Essential
- Several years managing projects in social housing or building safety
- Used to elected members, scrutiny panels and procurement under the Procurement Act
- A clear writer: most of what you produce will be published

# Terms
Rate: £450 a day, Inside IR35, paid through an umbrella company of your choice. Six month contract, full time, 36.5 hours. You will be in the Birmingham office two days each week and at home for three. Interviews by video the week after next.`,
  },
  {
    id: '4410213',
    title: 'Agile Delivery Manager - Government Digital Service',
    company: 'Harbourline',
    location: 'Newcastle upon Tyne',
    postedDaysAgo: 9,
    form: 'tidy',
    role: 'delivery-newcastle',
    expect: {
      dayRate: { min: 480, max: 520, basis: 'stated' },
      engagement: 'inside',
      discipline: 'delivery',
      seniority: 'manager',
      place: 'Newcastle upon Tyne',
      remote: 'hybrid',
      termMonths: 12,
      clearance: { level: 'BPSS' },
    },
    body: `A central government department is replacing the service through which two million people a year tell it that their circumstances have changed. The private beta passed its assessment in the summer. Now it needs an Agile Delivery Manager to carry two squads to public beta.

# Your week
- Run the ceremonies of two teams of eight: planning, stand-ups, reviews, retrospectives
- Clear the blockers nobody else has the patience for: environments, data-sharing agreements, accessibility audits
- Keep the roadmap honest with the product manager and report flow, not feelings, to the service owner
- Prepare the team for the next service standard assessment

# You will have
- Delivered at least one government service from alpha through to live
- Scrum and Kanban in practice; certificates welcome but not asked for
- Jira and Confluence as second nature

# Terms
£480 to £520 per day, Inside IR35. 12 months. Newcastle two days a week, otherwise remote. BPSS checks will be run before you start; if you already hold them so much the better. Contact Owen Strand, owen.strand@example.com or 0161 496 0114, for the full brief.`,
  },
  {
    id: '4410215',
    title: 'Project Support Officer',
    company: 'Harbourline',
    location: 'Exeter, Devon',
    postedDaysAgo: 5,
    form: 'breaks',
    role: 'pso-exeter',
    expect: {
      dayRate: { min: 148, max: 148, basis: 'estimated' },
      engagement: 'paye',
      discipline: 'project',
      seniority: 'support',
      place: 'Exeter',
      remote: 'hybrid',
      termMonths: 3,
    },
    body: `County council, highways and flood prevention. Three month temporary assignment, £18.50 per hour, PAYE only (sorry, no limited companies and no umbrellas on this one).

The team runs some forty schemes at a time, from a footbridge to a bypass, and the officer who kept the records in order has moved to another department. You will look after the document library, chase monthly highlight reports, take minutes at the scheme boards, raise purchase orders, update the forward plan and book site visits. Nothing exotic. What matters is that you do it every month without being asked twice.

We are looking for:
- a year or more in project support, a programme office or a busy administrative team
- confident Excel (filters, look-ups, a pivot when wanted) and SharePoint
- tact: engineers do not enjoy forms

37 hours over five days. County Hall in Exeter on Tuesdays and Thursdays, home on the others, so this is a hybrid post in the ordinary sense. The assignment could be renewed but nobody is promising it.`,
  },
  {
    id: '4410217',
    title: 'Change Manager, Pension Administration',
    company: 'Harbourline',
    location: 'Edinburgh',
    postedDaysAgo: 14,
    form: 'bold',
    role: 'pensions-edinburgh',
    expect: {
      dayRate: { min: 450, max: 500, basis: 'stated' },
      engagement: 'exempt',
      discipline: 'change',
      seniority: 'manager',
      place: 'Edinburgh',
      remote: 'remote',
      termMonths: 8,
    },
    body: `A public-sector pension scheme with its administration centre in Edinburgh is moving 310,000 members from a system written in the nineties to a modern platform, and at the same time re-opening a decade of benefit calculations. The IT half is staffed. The people half is not.

# The assignment
- Stakeholder and impact assessment across nine processing teams
- A change plan covering new roles, new letters and a new telephone script
- Training needs, super-users and a readiness score that means something
- Working with two recognised unions from the first week

# About you
Change management as a discipline rather than a job title: you can name the model you use and when you would leave it in the drawer. Prosci or APMG Change Practitioner. Pensions, tax or benefits background strongly preferred.

# Contract details
£450-500 a day. Eight months. The engagement is IR35 exempt because the contracting body is established outside the United Kingdom. Fully remote, with a laptop sent to you; all workshops are by video.`,
  },
  {
    id: '4410218',
    title: 'INTERIM PROGRAMME MANAGER - STUDENT SYSTEMS',
    company: 'Harbourline',
    location: 'Sheffield, South Yorkshire',
    postedDaysAgo: 18,
    form: 'tidy',
    role: 'student-systems-sheffield',
    expect: {
      dayRate: { min: 600, max: 600, basis: 'estimated' },
      engagement: 'outside',
      discipline: 'programme',
      seniority: 'manager',
      place: 'Sheffield',
      remote: 'hybrid',
      termMonths: 9,
    },
    body: `A university of 24,000 students has admitted that its student-records upgrade is not one project but five. The registrar wants an interim Programme Manager to pull admissions, timetabling, fees, curriculum and the data warehouse into a programme with one board, one budget and one critical path before the next clearing season.

You would inherit a vendor contract that was signed in a hurry, two project managers who are good but tired, and a steering group that has met eleven times without taking a decision. You would leave behind an approved business case, a replanned delivery and a permanent successor.

- Higher education experience is needed; registry experience is gold
- MSP and a practical grasp of benefits management
- Diplomacy, and the willingness to stop using it

The fee is £3,000 per week, outside IR35, for nine months. Most people in this post would come to Sheffield on Mondays and Tuesdays and work from home for the rest of the week. Please quote HL-2260 and say in three lines what you would do in week one.`,
  },
  {
    id: '4410219',
    title: 'Transformation Lead (part time)',
    company: 'Harbourline',
    location: 'London',
    postedDaysAgo: 8,
    form: 'tidy',
    role: 'charity-london',
    expect: {
      dayRate: { min: 400, max: 400, basis: 'stated' },
      engagement: 'small-client',
      discipline: 'change',
      seniority: 'lead',
      place: 'London',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `A national bereavement charity of ninety staff is merging two helplines, closing one of its three offices and bringing fundraising and services onto one CRM. The trustees have set money aside for a Transformation Lead for six months, three days a week.

This is not a strategy post. The strategy is written, and it is four pages long. What is wanted is somebody who will turn it into a sequence people can follow, sit with the volunteers when it gets uncomfortable, and keep the trustees from changing their minds in the middle.

# You will
- Build and keep the change roadmap
- Lead the consultation with staff alongside HR
- Run a small working group for each of the three strands
- Measure whether callers notice, and in which direction

# Practicalities
£400 per day. The charity counts as a small client under the off-payroll rules, so it makes no status determination: you assess your own position. One day a week at the office near King's Cross in London, two from home. Ideally January to June.`,
  },
  {
    id: '4410220',
    title: 'ERP Project Manager, Local Government - 12 month FTC',
    company: 'Harbourline',
    location: 'Norwich, Norfolk',
    postedDaysAgo: 16,
    form: 'tidy',
    fields: { metadata: [{ name: 'Employment type', value: 'Fixed term' }] },
    role: 'erp-norwich',
    expect: {
      dayRate: { min: 250, max: 250, basis: 'estimated' },
      engagement: 'fixed-term',
      contract: 'fixed-term',
      discipline: 'project',
      seniority: 'manager',
      place: 'Norwich',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `Finance, payroll and procurement at a Norfolk authority move to a cloud ERP in two waves. Wave one went in last April and the lessons were expensive. Wave two covers schools payroll, and the council would like a Project Manager on a 12 month fixed term contract to see it through.

# Main responsibilities
- Plan and run wave two from design freeze to hypercare
- Manage the systems integrator against a fixed-price contract, including change control
- Lead a core team of fourteen, most of whom have a day job as well
- Two parallel payroll runs, reconciled to the penny, before anybody says "go"

# Person specification
- Full life-cycle ERP or payroll implementation experience
- Public-sector finance or HR knowledge
- PRINCE2 Practitioner, AgilePM or comparable

# Package
£55,000 per annum plus local government pension, 28 days' leave and flexi-time. Office attendance in Norwich at least two days a week; hybrid otherwise. Candidates on secondment are welcome.`,
  },
  {
    id: '4410221',
    title: 'Delivery Manager - Digital Evidence (NPPV3)',
    company: 'Harbourline',
    location: 'Wakefield, West Yorkshire',
    postedDaysAgo: 1,
    form: 'bold',
    role: 'evidence-wakefield',
    expect: {
      dayRate: { min: 525, max: 525, basis: 'stated' },
      engagement: 'inside',
      discipline: 'delivery',
      seniority: 'manager',
      place: 'Wakefield',
      remote: 'hybrid',
      termMonths: 6,
      clearance: { level: 'NPPV', mode: 'required' },
    },
    body: `Four police forces in the north share one digital evidence platform and one delivery team. The Delivery Manager has gone on parental leave and the work has not stopped.

# The work
Body-worn video retention, disclosure to prosecutors, redaction. Two releases a quarter across four forces, each with its own change advisory board and its own opinion. You keep the backlog flowing, the suppliers to their dates, and the forces talking to one another. You also hold the risk register for the data-protection impact assessment.

# You must have
- NPPV3 vetting, current and transferable. It takes four months to obtain and we cannot wait
- Delivery management in policing, justice or a similarly regulated service
- Experience with at least three suppliers in one plan

# Rate and place
£525 per day, inside IR35. Six months. Wakefield two days a week and home for three, plus the odd visit to a partner force.

For a conversation in confidence ring Bethan on 0161 496 0177.`,
  },
  {
    id: '4410222',
    title: 'Project Manager (PMO background welcome)',
    company: 'Harbourline',
    location: 'Bradford, West Yorkshire',
    postedDaysAgo: 4,
    form: 'tidy',
    role: 'adult-care-bradford',
    expect: {
      dayRate: { min: 300, max: 350, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Bradford',
      remote: 'hybrid',
      termMonths: 6,
      steppingStone: 'pm-taking-pmo-people',
    },
    body: `You have spent three or four years in a project office. You write the reports, you know which projects are really green, and you have caught yourself thinking you could run one. This may be the one.

An adult social care department in Bradford is introducing a new case-management system and a set of portable assessments, and has chosen to appoint somebody who is making the step from PMO to project management rather than somebody who has done it twenty times. A programme manager with time to coach will be at the next desk.

# To be honest about it
- You will own one workstream (mobile working for 240 social workers) and later a second
- There will be a proper plan, a proper board and a proper budget, and your name will be on them
- Mistakes are expected; surprises are not

# What helps
- PMO analyst, senior project support or coordinator experience in any public body
- PRINCE2 Foundation, ideally the Practitioner
- A steady hand with MS Project

£300 - £350 per day depending on experience, inside IR35, 6 month contract with a probable extension. Hybrid, two days per week in Bradford.`,
  },
  {
    id: '4410223',
    title: 'Project Manager - Museum Redisplay',
    company: 'Harbourline',
    location: 'York, North Yorkshire',
    postedDaysAgo: 21,
    form: 'block',
    role: 'museum-york',
    expect: {
      dayRate: { min: 350, max: 350, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'York',
      termMonths: 10,
    },
    body: `A much-loved York museum closes its Roman galleries for a year from February and is looking for a freelance Project Manager to run the redisplay.

With a £500k programme budget from two lottery distributors and a further £120,000 from a private trust, there is money enough to do it well and not enough to do anything twice. You will hold the plan, commission the designers and the showcase maker, agree loans with three lenders, and make sure the object moves, the conservation programme and the building works do not meet in the same doorway on the same morning.

A little more on the shape of it. Seven rooms, one of them with a mosaic floor that will not be moved by anybody for any reason. Eleven hundred objects to be packed, studied and, for the most part, brought back. A showcase contract on an eighteen-week lead time that must be placed by April. Asbestos, though less of it than was feared. A learning programme which needs the end gallery on school days, and a café which needs customers. The project team is the director, two curators, a conservator, a designer still to be appointed and, we hope, you.

Previous exhibition or heritage construction projects are essential, as is a thorough knowledge of grant reporting. The curators know their collection; they would like somebody who knows about float, retention and practical completion.

The fee is £350 per day outside IR35, based on 4 days a week over 10 months, with invoices monthly in arrears. The gallery reopens with or without a ribbon in December 2027.`,
  },
]
