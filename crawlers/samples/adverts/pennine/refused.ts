import type { SampleAdvert } from '../../advert.ts'

/** What the Pennine feed carries that is not a contract for project people. */
export const PENNINE_REFUSED: SampleAdvert[] = [
  {
    id: 'PNW-90201',
    title: 'Programme Manager - Permanent - £75,000 - Stockport',
    company: 'Hexley Interim',
    location: '',
    postedDaysAgo: 7,
    form: 'tidy',
    role: 'permanent-programme-stockport',
    expect: { refused: 'permanent' },
    body: `It is not often that Hexley recruits for permanent posts, but when a client of ten years asks nicely we do.

A Stockport group which owns nine veterinary hospitals would like a permanent Programme Manager to join its integration team. Every year it buys two or three more hospitals, and every one arrives with its own payroll, telephones, suppliers and way of making tea.

# You will
- Run the integration programme for each acquisition, from signing to day 200
- Lead two project managers and a business analyst
- Improve the playbook every time it is used

# You bring
Integration or multi-site programme experience, MSP, an animal to tell stories about.

# They offer
£75,000 basic salary, car allowance, bonus, 30 days' holiday, pension, and very large discounts on vaccinations. Permanent, full time, hybrid.`,
  },
  {
    id: 'PNW-90202',
    title: 'Scrum Master (perm) - Lancaster - £50-55k + benefits',
    company: 'Colnedale People',
    location: '',
    postedDaysAgo: 11,
    form: 'breaks',
    role: 'permanent-scrum-lancaster',
    expect: { refused: 'permanent' },
    body: `Scrum Master, perm, Lancaster, £50-55k plus benefits.

A maker of educational games is taking on a Scrum Master for its two studios. It's a full time permanent job with a desk, a hammock and a pension.

You'd look after two teams: one building the engine, the other drawing the animals. They've got good habits and one bad one (starting things). The producers are supportive, the release calendar is not.

What they'd love
- two years or so as a Scrum Master with a games or media team
- some experience of Kanban for artists
- patience, humour, biscuits

Benefits include 27 days' leave, private dental, a four-and-a-half-day week in summer, 6% pension, profit share and a games budget. Hybrid, two days a week in the office. Salary reviewed annually.`,
  },
  {
    id: 'PNW-90203',
    title: 'Contracts Manager - Roofing - 6 month contract - Oldham',
    company: 'Ouzelwell Contracts',
    location: '',
    postedDaysAgo: 9,
    form: 'tidy',
    role: 'contracts-manager-oldham',
    expect: { refused: 'off-family' },
    body: `Flat roofs, pitched roofs, and one dome. A roofing contractor in Oldham needs a freelance Contracts Manager for six months while the firm's own recovers from an operation.

# You would be running
- Eight to ten live contracts, from pre-start to final account
- Labour gangs and subcontract roofers, scaffold and material call-offs
- Health and safety visits and toolbox talks
- Client meetings, variations and valuations
- The defects list, which should be shorter

# You should know
- Built-up felt, single ply and slating
- SMSTS, working at height, hot works
- How to read a bill of quantities and a sky

£280 per day, outside IR35, van and fuel card supplied. Based in Oldham with sites between Preston and Stoke.`,
  },
  {
    id: 'PNW-90204',
    title: 'Business Analyst - Contract - Leeds - £425 per day',
    company: 'Staithe Associates',
    location: '',
    postedDaysAgo: 4,
    form: 'bold',
    role: 'business-analyst-leeds',
    expect: { refused: 'off-family' },
    body: `# Contract Business Analyst, Leeds, 6 months, £425 per day outside IR35

# Why
A building society's savings platform calculates interest in five ways, one of which nobody can explain. A Business Analyst is wanted to write down what it does, so that it can be made to do it on purpose.

# What
- Elicit and document requirements for interest, maturity and transfer journeys
- Process models in BPMN; data mapping for the target platform
- Acceptance criteria with testers and the product owner
- Traceability good enough for the auditors

# Who
A business analyst with retail savings or core banking experience who is comfortable reading SQL and old specifications.

# Where
Two days a week in Leeds; hybrid.`,
  },
  {
    id: 'PNW-90205',
    title: 'Portfolio Manager - Multi-Asset Funds - 12 month contract',
    company: 'Hexley Interim',
    location: '',
    postedDaysAgo: 15,
    form: 'tidy',
    role: 'investment-portfolio-london',
    expect: { refused: 'off-family' },
    body: `A wealth manager in London requires a Portfolio Manager for its multi-asset fund range for twelve months, covering a colleague's leave.

# Responsibilities
- Run five risk-rated portfolios within the house view and their mandates
- Select funds and bonds; monitor duration, currency and liquidity
- Attribution analysis and monthly commentary for advisers
- Participate in the asset allocation committee
- Attend client reviews when requested by the investment directors

# Qualifications
CFA charterholder or an advanced stage of it. Several years of fund management or discretionary experience. Regulatory approval for the function, or eligibility. Excellent knowledge of a market data terminal.

£600 per day, inside IR35. Hybrid, with three days a week in Mayfair. Assets under management are about £4bn.`,
  },
  {
    id: 'PNW-90206',
    title: 'Technical Product Owner - Mapping - Contract',
    company: 'Colnedale People',
    location: '',
    postedDaysAgo: 13,
    form: 'breaks',
    role: 'product-owner-york',
    expect: { refused: 'off-family' },
    body: `Technical Product Owner. York. 6 month contract. £480 per day, outside IR35.

The product is a map of everything buried under the north of England: gas, water, cables, Romans. Builders pay to look at it before they dig. The API is eight years old and shows it.

You'll own the backlog of the data services team: ingestion, spatial indexing, the API and its documentation. You'll write stories with acceptance criteria an engineer can test, order them by value, and turn down half of what the sales team asks for.

Ideally you've
- been product owner for an API or a data product
- met coordinate systems before and come away unharmed
- enough SQL to answer your own questions

Hybrid, two days a week inside the city walls. Colnedale People, 0161 496 0162.`,
  },
  {
    id: 'PNW-90207',
    title: 'Become a Certified Project Manager - Career Change Course - Nationwide',
    company: 'Ladderwick Training',
    location: '',
    postedDaysAgo: 1,
    form: 'tidy',
    role: 'course-nationwide',
    expect: { refused: 'course-seller' },
    body: `Looking for a new career but don't know where to start? Project Managers can earn £300 to £600 per day, and with our training YOU could be one of them.

# Step one: train
Our online course takes you from complete beginner to certified Project Manager. No previous experience is necessary. Study in the evenings, at weekends, or whenever suits you.

# Step two: qualify
All exam fees are included in the price of the course, along with practice papers and one-to-one tutor support.

# Step three: get placed
Our career team will help you with your CV and put you in touch with hiring companies.

# What is the investment?
Course fees start from £995 or £33 a month interest free. Enrol this week and receive a second course at half price. Ladderwick Training is a training provider; this is not an offer of employment.`,
  },
  {
    id: 'PNW-90208',
    title: 'Volunteer Project Manager - Community Orchard - Unpaid',
    company: 'Hollin Orchard Trust',
    location: '',
    postedDaysAgo: 20,
    form: 'tidy',
    role: 'volunteer-hebden',
    expect: { refused: 'unpaid' },
    body: `A hillside above Halifax is going to be an orchard. Two hundred trees have been promised, the lease has been signed and a primary school has drawn the map. What the trust needs is a volunteer Project Manager.

This is an unpaid voluntary role for about one day a week over nine months. Travel expenses are refunded, and you will never be short of apples.

# You'll help us to
- Make a plan for fencing, paths, planting and a small shed
- Get three quotations for everything, as our funder insists
- Organise volunteer days and keep the risk assessment up to date
- Tell a good story at the end of it

# You might be
A project manager between contracts, or retired, or a PMO person who'd like to run something from start to finish and put it on a CV. Ring Pat on 0161 496 0190.`,
  },
  {
    id: 'PNW-90209',
    title: 'Project Coordinator Internship (expenses only) - Manchester',
    company: 'Brindle Street Festival',
    location: '',
    postedDaysAgo: 16,
    form: 'breaks',
    role: 'intern-manchester',
    expect: { refused: 'unpaid' },
    body: `Project Coordinator Internship, Manchester, 3 months, unpaid (expenses only).

Our street festival brings forty bands, nine stages and a procession with a dragon to the Northern Quarter each May. The office is four people and a dog. We offer an unpaid internship from February to someone who'd like to learn how such a thing is put together.

You will be
- keeping the artist and supplier trackers in order
- drafting licences, site plans and volunteer rotas with the producer
- sitting in on safety meetings and typing up what was agreed
- looking after the dragon's paperwork (really)

There's no salary or day rate for this internship. Travel within Greater Manchester and lunch are covered, a reference is given, and you get a pass for every stage. Two to three days a week by agreement.`,
  },
  {
    id: 'PNW-90210',
    title: 'Project Manager - Heritage Railway',
    company: 'Ravensgill Railway',
    location: '',
    postedDaysAgo: 22,
    form: 'tidy',
    role: 'unstated-skipton',
    expect: { refused: 'contract-not-stated' },
    body: `The Ravensgill Railway runs steam trains along nine miles of moorland from Skipton and has been given the money to rebuild the tenth. We are appointing a Project Manager to bring it about.

# The task
A viaduct of eleven arches needs repairing. Two level crossings have to be reinstated, a station is to be rebuilt from photographs, and rails must be laid where sheep now are. Much of the labour is skilled, retired and cheerful.

# What you'll need
- Project management experience in civil engineering, rail or heritage
- A grasp of grant funding and of procurement with public money
- Willingness to be told how it was done in 1923

# Practical matters
The work is based at Skipton station, and you will have a pass for every train. To apply, please write to the general manager, who reads everything, at trains@example.com.`,
  },
]
