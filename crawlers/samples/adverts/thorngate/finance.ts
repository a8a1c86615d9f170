import type { SampleAdvert } from '../../advert.ts'

/** Thorngate's adverts for banks, insurers, asset managers and lawyers. */
export const THORNGATE_FINANCE: SampleAdvert[] = [
  {
    id: 'business-change-manager-law-bristol-77317',
    title: 'Business Change Manager - Legal',
    company: 'Brackenhall Search',
    location: 'Bristol',
    postedDaysAgo: 11,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'YEAR', value: 500 },
      closesInDays: 18,
      shape: 'graph',
    },
    role: 'change-law-bristol',
    expect: {
      dayRate: { min: 500, max: 500, basis: 'stated' },
      engagement: 'outside',
      discipline: 'change',
      seniority: 'manager',
      place: 'Bristol',
      remote: 'hybrid',
      termMonths: 5,
    },
    body: `Lawyers bill in six-minute units, and a new practice management system will change what they do in every one of them. Our client, a law firm of 800 with its largest office in Bristol, is looking for a Business Change Manager to prepare partners, associates and secretaries for three go-lives between February and June.

The programme has a good project manager and a good vendor. What it does not have is anyone whose job it is to sit with the property team and ask what they are afraid of. That is this role.

You would own impact assessment, communications, training and floor support, and the measurement of all four. Professional services experience is highly desirable, as is knowledge of case or billing systems.

This is a five month contract at a day rate of £500, outside IR35. Hybrid, with travel to Exeter and Cardiff; two or three days a week in an office.`,
  },
  {
    id: 'regulatory-change-project-manager-london-77307',
    title: 'Regulatory Change Project Manager - Investment Bank',
    company: 'Fernhythe',
    location: 'Canary Wharf, London',
    postedDaysAgo: 6,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', minValue: 650, maxValue: 700 },
      closesInDays: 22,
      shape: 'array',
    },
    role: 'regulatory-london',
    expect: {
      dayRate: { min: 650, max: 700, basis: 'stated' },
      engagement: 'umbrella',
      discipline: 'project',
      seniority: 'manager',
      place: 'London',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `Transaction reporting has been fixed three times at this bank. Each fix was correct when it was made. The fourth will be done properly, with one data lineage and one control framework across equities, rates and foreign exchange.

Fernhythe is looking for a Regulatory Change Project Manager to run the equities and FX strands. You will have around twenty people across technology, operations and compliance, in London and in Pune, and will answer to a programme manager who has been through two of the earlier fixes.

The past, briefly. The first fix built a warehouse. The second built a reconciliation between the warehouse and the front office. The third built a reconciliation of the reconciliation. In each case the reports became more accurate and the process less comprehensible, until a supervisor asked a simple question in March and it took eleven people six weeks to answer it.

The future, also briefly. Each reportable field will be traced from its origin to the submission, with one owner and one control. Anything which cannot be traced will be rebuilt. Legacy reconciliations will be switched off as their fields go over, and there is a party for each one.

Required
- Project delivery of transaction, trade or liquidity reporting change
- Knowledge of the current reporting rules in the UK and the EU
- Experience of data quality controls and regulatory attestations
- A temperament suited to long spreadsheets and short deadlines

Terms are £650-£700 per day, umbrella only, for twelve months. Hybrid: four days in Canary Wharf during the first month and three after that.`,
  },
  {
    id: 'servicenow-project-manager-edinburgh-77320',
    title: 'ServiceNow Implementation Project Manager',
    company: 'Dunvarrick',
    location: 'Edinburgh',
    postedDaysAgo: 4,
    form: 'tidy',
    fields: { employmentType: 'CONTRACTOR', closesInDays: 25, shape: 'plain' },
    role: 'servicenow-edinburgh',
    expect: { engagement: 'inside', discipline: 'project', seniority: 'manager', place: 'Edinburgh', remote: 'hybrid', termMonths: 7 },
    body: `An asset manager in Edinburgh would like its staff to be able to ask for a laptop, a log-in or a desk without knowing whose job it is to provide one. ServiceNow has been bought to make that so. Dunvarrick is looking for an Implementation Project Manager with ServiceNow experience.

# Deliverables
- Employee portal with 140 request types, designed with the people who answer them
- HR case management, then facilities, then procurement
- Retirement of four ticketing tools and an e-mail address everybody knows by heart
- A backlog and an operating model for the team that takes over

# Suitability
You have implemented ServiceNow beyond IT. You are able to hold the partner to the statement of work. Your plans survive contact with a finance department.

Market rate, inside IR35. Seven months, hybrid working with two days in the office.`,
  },
  {
    id: 'programme-manager-payments-leeds-77140',
    title: 'PROGRAMME MANAGER – PAYMENTS MIGRATION (12 months, Outside IR35)',
    company: 'Fernhythe',
    location: 'Leeds, West Yorkshire',
    postedDaysAgo: 6,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'YEAR', minValue: 700, maxValue: 725 },
      closesInDays: 30,
      shape: 'plain',
    },
    role: 'payments-leeds',
    expect: {
      dayRate: { min: 700, max: 725, basis: 'stated' },
      engagement: 'outside',
      discipline: 'programme',
      seniority: 'manager',
      place: 'Leeds',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `Fernhythe is advising a clearing bank in Leeds on the appointment of a Programme Manager. Twelve months, £700-£725 per day, outside IR35.

The bank has to move its high-value and bulk payments on to enriched ISO 20022 messages before the scheme switches off the old formats, and its first plan has just been rejected by its own audit committee.

# Scope
- Gateway replacement, sanctions screening, reconciliation and archive
- Nine upstream channels, three of which are owned by other business lines
- Industry testing windows that cannot be moved
- A programme budget in the low tens of millions and around seventy people

# In the first eight weeks
- Agree a replan with the supplier, the channels and operations
- Take it through audit and the board
- Stand up an end-to-end test function with its own lead

# Our client expects
You have run a payments programme at a bank, a scheme or a processor and can follow a message field by field. You have stood in front of a regulator. MSP, PgMP or similar.

Working arrangement is hybrid: two or three days in central Leeds each week.`,
  },
  {
    id: 'iso-20022-programme-lead-leeds-77152',
    title: 'Payments Migration Programme Manager, Leeds - up to £740 per day',
    company: 'Tolbeck People',
    location: 'Leeds',
    postedDaysAgo: 2,
    form: 'breaks',
    fields: { employmentType: 'OTHER', closesInDays: 27, shape: 'array' },
    role: 'payments-leeds',
    expect: {
      dayRate: { min: null, max: 740, basis: 'stated' },
      engagement: 'outside',
      discipline: 'programme',
      seniority: 'manager',
      place: 'Leeds',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `A proper payments programme, in the north, with a rate to match!

Who? A Leeds-based clearing bank you will have heard of.
What? Moving its high-value and bulk payments on to enriched ISO 20022 messages before the scheme switches off the old formats.
Where? Leeds, 2 to 3 days in the office, hybrid.
When? Interviews before Christmas, starting in January, for 12 months.
How much? Up to £740 per day, and yes, it is Outside IR35.

The programme manager's scope, in the bank's own words:
- Gateway replacement, sanctions screening, reconciliation and archive
- Nine upstream channels, three of which are owned by other business lines
- Industry testing windows that cannot be moved by anybody
- A budget in the low tens of millions and around seventy people
- A replan agreed with the supplier, the channels and operations, and taken through audit and the board

You have run a payments programme at a bank, a scheme or a processor and you are known for replanning troubled work.

Tolbeck have placed eleven people in this bank and can tell you what it is really like. Message Saffron on 0161 496 0139 (she answers).`,
  },
  {
    id: 'change-manager-claims-transformation-london-77203',
    title: 'Change Manager - Insurance Claims Transformation',
    company: 'Brackenhall Search',
    location: 'City of London, London',
    postedDaysAgo: 3,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', minValue: 575, maxValue: 625 },
      closesInDays: 25,
      shape: 'array',
    },
    role: 'claims-london',
    expect: {
      dayRate: { min: 575, max: 625, basis: 'stated' },
      engagement: 'inside',
      discipline: 'change',
      seniority: 'manager',
      place: 'London',
      remote: 'hybrid',
      termMonths: 9,
    },
    body: `A specialty insurer with its claims operation in the City is moving around three hundred handlers, adjusters and technicians to a new claims platform. There will be six releases by line of business. Brackenhall has the exclusive mandate to find the Change Manager who will make it stick.

Your contribution will be a thorough change impact assessment for each line; communications that busy people read; a champion network; training design together with the product vendor; and a readiness assessment that carries a vote at each release board.

Experience we need you to show us:
- business change in the insurance market, with claims a strong preference
- more than one large platform deployment
- use of adoption metrics

This is a nine-month contract at £575 - £625 per day. The insurer has determined the engagement inside IR35. You should plan on three days a week in London (EC3) and two remote.`,
  },
  {
    id: 'portfolio-manager-banking-change-edinburgh-77251',
    title: 'Change Portfolio Manager - Banking - Edinburgh',
    company: 'Dunvarrick',
    location: 'Edinburgh',
    postedDaysAgo: 9,
    form: 'tidy',
    fields: {
      employmentType: ['CONTRACTOR'],
      baseSalary: { currency: 'GBP', unitText: 'DAY', value: 650 },
      closesInDays: 19,
      shape: 'array',
    },
    role: 'portfolio-edinburgh',
    expect: {
      dayRate: { min: 650, max: 650, basis: 'stated' },
      engagement: 'inside',
      discipline: 'portfolio',
      seniority: 'manager',
      place: 'Edinburgh',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Dunvarrick has been instructed by an Edinburgh bank to find an interim Portfolio Manager for its everyday-banking division. The bank spends £90m a year on change and would like to know what it gets for it.

# The job in outline
- Own the portfolio plan for the everyday-banking division: thirty-odd projects and four programmes
- Run demand intake, prioritisation and the quarterly funding round
- Report capacity, dependencies and benefits to the executive change committee
- Lead a team of three analysts

What will count in your favour
- portfolio management experience in a bank or a building society
- a grasp of MoP that goes beyond the diagram
- Planview or Clarity used in earnest

£650 per day, inside IR35, six months with a good prospect of more. Two days a week in the Edinburgh office, hybrid for the others. To discuss, call 0131 496 0144 or e-mail change@example.com.`,
  },
]
