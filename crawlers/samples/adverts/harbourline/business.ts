import type { SampleAdvert } from '../../advert.ts'

/** Harbourline's adverts for retail, media, technology and manufacturing. */
export const HARBOURLINE_BUSINESS: SampleAdvert[] = [
  {
    id: '4410303',
    title: 'Programme Director, Retail ERP',
    company: 'Harbourline',
    location: 'Milton Keynes, Buckinghamshire',
    postedDaysAgo: 10,
    form: 'tidy',
    role: 'retail-erp-milton-keynes',
    expect: {
      dayRate: { min: 900, max: 950, basis: 'stated' },
      engagement: 'outside',
      discipline: 'programme',
      seniority: 'director',
      place: 'Milton Keynes',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `Four hundred shops, two distribution centres, one website and a finance system older than some of its users. A home and garden retailer headquartered in Milton Keynes has selected its new ERP, signed with an integrator and appointed a design authority. It now needs a Programme Director to lead the whole thing through merchandise, supply chain and finance releases.

You would sit on the operating board, own a £28m budget, and manage the integrator's partner as an equal. Four programme managers report to you. The first release must be stable before peak trading; a cooling-off freeze from October to January is not negotiable.

What the chief financial officer is looking for:
- two or more ERP programmes led from the front, at least one of them in retail
- the nerve to delay a release, and to explain why in one page
- commercial judgement on milestones, credits and change requests

Contract terms: initial 12 months, £900 - £950 a day, Outside IR35, Milton Keynes three days per week. Travel to stores from time to time.`,
  },
  {
    id: '4410308',
    title: 'Project Manager - Store Refit Programme (North)',
    company: 'Harbourline',
    location: 'Leeds, West Yorkshire',
    postedDaysAgo: 4,
    form: 'tidy',
    role: 'refit-north',
    expect: {
      dayRate: { min: 325, max: 375, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Leeds',
      termMonths: 8,
    },
    body: `A convenience retailer is refitting 210 shops in two regions over the next year: new refrigeration, new tills, LED lighting and a different front door. Each region has its own Project Manager. This advert is for the North, run from the Leeds depot and reaching from Chesterfield to Berwick.

# What happens in a refit
A shop closes on Sunday evening and opens on Friday morning. In between come the strip-out, electrical and refrigeration trades, shelving, the IT installers and the merchandisers. You plan four shops at a time, walk each one before and after, and hold the contractors to the hour.

# You will need
- Retail fit-out or roll-out project management
- CDM awareness, SMSTS or similar
- A driving licence and the appetite to use it
- The stamina for night visits when a compressor will not start

£325 - £375 per day plus mileage, outside IR35. An 8 month contract, starting the second week of January.`,
  },
  {
    id: '4410309',
    title: 'Project Manager - Store Refit Programme (South West)',
    company: 'Harbourline',
    location: 'Bristol',
    postedDaysAgo: 4,
    form: 'tidy',
    role: 'refit-south-west',
    expect: {
      dayRate: { min: 325, max: 375, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Bristol',
      termMonths: 8,
    },
    body: `A convenience retailer is refitting 210 shops in two regions over the next year: new refrigeration, new tills, LED lighting and a different front door. Each region has its own Project Manager. This advert is for the South West, run from the Bristol depot and reaching from Swindon to Penzance.

# What happens in a refit
A shop closes on Sunday evening and opens on Friday morning. In between come the strip-out, electrical and refrigeration trades, shelving, the IT installers and the merchandisers. You plan three shops at a time, walk each one before and after, and hold the contractors to the hour.

# You will need
- Retail fit-out or roll-out project management
- CDM awareness, SMSTS or similar
- A driving licence and the appetite to use it
- The stamina for night visits when a compressor will not start

£325 - £375 per day plus mileage, outside IR35. An 8 month contract, starting the second week of January.`,
  },
  {
    id: '4410310',
    title: 'Technical Project Manager - Network Refresh',
    company: 'Harbourline',
    location: 'Reading, Berkshire',
    postedDaysAgo: 17,
    form: 'tidy',
    role: 'network-reading',
    expect: {
      dayRate: { min: null, max: 650, basis: 'stated' },
      discipline: 'project',
      seniority: 'manager',
      place: 'Reading',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `If the words "core switch" make you sit up, read on.

A software company on the edge of Reading has grown by acquisition and has five campus networks pretending to be one. It is replacing the lot: core, access, wireless, firewalls, and the SD-WAN between fourteen offices in Europe. Hardware is ordered. Lead times are what they are. The network architects are excellent and, left alone, would still be drawing.

The Technical Project Manager will
- turn the design into site-by-site cutover plans with a way back
- agree outage windows with people who do not believe in them
- manage a cabling firm, a carrier and two resellers
- own cost, schedule and risk, and report to the infrastructure director

You have run several network or data-centre projects, you know what a change freeze feels like in December, and you can hold a conversation about VLANs without notes.

Pay is up to £650/day for the right person. Six month contract; extension depends on how many more companies they buy. Hybrid, typically 2 days a week on site.`,
  },
  {
    id: '4410311',
    title: 'Project Coordinator - Broadcast Playout Move',
    company: 'Harbourline',
    location: 'Salford, Greater Manchester',
    postedDaysAgo: 19,
    form: 'bold',
    role: 'playout-salford',
    expect: {
      dayRate: { min: 160, max: 160, basis: 'stated' },
      engagement: 'umbrella',
      discipline: 'project',
      seniority: 'coordinator',
      place: 'Salford',
      remote: 'onsite',
      termMonths: 4,
    },
    body: `Sixteen television channels are moving from one playout centre to another without a second of black. The people who know how are busy doing it; they need a Project Coordinator to look after everything round the edges.

# Day to day
- Keep the migration tracker current: channel, rack, circuit, tester, date
- Book engineers, lift access, couriers and parking, often at short notice
- Write up the daily stand-up within the hour
- Raise and receipt purchase orders, and match the invoices
- Prepare the weekly pack for the migration board

# Who does well here
Organised people with a sense of humour. You may come from events, logistics, production or a project office. Smartsheet is used for almost everything. Shift patterns in the final month will include four weekends.

# Terms
£160 per day, umbrella only. Four months, on site in Salford five days a week.`,
  },
  {
    id: '4410408',
    title: 'Senior Project Manager - S/4HANA Finance (Ref: HB20417)',
    company: 'Harbourline',
    location: 'Swindon, Wiltshire',
    postedDaysAgo: 20,
    form: 'pasted',
    role: 's4-swindon',
    expect: {
      dayRate: { min: 575, max: 575, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'senior',
      place: 'Swindon',
      remote: 'hybrid',
      termMonths: 9,
    },
    body: `Ref: HB20417. Senior Project Manager, SAP S/4HANA Finance, Swindon and home.

An engineering group with nineteen legal entities is consolidating three charts of accounts into one. The blueprint is complete, two rehearsal migrations are planned, and the chief accountant has been told she will close the March books on the new system. She has questions.

# Key tasks
- Take the finance stream from build through three test cycles to cutover
- Manage an offshore integrator day by day and its invoices month by month
- Run the cutover: 640 tasks in 70 hours, rehearsed twice
- Align with the supply chain stream, which is six weeks behind

# Skills
- Two full SAP finance implementations as project manager, at least one on S/4HANA
- Data migration and reconciliation experience
- ASAP or Activate methodology

Rate £575 + VAT, outside IR35. Contract length nine months. Hybrid, averaging two days in Swindon per week and more at cutover.`,
  },
  {
    id: '4410409',
    title: 'Data Migration Project Manager',
    company: 'Harbourline',
    location: 'Remote, United Kingdom',
    postedDaysAgo: 3,
    form: 'tidy',
    role: 'data-migration-remote',
    expect: {
      dayRate: { min: 500, max: 500, basis: 'estimated' },
      discipline: 'project',
      seniority: 'manager',
      remote: 'remote',
      termMonths: 4,
    },
    body: `Eighteen million customer records, four source systems, one target, one weekend.

That is the whole brief, more or less. A rail ticketing business has bought a competitor and is folding its accounts, season tickets and refunds history into its own platform. Two trial loads have run; the second was better than the first. The data team is strong. It needs a Data Migration Project Manager to plan trials three to five, settle arguments about what "clean" means, line up the business sign-offs and run the weekend itself.

What we would ask you about in a conversation:
1. the last migration you managed, and its reject rate at each rehearsal
2. how you decided to go ahead
3. what you would do differently

The rate is £62.50 per hour. IR35 status to be confirmed by the client. It is a four month contract, fully remote within the UK, with a 40 hour week and one weekend you will remember.`,
  },
  {
    id: '4410413',
    title: 'Migration Project Manager - Amsterdam',
    company: 'Harbourline',
    location: 'Amsterdam, Netherlands',
    postedDaysAgo: 9,
    form: 'tidy',
    role: 'migration-amsterdam',
    expect: {
      dayRate: { min: 600, max: 600, basis: 'stated', currency: 'EUR' },
      discipline: 'project',
      seniority: 'manager',
      place: 'Amsterdam',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `A logistics group with terminals in nine ports is leaving its own two data centres near Amsterdam for public cloud. The English-speaking programme team is looking for a freelance Migration Project Manager to run waves four to seven: about 180 applications, sixty of which somebody still has to find the owner of.

# Activities
- Wave planning with application owners in Rotterdam, Antwerp and Felixstowe
- Cutover runbooks and rollback criteria
- Weekly cost forecast, including the dual-running bill nobody budgeted for
- Reporting to the migration board

# How the factory works
Discovery produces a dossier for each application: owner, interfaces, data, licence, criticality, and an honest remark about its documentation. A design authority sorts the dossiers into move, modernise, replace or retire. Wave teams then have ten weeks to rehearse and carry out the migration, with a freeze in the last fortnight before each terminal's quarterly stock count. Waves one to three took fourteen weeks apiece, so the ten is an ambition. One of your tasks is to find out where the other four go.

The programme language is English and the lunch language is whichever is spoken by the most people at the table.

# Requirements
- Large cloud migrations as a project manager, preferably by factory approach
- Fluent English; Dutch is agreeable
- The right to work in the European Union, or a freelance visa

The tariff is €600 per day, excluding VAT, for 12 months. Two days per week in Amsterdam; we can talk about the rest. Screening under the Dutch rules on self-employment takes place before signature.`,
  },
  {
    id: '4410410',
    title: 'Head of PMO',
    company: 'Harbourline',
    location: 'Crawley, West Sussex',
    postedDaysAgo: 7,
    form: 'tidy',
    role: 'head-pmo-crawley',
    expect: {
      dayRate: { min: 750, max: 750, basis: 'stated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'head',
      place: 'Crawley',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Airlines are good at checklists. This one, based a short walk from a runway in Crawley, would like its change portfolio to be as well run as its turnarounds.

The interim Head of PMO will lead eleven people, advise the chief transformation officer and look after a portfolio of forty-five projects worth £60m. A new fleet arrives in eighteen months and touches almost all of them.

# Priorities for the first half-year
- Cut the reporting burden in half and double its usefulness
- Introduce a proper intake gate
- Establish benefits tracking with finance
- Coach the project managers, a third of whom came from operations
- Hire your permanent successor

# The portfolio today
Of the forty-five projects, nineteen are regulatory or safety-related and cannot be dropped. Eleven belong to the new fleet: simulators, stands, ground equipment, crew training, catering trolleys that do not fit the new galleys. The remainder range from a loyalty scheme to a hangar roof. Reporting is monthly, by slide, and takes each project manager the better part of two days. Decisions are taken by whoever is in the room. The chief transformation officer, who joined in May from a parcel carrier, regards this as an opportunity.

# Experience
Leading an enterprise PMO through a period of change; airline, logistics or another operational business; clear views on when a framework helps.

# Contract
£750 per day, inside IR35 through an umbrella. 6-9 months. At least three days in the Crawley office; hybrid for the others. Start date: 11 January 2027.`,
  },
  {
    id: '4410416',
    title: 'PMO Analyst / acting Project Manager',
    company: 'Harbourline',
    location: 'Northampton, Northamptonshire',
    postedDaysAgo: 3,
    form: 'tidy',
    role: 'pmo-logistics-northampton',
    expect: {
      dayRate: { min: 325, max: 325, basis: 'stated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'analyst',
      place: 'Northampton',
      remote: 'hybrid',
      termMonths: 9,
      steppingStone: 'pmo-doing-pm-work',
    },
    body: `Half of this post is a PMO Analyst's. The other half is not, and that is why people take it.

A warehousing group near Northampton has a project office of two and more projects than project managers. Alongside reporting, RAID logs and the resource plan, the PMO Analyst will manage two or three small projects from initiation to closure: a handheld scanner replacement, a new visitor system, a move of forty desks. You will write the brief, hold the budget, run the meetings and sign the close-down report.

# Needed
- Two years in a PMO with exposure to planning and finances
- Some sign that you already lead things when nobody is looking
- MS Project or Smartsheet; PRINCE2 Foundation

# Not needed
- A project manager's job title

£325 per day, inside IR35, nine months. Hybrid, three days a week on site. People who have held this desk before you are now project managers at the same company, which the company considers a success.`,
  },
]
