import type { SampleAdvert } from '../../advert.ts'

/** Thorngate's adverts for retail, media, technology and manufacturing. */
export const THORNGATE_BUSINESS: SampleAdvert[] = [
  {
    id: 'cloud-migration-programme-manager-remote-77311',
    title: 'Cloud Migration Programme Manager',
    company: 'Tolbeck People',
    location: 'United Kingdom',
    postedDaysAgo: 1,
    form: 'breaks',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', value: 750 },
      closesInDays: 30,
      telecommute: true,
      shape: 'plain',
    },
    role: 'cloud-remote',
    expect: {
      dayRate: { min: 750, max: 750, basis: 'stated' },
      engagement: 'outside',
      discipline: 'programme',
      seniority: 'manager',
      remote: 'remote',
      termMonths: 9,
    },
    body: `Fully remote. £750 per day. Outside IR35. Nine months. Still reading? Good.

The client makes software for dentists. Seven thousand practices use it, most of them from a hosting centre that is now full. Everything moves to public cloud by next autumn, practice by practice, and not one of them may lose a Monday morning.

The Cloud Migration Programme Manager gets:
- a migration factory that works, though slowly
- three project managers, two architects and a very good data engineer
- a budget with actual contingency in it
- a chief executive who asks sensible questions

And must provide:
- experience of moving many small customers and not just one large one
- a feel for support volumes, because each wave makes the telephones ring
- commercial nous with the cloud provider

How they work: the company has been remote since before it was fashionable. There is no office. There is a written culture, so decisions are recorded, meetings have notes and nobody is expected to reply after six. Twice a year everyone meets for three days in a hotel by the sea and remembers how tall the others are.

How the migration works at present: a practice is booked a month ahead, its data is copied during the week, its imaging files follow on the Friday night (these are enormous), and on Saturday morning an engineer switches the practice over and plays at being a receptionist for an hour. Seven out of ten go perfectly. Two go well enough. The tenth makes somebody's weekend very long. Throughput needs to triple before the summer and the tenth needs to become the fiftieth.

Apply through Thorngate or ring Saffron at Tolbeck on 0161 496 0139.`,
  },
  {
    id: 'pmo-coordinator-oxford-77312',
    title: 'PMO Coordinator',
    company: 'Oxlode Talent',
    location: 'Oxford, Oxfordshire',
    postedDaysAgo: 4,
    form: 'tidy',
    fields: { employmentType: 'TEMPORARY', baseSalary: { currency: 'GBP', unitText: 'DAY', value: 200 }, closesInDays: 9, shape: 'plain' },
    role: 'pmo-coordinator-oxford',
    expect: {
      dayRate: { min: 200, max: 200, basis: 'stated' },
      engagement: 'paye',
      discipline: 'pmo',
      seniority: 'coordinator',
      place: 'Oxford',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `An academic publisher in Oxford is changing the system that every editor, designer and royalty clerk depends upon. The project office is small, sociable and slightly overwhelmed. A PMO Coordinator for six months would change that.

# On an average day
- Two steering packs to assemble and one to correct
- Minutes, actions, and the chasing of the same
- A calendar with nine time zones in it
- Purchase orders, onboarding of contractors, leavers' laptops
- The SharePoint site, which you are allowed to improve

# To suit
Coordinators or administrators from a project environment; also publishing people who fancy a move. The office manager values accuracy, kindness and a sense of proportion, in that order.

£200 per day, PAYE only. 6 months. Hybrid, with Mondays and Wednesdays in Oxford. A permanent member of the team is moving to another project and hands over in week one.`,
  },
  {
    id: 'agile-delivery-lead-bath-77313',
    title: 'Agile Delivery Lead',
    company: 'Kestrelby',
    location: 'Bath, Somerset',
    postedDaysAgo: 13,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', minValue: 525, maxValue: 550 },
      closesInDays: 14,
      shape: 'array',
    },
    role: 'delivery-lead-bath',
    expect: {
      dayRate: { min: 525, max: 550, basis: 'stated' },
      engagement: 'outside',
      discipline: 'delivery',
      seniority: 'lead',
      place: 'Bath',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Five teams in Bath build a hydrographic data product: charts, tides, and warnings to shipping. They release monthly. Customers at sea would like weekly, and the chief engineer agrees.

Kestrelby is recruiting an Agile Delivery Lead to take them there. The lead looks after flow across all five teams, coaches four delivery managers, and owns the quarterly planning event, which at present takes four days and produces mostly lanyards.

We would like you to bring
- delivery leadership across several teams with shared components
- SAFe or LeSS experience, together with scepticism about both
- metrics: lead time, failure rate, and what to do about them
- tact with people whose product must never be wrong

Contract for 6 months at £525-£550 per day outside IR35. Hybrid working, Bath one or two days per week. Candidates with maritime or mapping experience will find the coffee conversations easier.`,
  },
  {
    id: 'programme-planner-solihull-77315',
    title: 'Programme Planner - Electric Powertrain',
    company: 'Pennygate Contracts',
    location: 'Solihull, West Midlands',
    postedDaysAgo: 15,
    form: 'block',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'HOUR', value: 40 },
      closesInDays: 12,
      shape: 'plain',
    },
    role: 'planner-solihull',
    expect: {
      dayRate: { max: 320, basis: 'estimated' },
      engagement: 'any',
      discipline: 'pmo',
      seniority: 'analyst',
      place: 'Solihull',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `Programme Planner, Solihull, 12 month contract. £40 per hour umbrella, £30.20 per hour PAYE.

You will be the planner for an electric powertrain programme at a premium car manufacturer: gateway plans, build phases, prototype parts readiness, supplier timing, and the weekly timing meeting at which forty people try to find out whether they are late. The integrated master plan is kept in MS Project with a home-made reporting layer in Power BI, and both need attention.

Experience in automotive timing or vehicle programme planning is essential. An understanding of PPAP and tooling lead times is useful, and so is the courage to show a red line to a chief engineer. Hybrid, with three days on site and two from home; 37 hours with an early finish on Friday. Keywords: Programme Planner, Timing Analyst, Planning, Automotive, Gateways. Pennygate Contracts, 0161 496 0188.`,
  },
  {
    id: 'infrastructure-project-manager-lisburn-77301',
    title: 'Infrastructure Project Manager',
    company: 'Carrowbane',
    location: 'Lisburn, County Antrim',
    postedDaysAgo: 5,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', value: 375 },
      closesInDays: 20,
      shape: 'plain',
    },
    role: 'infrastructure-lisburn',
    expect: {
      dayRate: { min: 375, max: 375, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Lisburn',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Carrowbane supplies contractors across the north of Ireland. This one is in Lisburn, at a food group with six plants and a server room that flooded in October.

The plan is simple to state: replace the storage, move what can be moved to the cloud, give each plant a resilient link, and never again depend on one air-conditioning unit. An Infrastructure Project Manager is needed to turn the plan into dates.

# You will be
- Running procurement of hardware, carriers and a migration partner
- Planning plant outages around production, which stops for nobody
- Keeping an honest RAID log and a short weekly note
- Testing disaster recovery for real, with the managing director watching

# You will have
Infrastructure delivery experience, PRINCE2 or PMP, and a car.

Six month contract at £375 per day, outside IR35. Hybrid, with three days each week in Lisburn or at a plant.`,
  },
  {
    id: 'digital-project-manager-brighton-77306',
    title: 'Freelance Digital Project Manager',
    company: 'Brackenhall Search',
    location: 'Brighton, East Sussex',
    postedDaysAgo: 2,
    form: 'breaks',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'HOUR', value: 45 },
      closesInDays: 28,
      shape: 'plain',
    },
    role: 'digital-brighton',
    expect: {
      dayRate: { min: 360, max: 360, basis: 'estimated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Brighton',
      remote: 'hybrid',
      termMonths: 3,
    },
    body: `A design studio near the seafront in Brighton has won a bigger client than it expected. It would like a Freelance Digital Project Manager to hold its hand for a while.

What's going on: a new website for a chain of hotels, an app that may or may not happen, and a brand team in another time zone. Twelve designers and developers, all very good, none of them fond of timesheets.

What you would be doing: estimates, statements of work, sprint plans, client calls, gentle nagging. Some light budget tracking in Harvest, tickets in Jira, everything else on a wall.

You'll need agency experience and a portfolio of projects you can speak about. You should be equally happy with fixed-price and time-and-materials.

£45 per hour, outside IR35, 3-6 months initially. Part remote: the studio likes to see people on two days a week (dog permitted).`,
  },
  {
    id: 'head-of-project-delivery-watford-77322',
    title: 'Head of Project Delivery - Interim',
    company: 'Fernhythe',
    location: 'Watford, Hertfordshire',
    postedDaysAgo: 17,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', value: 850 },
      closesInDays: 13,
      shape: 'plain',
    },
    role: 'head-delivery-watford',
    expect: {
      dayRate: { min: 850, max: 850, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'head',
      place: 'Watford',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `A lottery and prize-draw operator licensed in the UK needs an interim Head of Project Delivery while it looks for a substantive one.

You would be responsible for twenty-two project managers and business analysts, for a change portfolio that includes a new gaming engine and three regulatory undertakings, and for restoring trust between commercial and technology directors, who currently meet only in front of the chief executive.

# What good looks like after six months
- A portfolio that fits the capacity available
- Projects that start with a named sponsor and finish with a measured result
- A settled team, with a succession plan
- The regulator's undertakings closed

# You
A head or director of delivery in gaming, payments, or another regulated consumer business; direct; numerate; hard to hurry.

£850 per day, outside IR35, six months. Three days a week in Watford, hybrid.`,
  },
  {
    id: 'PROJECT-MANAGER-FOOD-HULL-77324',
    title: 'PROJECT MANAGER!! FOOD FACTORY EXTENSION - IMMEDIATE START - HULL',
    company: 'Pennygate Contracts',
    location: 'Hull, East Yorkshire',
    postedDaysAgo: 0,
    form: 'breaks',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', minValue: 350, maxValue: 400 },
      closesInDays: 7,
      shape: 'plain',
    },
    role: 'food-factory-hull',
    expect: {
      dayRate: { min: 350, max: 400, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Hull',
      remote: 'onsite',
      termMonths: 6,
    },
    body: `** IMMEDIATE START ** PROJECT MANAGER ** HULL ** £350-£400 PER DAY ** OUTSIDE IR35 **

Fish finger factory. New line, new cold store, new roof over both. The last project manager has gone to sea (literally). We need somebody on site Monday.

WHAT YOU'LL BE DOING
- Running the main contractor, the refrigeration firm and the line supplier
- Daily coordination with production: they will not stop for you
- Permit to work, hot works, hygiene zones
- Weekly cost report to the group engineering director

WHAT YOU NEED
- Food factory projects, no exceptions
- CSCS and SMSTS
- Boots

6 month contract, fully on site five days per week, digs can be arranged. Paid weekly. Call 0161 496 0188 NOW or e-mail hull@example.com and we will ring you back inside the hour.`,
  },
]
