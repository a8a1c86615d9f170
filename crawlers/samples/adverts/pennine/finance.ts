import type { SampleAdvert } from '../../advert.ts'

/** The Pennine feed's adverts for banks, insurers, asset managers and lawyers. */
export const PENNINE_FINANCE: SampleAdvert[] = [
  {
    id: 'PNW-90114',
    title: 'Portfolio Director - Insurance - London - 12 month contract',
    company: 'Hexley Interim',
    location: '',
    postedDaysAgo: 19,
    form: 'tidy',
    role: 'portfolio-director-london',
    expect: {
      dayRate: { min: 1000, max: 1000, basis: 'stated' },
      engagement: 'outside',
      discipline: 'portfolio',
      seniority: 'director',
      place: 'London',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `Change Portfolio Director, composite insurer, London. £1,000 per day outside IR35 for 12 months.

The group executive has concluded that it is running too many programmes and cannot tell which. It would like somebody with no history in the building to look at all twenty-six, recommend what should stop, and afterwards direct what remains.

The Portfolio Director chairs the design and funding boards, has six programme directors as a dotted line and twelve portfolio staff as a solid one, and has the ear of the chief financial officer. The budget under discussion is £210m over three years.

The twenty-six fall into three families. Nine are mandatory and mostly on time. Ten were begun to replace the systems of companies bought between 2014 and 2021, and overlap with one another in ways which nobody has drawn. Seven were somebody's good idea. In all of them there are people who have worked hard, and the chief executive is firm that an honourable stop is to be treated as a delivery.

You'd be given access to everything: ledgers, contracts, steering minutes, the engagement survey. You'd be expected to interview every sponsor. You'd have two analysts from the first day and a room with a whiteboard.

Previous experience at this level in insurance, banking or telecoms is required. So is the ability to close a programme kindly.

You would be in the City office for three days a week; hybrid. The first report is wanted in six weeks.`,
  },
  {
    id: 'PNW-90108',
    title: 'CRM Project Manager (Dynamics 365) Chester, 6 months, outside IR35',
    company: 'Colnedale People',
    location: '',
    postedDaysAgo: 2,
    form: 'tidy',
    role: 'crm-chester',
    expect: {
      dayRate: { min: 450, max: 450, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Chester',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Four hundred people in a Chester-based wealth business keep their clients in three CRMs and their heads. Microsoft Dynamics 365 has been chosen to hold all of it. A CRM Project Manager is invited to help.

The partner who will configure it is capable and booked until July. The data has been profiled. Advisers have been told, some of them gladly. Left to arrange: design authority, three data loads, an outlook plug-in which everyone wants first, consumer duty reporting and the training of people who earn more than you do.

Requirements
- Dynamics implementations led from the client side
- Financial services, with a practical idea of advice regulation
- Clear plans and short meetings

6 months, £450 per day outside IR35, two days a week in Chester on a hybrid basis.`,
  },
  {
    id: 'PNW-90013',
    title: 'Programme Manager, ISO 20022 Payments Migration - Outside IR35 - £725pd',
    company: 'Hexley Interim',
    location: '',
    postedDaysAgo: 4,
    form: 'tidy',
    role: 'payments-leeds',
    expect: {
      dayRate: { min: 725, max: 725, basis: 'stated' },
      engagement: 'outside',
      discipline: 'programme',
      seniority: 'manager',
      place: 'Leeds',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `Leeds, and a clearing bank. Its payments must be on enriched ISO 20022 messages before the scheme switches off the old formats, the date is fixed, and the first plan has been rejected by its own audit committee.

So: a Programme Manager, for twelve months, at £725pd outside IR35. The brief we were given:

- Gateway replacement, sanctions screening, reconciliation and archive
- Nine upstream channels, three of which are owned by other business lines
- Industry testing windows that cannot be moved by anybody
- Agree a replan with the supplier, the channels and operations
- Take it through audit and the board
- Tell the scheme, formally, what the bank can do and when

Our view of the ideal background is ten or more years in change, the last few in payments, and one rescue that you still tell stories about.

Leeds is the base and the hybrid pattern is two or three days there. Hexley Interim is happy to talk to people coming off assignment at any time before February.`,
  },
  {
    id: 'PNW-90020',
    title: 'Business Change Manager - London Market Insurance - Inside',
    company: 'Hexley Interim',
    location: '',
    postedDaysAgo: 7,
    form: 'tidy',
    role: 'claims-london',
    expect: {
      dayRate: { min: 590, max: 590, basis: 'stated' },
      engagement: 'inside',
      discipline: 'change',
      seniority: 'manager',
      place: 'London',
      remote: 'hybrid',
      termMonths: 9,
    },
    body: `Claims people are kind, thorough and fond of their screens. In the coming nine months three hundred of them, in four lines of business, will be given new ones.

Hexley Interim has been invited to propose a Business Change Manager to a specialty insurer in the City of London. The programme is already staffed on the technology side and the first of six releases is in March.

The work
- impacts, by line of business and by role
- champions, found among people who already have too much to do
- training, designed jointly with the platform's makers
- readiness, on which you cast a vote each time

The person
- has led change in insurance; has met claims; has measured adoption

£590 per day inside IR35, nine months, London three days per week with hybrid working.`,
  },
  {
    id: 'PNW-90026',
    title: 'INTERIM CHANGE PORTFOLIO MANAGER – Edinburgh – Inside IR35',
    company: 'Hexley Interim',
    location: '',
    postedDaysAgo: 10,
    form: 'tidy',
    role: 'portfolio-edinburgh',
    expect: {
      dayRate: { min: 660, max: 660, basis: 'stated' },
      engagement: 'inside',
      discipline: 'portfolio',
      seniority: 'manager',
      place: 'Edinburgh',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `£90m of change a year, one executive committee, and a quarterly round in which everybody asks for more. A retail bank in Edinburgh needs an interim Change Portfolio Manager while it recruits.

You will
- own the portfolio plan for the everyday-banking division: thirty-odd projects and four programmes
- run demand intake, prioritisation and the quarterly funding round
- report capacity, dependencies and benefits to the executive change committee
- lead a team of three analysts and lift the quality of what project managers submit

We should like to see portfolio management experience in a bank or a building society, Planview or Clarity used in earnest, and the ability to say "no, and here is why" to a director.

The rate is £660 per day, inside IR35. Six months, with two days each week in Edinburgh and a hybrid pattern besides. Hexley does not send CVs without asking you first.`,
  },
]
