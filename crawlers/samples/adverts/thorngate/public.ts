import type { SampleAdvert } from '../../advert.ts'

/** Thorngate's adverts for councils, government, police, education and charities. */
export const THORNGATE_PUBLIC: SampleAdvert[] = [
  {
    id: 'interim-pmo-lead-housing-wolverhampton-77304',
    title: 'Interim PMO Lead (Housing Association)',
    company: 'Marlstone Interim',
    location: 'Wolverhampton, West Midlands',
    postedDaysAgo: 14,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', minValue: 380, maxValue: 420 },
      closesInDays: 13,
      shape: 'graph',
    },
    role: 'pmo-housing-wolverhampton',
    expect: {
      dayRate: { min: 380, max: 420, basis: 'stated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'lead',
      place: 'Wolverhampton',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Two housing associations merged in April. Each brought a project list, a template set and a conviction that its own was better. Marlstone is seeking an interim PMO Lead to make one project office out of two.

The first month is diagnosis: what is in flight, what is funded, and what has quietly stopped. The second is design. From the third, the new office should be operating, with a single pipeline, a benefits register that finance accepts and a short report to the board's transformation committee.

You will lead four people, two from each side. Your sponsor is the director of integration. Candidates will have set up or re-shaped a PMO in housing, health or local government, and will be known for lightness of touch: the previous attempt failed under its own paperwork.

Terms: six months, £380-£420 per day inside IR35, hybrid from Wolverhampton with a minimum of two days a week in the office.`,
  },
  {
    id: 'project-officer-research-durham-77308',
    title: 'Project Officer (12 months fixed term)',
    company: 'Northgarth University',
    location: 'Durham, County Durham',
    postedDaysAgo: 10,
    form: 'tidy',
    fields: {
      employmentType: ['TEMPORARY', 'FULL_TIME'],
      baseSalary: { currency: 'GBP', unitText: 'YEAR', minValue: 30800, maxValue: 33000 },
      closesInDays: 8,
      shape: 'plain',
    },
    role: 'project-officer-durham',
    expect: {
      dayRate: { min: 140, max: 150, basis: 'estimated' },
      engagement: 'fixed-term',
      contract: 'fixed-term',
      discipline: 'project',
      seniority: 'coordinator',
      place: 'Durham',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `Northgarth University has been awarded a grant to set up a centre for coastal flooding research with three partner institutions. We wish to appoint a Project Officer for a fixed term of 12 months to help the centre's manager get it going.

You will organise the recruitment of sixteen doctoral students, look after the partner agreements, draft reports to the funder, arrange two conferences, and keep the work plan up to date. You will be the person whom everybody asks.

Essential criteria: experience of coordinating projects in a university, charity or public body; good written English; a methodical way with budgets and dates. Desirable criteria: knowledge of research funders' terms; an interest in the sea.

Salary £30,800 - £33,000 per annum. The post is based in Durham with hybrid working, usually three days a week on campus. Part-time working or a job share would be considered.`,
  },
  {
    id: 'project-manager-housing-improvement-birmingham-77184',
    title: 'Project Manager - Housing Improvement Plan',
    company: 'Oxlode Talent',
    location: 'Birmingham',
    postedDaysAgo: 5,
    form: 'tidy',
    fields: { employmentType: 'TEMPORARY', closesInDays: 14, shape: 'plain' },
    role: 'housing-birmingham',
    expect: {
      dayRate: { min: 425, max: 450, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Birmingham',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `A city authority must show the housing regulator by next summer that it inspects, repairs and records its 58,000 homes properly. Nineteen projects make up its improvement plan. Oxlode has been engaged to supply a Project Manager for three of them: damp and mould, stock condition, and repairs scheduling.

# Outline of the work
- Maintain a joint plan, budget and risk register for the three projects
- Chair project boards and prepare papers for scrutiny
- Work with tenants' panels and trades supervisors alike
- Evidence each commitment made to the regulator

# Background needed
- Housing, repairs or building-safety projects within a council or association
- Procurement knowledge
- Strong report writing

# Rate and terms
£425 - £450 per day inside IR35 through an approved umbrella. 6 months initially. Two days per week in the council's Birmingham offices and hybrid for the rest.`,
  },
  {
    id: 'delivery-manager-gds-newcastle-77238',
    title: 'Agile Delivery Manager (Government Digital Service) - Newcastle',
    company: 'Tolbeck People',
    location: 'Newcastle upon Tyne, Tyne and Wear',
    postedDaysAgo: 8,
    form: 'breaks',
    fields: { employmentType: 'CONTRACTOR', closesInDays: 9, shape: 'plain' },
    role: 'delivery-newcastle',
    expect: {
      dayRate: { min: 500, max: 500, basis: 'stated' },
      engagement: 'inside',
      discipline: 'delivery',
      seniority: 'manager',
      place: 'Newcastle upon Tyne',
      remote: 'hybrid',
      termMonths: 12,
      clearance: { level: 'BPSS' },
    },
    body: `Delivery Manager wanted for a government service with two million users a year. Newcastle. £500 per day. Inside IR35. 12 months.

The private beta passed its assessment in the summer. Now it needs an Agile Delivery Manager to carry two squads to public beta. Good people. Too many dependencies.

Your week:
- Run the ceremonies of two teams of eight: planning, stand-ups, reviews, retrospectives
- Clear the blockers nobody else has the patience for: environments, data-sharing agreements, accessibility audits
- Keep the roadmap honest with the product manager
- Prepare the team for the next service standard assessment

Please apply if:
- you have delivered at least one government service from alpha through to live
- you have Scrum and Kanban in practice
- you are happy in Newcastle twice a week, remote otherwise (it is a hybrid contract)
- BPSS is no problem for you

No cover letter needed. A CV and two sentences about the hardest blocker you have removed will do nicely.`,
  },
]
