import type { SampleAdvert } from '../../advert.ts'

/** The Pennine feed's adverts for retail, media, technology and manufacturing. */
export const PENNINE_BUSINESS: SampleAdvert[] = [
  {
    id: 'PNW-90103',
    title: 'PMO Analyst',
    company: 'Ouzelwell Contracts',
    location: '',
    postedDaysAgo: 3,
    form: 'html',
    role: 'pmo-leicester',
    expect: {
      dayRate: { min: 450, max: 450, basis: 'stated' },
      engagement: 'outside',
      discipline: 'pmo',
      seniority: 'analyst',
      place: 'Leicester',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `<p>Job title: PMO AnalystIr35: OutsideRate: £450Location: Leicester, hybrid, 2 days onsite per weekDuration: 6 month contractStart: ASAP</p><p>A supplier of school uniforms with a surprisingly large IT department is replacing its warehouse management system and its e-commerce platform together. The steering group asked for a weekly dashboard; it got six spreadsheets. A PMO Analyst is needed to go from six to one.</p><p>Responsibilities:Create and keep the programme plan with four project managersTrack spend against a capital budget of £3.1mMaintain RAID logs that people actually look atPrepare the weekly dashboard and the monthly board paperRun the lessons log for the first peak season</p><p>Skills:PMO experience in retail or logisticsPower BI and ExcelGood with people who are busyMSP or PRINCE2 Foundation</p><p>The last analyst here went on to manage the warehouse project, which the steering group takes as a recommendation.</p><p>Ouzelwell would like your CV by Thursday as the hiring manager is away from Friday.</p>`,
  },
  {
    id: 'PNW-90116',
    title: 'Interim Head of PMO (small client)',
    company: 'Staithe Associates',
    location: '',
    postedDaysAgo: 6,
    form: 'tidy',
    role: 'head-pmo-stockport',
    expect: {
      dayRate: { min: 650, max: 650, basis: 'stated' },
      engagement: 'small-client',
      discipline: 'pmo',
      seniority: 'head',
      place: 'Stockport',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Forty-two people in Stockport make the software that runs half the country's crematoria. Investors have arrived, plans have multiplied, and nobody knows how many projects there are. (We counted thirty-one. Nine were new to the managing director.)

The company seeks an interim Head of PMO for six months to introduce just enough order: an intake, a capacity view, a portfolio board, a release calendar, and a monthly paper for the investors. You would appoint and train a PMO analyst to carry on afterwards.

A background with smaller businesses is essential. Please leave the 90-page handbook at home.

£650 per day. The end client meets the small company exemption, so IR35 status is for your own company to decide. Hybrid, two days a week in Stockport.`,
  },
  {
    id: 'PNW-90104',
    title: 'E-commerce Project Manager - Â£400 per day - Huddersfield',
    company: 'Colnedale People',
    location: '',
    postedDaysAgo: 6,
    form: 'tidy',
    role: 'ecommerce-huddersfield',
    expect: {
      dayRate: { min: 400, max: 400, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Huddersfield',
      remote: 'hybrid',
      termMonths: 5,
    },
    body: `A Huddersfield weaver of very good cloth sells to tailors by telephone and would like to sell to them by website as well. The firmâ€™s first e-commerce project needs a Project Manager who has done a fourth or fifth.

# Whatâ€™s involved
- Choosing between two agencies who have both quoted Â£180,000
- Product data for 2,300 cloths, most of it in one manâ€™s head
- Integration with stock and with a finance package from another age
- Swatches: how they are ordered, cut and posted

# What you bring
Platform launches for business customers, supplier management, and tact.

# Terms
Â£400 per day, outside IR35. Five month contract. Hybrid â€“ two days a week at the mill, where it is loud and warm.`,
  },
  {
    id: 'PNW-90105',
    title: 'Senior Project Manager (Separation) - Windsor',
    company: 'Hexley Interim',
    location: '',
    postedDaysAgo: 8,
    form: 'html',
    role: 'separation-windsor',
    expect: {
      dayRate: { min: 700, max: 700, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'senior',
      place: 'Windsor',
      remote: 'hybrid',
      termMonths: 8,
    },
    body: `&lt;p&gt;A consumer-goods group is selling its pet-care division, and for eight months after the sale the two must share systems, sites &amp;amp; a telephone number. Our client, the seller, requires a Senior Project Manager for the IT separation.&lt;/p&gt;&lt;p&gt;&lt;strong&gt;The assignment&lt;/strong&gt;&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Turn the transitional services agreement into a plan with exits&lt;/li&gt;&lt;li&gt;Split identity, mail, finance &amp;amp; warehouse systems without a day&amp;#39;s loss of trade&lt;/li&gt;&lt;li&gt;Handle the buyer&amp;#39;s team firmly and fairly&lt;/li&gt;&lt;li&gt;Report to the separation board on progress, cost &amp;amp; stranded cost&lt;/li&gt;&lt;/ul&gt;&lt;p&gt;&lt;strong&gt;Your experience&lt;/strong&gt;&lt;/p&gt;&lt;p&gt;At least two carve-outs or separations, from either side of the table. A working knowledge of SAP and of Microsoft 365 tenants. The calm that comes from having seen a deal close at four in the morning.&lt;/p&gt;&lt;p&gt;The buyer has an option to leave services early, and will use it. Plans need to bend.&lt;/p&gt;&lt;p&gt;&lt;strong&gt;Contract terms&lt;/strong&gt;&lt;/p&gt;&lt;p&gt;&amp;pound;700 per day, inside IR35, 8 month contract. Hybrid: two days a week in Windsor.&lt;/p&gt;`,
  },
  {
    id: 'PNW-90113',
    title: 'Project Manager - New Bottling Line - Wrexham - outside IR35 - £400/day',
    company: 'Ouzelwell Contracts',
    location: '',
    postedDaysAgo: 1,
    form: 'breaks',
    role: 'bottling-wrexham',
    expect: {
      dayRate: { min: 400, max: 400, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Wrexham',
      remote: 'onsite',
      termMonths: 7,
    },
    body: `Bottling line project manager, Wrexham. 7 month contract. £400/day outside IR35. On site, all week.

36,000 bottles an hour when it works. It is coming from Italy in forty-one lorries and it has to be making money by the first of August. The engineering manager has a brewery to run and can't do both.

Here's what you'd look after:
- factory acceptance in Parma, two trips
- a new mezzanine, drains, power and glycol
- install, with fitters from three countries
- commissioning, efficiency trials and punch list
- capital spend: £7.8m, nearly all committed

Bring drinks or food line installs with you. A bit of Italian goes a long way with the fitters. CDM is taken seriously on this site and so is lunch.

Ouzelwell, 0161 496 0155.`,
  },
  {
    id: 'PNW-90117',
    title: 'Project Administrator - Temp - Warrington - £15.50 per hour',
    company: 'Ouzelwell Contracts',
    location: '',
    postedDaysAgo: 2,
    form: 'breaks',
    role: 'admin-warrington',
    expect: {
      dayRate: { min: 124, max: 124, basis: 'estimated' },
      engagement: 'paye',
      discipline: 'project',
      seniority: 'support',
      place: 'Warrington',
      remote: 'onsite',
      termMonths: 3,
    },
    body: `Project Administrator required in Warrington for a temporary assignment of three months. £15.50 per hour, PAYE only, paid weekly.

The team designs ventilation for laboratories. There are eleven engineers who would rather design than file. You'd be the reason that drawings reach the right people in the right revision.

What fills the day
- document control: transmittals, registers, superseded stamps
- timesheets and expenses on a Monday
- meeting rooms, visitors, PPE, sandwiches
- progress reports typed up from handwriting of some character

What we'd like
- admin experience with an engineering or building firm
- Word, Excel and Outlook, all three
- a telephone voice

Office based five days a week, 8.30 to 5. Free parking. Call Ouzelwell, 0161 496 0155; walk-ins also welcome.`,
  },
  {
    id: 'PNW-90120',
    title: 'Agile Project Manager / Scrum Master - Remote - £475 per day',
    company: 'Hexley Interim',
    location: '',
    postedDaysAgo: 5,
    form: 'breaks',
    role: 'agile-pm-remote',
    expect: {
      dayRate: { min: 475, max: 475, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      remote: 'remote',
      termMonths: 6,
    },
    body: `Remote (UK). £475 per day. Outside IR35. 6 month contract. Agile Project Manager who can be Scrum Master to one team.

Geothermal heating start-up, thirty staff, software that tells a drilling rig what it is drilling through. Half the people are geologists. All the people are busy.

You'd be splitting your time: project manager for the delivery of the product to its first two customers (plan, contract milestones, hardware lead times) and Scrum Master for the data team of seven (ceremonies, flow, peace and quiet).

Good fit if you've
- worked with hardware and software in one plan
- kept a start-up's promises to a corporate customer
- used Linear or Jira without making a religion of it

Company days in the Peak District four times a year, otherwise fully remote.`,
  },
  {
    id: 'PNW-90121',
    title: 'Contact Centre Project Manager - Sunderland - £425pd inside',
    company: 'Ouzelwell Contracts',
    location: '',
    postedDaysAgo: 10,
    form: 'block',
    role: 'contact-centre-sunderland',
    expect: {
      dayRate: { min: 425, max: 425, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Sunderland',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Contact Centre Project Manager for a utility billing company in Sunderland, 6 months, £425pd inside IR35, hybrid 3 days a week on site.

Telephony moves from a box in a cupboard to a cloud contact-centre platform: 380 agents, voice, chat, payments by card with recording paused, and a speech bot that the marketing department has already announced. You will manage the vendor, the carrier, number porting, training with the resource planners, and a cutover on a quiet Tuesday.

You'll have done a cloud contact-centre deployment before, understand payment card rules as they touch call recording, and know why Monday is never quiet. Knowledge of workforce management tools is helpful.

The project is funded through to benefits review and has a sponsor who returns calls, as you would hope in the circumstances. Ouzelwell Contracts, 0161 496 0155.`,
  },
  {
    id: 'PNW-90123',
    title: 'Payroll Replacement Project Manager - £450 - £475pd - Peterborough',
    company: 'Hexley Interim',
    location: '',
    postedDaysAgo: 8,
    form: 'bold',
    role: 'payroll-peterborough',
    expect: {
      dayRate: { min: 450, max: 475, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Peterborough',
      remote: 'hybrid',
      termMonths: 5,
    },
    body: `# Who
A farming and food co-operative near Peterborough, 2,600 staff in season, 900 out of it, four pay cycles.

# What
Replacement of payroll and time recording by a hosted service. The contract is signed; the bureau that runs it now has given notice; a gap is not an option.

# You
- Have replaced a payroll with weekly-paid and piece-rate workers in it
- Know your way through RTI, auto-enrolment and holiday pay case law
- Plan parallel runs and insist upon them

# Terms
£450 - £475pd, inside IR35 (umbrella company from the approved list). 5 months. Hybrid, with two days a week at the office and one morning at a packing station, because clocks are where payroll begins. Please mention any annual leave booked for March.`,
  },
  {
    id: 'PNW-90021',
    title: 'Programme Director - Retail ERP - £925 per day',
    company: 'Hexley Interim',
    location: '',
    postedDaysAgo: 9,
    form: 'bold',
    role: 'retail-erp-milton-keynes',
    expect: {
      dayRate: { min: 925, max: 925, basis: 'stated' },
      engagement: 'outside',
      discipline: 'programme',
      seniority: 'director',
      place: 'Milton Keynes',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `# The business
Hexley Interim knows this one well: four hundred shops, two distribution centres, one website, head office in Milton Keynes. Sensible owners.

# The programme
The retailer has selected its new ERP, signed with an integrator and appointed a design authority. It now needs a Programme Director to lead the whole thing through merchandise, supply chain and finance releases. The first release must be stable before peak trading; a freeze from October to January is not negotiable.

# The role
You would sit on the operating board, own a £28m budget, and manage the integrator's partner as an equal. Four programme managers report to you.

# The criteria
- Two or more ERP programmes led from the front, at least one of them in retail
- The nerve to delay a release, and to explain why in one page
- Sharp on milestones, credits and change requests

# The deal
£925 per day, outside IR35, 12 months, three days a week in Milton Keynes (hybrid).`,
  },
]
