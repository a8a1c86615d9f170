import type { SampleAdvert } from '../../advert.ts'

/** Harbourline's adverts for rail, roads, ports, telecoms networks and construction. */
export const HARBOURLINE_INFRASTRUCTURE: SampleAdvert[] = [
  {
    id: '4410401',
    title: 'Senior Project Manager - Signalling Renewals',
    company: 'Harbourline',
    location: 'York, North Yorkshire',
    postedDaysAgo: 8,
    form: 'tidy',
    role: 'signalling-york',
    expect: {
      dayRate: { min: 525, max: 575, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'senior',
      place: 'York',
      remote: 'hybrid',
      termMonths: 9,
    },
    body: `Level crossings, axle counters, a control centre migration and a blockade at Easter. A signalling contractor working on the northern end of the East Coast route requires a Senior Project Manager to take two renewals packages from detailed design into commissioning.

# Accountabilities
- Safety, cost, programme and quality for packages worth £19m together
- Possession planning and the T-minus process with the infrastructure owner
- NEC4 Option C administration: early warnings, compensation events, forecasts
- Line management of one project manager and an assistant

# Qualifications
Signalling delivery experience is a must; you should know the difference between "tested" and "entered into service". Membership of APM, ICE or IRSE. A PTS card or the willingness to regain one.

# Terms
£525 - £575 per day, outside IR35 following an independent review of the working practices. 9 month contract. Agile working policy: two days each week in York, occasional nights and weekends on site, the rest at home.`,
  },
  {
    id: '4410404',
    title: 'Construction Project Manager - Data Centre Shell and Core',
    company: 'Harbourline',
    location: 'Slough, Berkshire',
    postedDaysAgo: 9,
    form: 'tidy',
    role: 'data-centre-slough',
    expect: {
      dayRate: { min: 500, max: 550, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Slough',
      remote: 'onsite',
      termMonths: 14,
    },
    body: `Forty-eight megawatts on the Slough trading estate, steel going up, and a client who measures time in days to power-on. The main contractor needs a Construction Project Manager for the shell-and-core package of the second building.

You will run the frame, envelope, roof and groundworks trades; chair the weekly look-ahead; hold the interface with the M&E and commissioning teams, who want your rooms before they are dry; and look after NEC compensation events with the commercial lead.

Needed
- A data centre or other mission-critical building on your CV, at package manager or project manager level
- CSCS black card, SMSTS, first aid
- Asta Powerproject, or enough planning to argue with the person who uses it

Offered
- £500 - £550 per day, outside IR35, paid fortnightly
- 14 months, five days on site with a 7:30 start
- The third building, if the second one goes well`,
  },
  {
    id: '4410406',
    title: 'Project Manager, Full Fibre Build',
    company: 'Harbourline',
    location: 'Cardiff, South Glamorgan',
    postedDaysAgo: 12,
    form: 'breaks',
    role: 'fibre-cardiff',
    expect: {
      dayRate: { min: 400, max: 400, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Cardiff',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `An alternative network builder is bringing full fibre to 62,000 premises across Cardiff and the eastern valleys. Poles, ducts, street works permits, wayleaves, a handful of stubborn landlords. The Project Manager owns the build from surveyed design to ready for service.

Responsibilities:
- two civils contractors and one cabling contractor, each with a weekly output target
- the permit forecast, agreed street by street with the highways teams
- cost per premises passed, and the reasons when it moves
- health and safety on the ground, including unannounced visits
- as-built records good enough for the operations team to refuse nothing

You should come from FTTP, utilities or street works. NRSWA supervisor preferred. Welsh is a pleasure to hear but not a condition.

£400 per day inside IR35, 6 months then reviewed quarter by quarter. Two days in the Cardiff office, one or two in the van, the remainder at home: hybrid in its truest form.`,
  },
  {
    id: '4410418',
    title: 'Roll-out Project Manager - Rural Broadband Vouchers',
    company: 'Harbourline',
    location: 'Truro, Cornwall',
    postedDaysAgo: 14,
    form: 'tidy',
    role: 'broadband-truro',
    expect: {
      dayRate: { min: 420, max: 420, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Truro',
      remote: 'hybrid',
      termEnd: '2027-03-31',
    },
    body: `There are 9,400 homes in the far south-west that commercial builders will not reach, and a grant scheme that will, provided the money is spent before the end of the financial year. The delivery body in Truro needs a Roll-out Project Manager to get the remaining community schemes over the line.

What is left to do:
- 27 parish schemes at different stages, from a show of hands to the last pole
- supplier milestones to verify before each grant claim is paid
- an audit by the funding department in February
- a queue of farmers with reasonable questions about trenches

You know telecoms or utilities roll-out, you can read a grant agreement, and you are at ease in a village hall on a wet Wednesday.

£420 per day, outside IR35 \u0096 contract until 31 March 2027 \u0096 no extension is possible. Hybrid: about two days a week in Truro or at the sites.`,
  },
  {
    id: '4410411',
    title: 'Project Planner (P6) - Rolling Stock Depot',
    company: 'Harbourline',
    location: 'Derby, Derbyshire',
    postedDaysAgo: 25,
    form: 'tidy',
    role: 'planner-derby',
    expect: {
      dayRate: { min: 384, max: 384, basis: 'estimated' },
      discipline: 'pmo',
      seniority: 'analyst',
      place: 'Derby',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `A train builder in Derby is extending its depot while building trains inside it. The planner who drew up the programme has retired to a canal boat, and the replacement will need to understand another person's logic links before improving them.

Duties of the Project Planner
- Own the level 3 programme in Primavera P6: 4,800 activities, three calendars
- Weekly progress capture with section managers, on the shop floor, in boots
- Critical path and float reports, what-if runs, a monthly narrative
- Support delay analysis when the contractor sends one of its letters

What the depot project manager asks for
- P6 at expert level and a decent grasp of NEC programme clauses
- Rail, manufacturing or building experience
- The habit of walking to look at a thing before believing the percentage

Rate: £48 per hour, 37.5 hour week. 12 month contract. Three days a week at the depot and two from home.`,
  },
]
