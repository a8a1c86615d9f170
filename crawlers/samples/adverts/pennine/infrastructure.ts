import type { SampleAdvert } from '../../advert.ts'

/** The Pennine feed's adverts for rail, roads, ports, telecoms networks and construction. */
export const PENNINE_INFRASTRUCTURE: SampleAdvert[] = [
  {
    id: 'PNW-90102',
    title: 'Programme Manager - Stadium Development',
    company: 'Staithe Associates',
    location: '',
    postedDaysAgo: 14,
    form: 'tidy',
    role: 'stadium-sunderland',
    expect: {
      engagement: 'outside',
      discipline: 'programme',
      seniority: 'manager',
      place: 'Sunderland',
      remote: 'hybrid',
      termMonths: 20,
    },
    body: `A football club in Sunderland owns a ground, a training centre, two car parks and a railway-side strip of land where a foundry used to be. It means to turn the strip into a fan zone, an hotel and a concert entrance, and to add four thousand seats while the team goes on playing.

A Programme Manager is sought for twenty months. Five projects, two funders, one council and forty thousand critics. You'd keep the programme board in order, look after cost and interfaces, deal with the safety advisory group, and arrange the work round the fixture list, cup replays included.

Stadium, arena or station work in occupied premises is what the club's directors have in mind. Terms are outside IR35 and the fee will be discussed with those who are short-listed. Hybrid; two to three days each week at the ground. Support for the club isn't a condition of the contract and support for its neighbours is best kept quiet.`,
  },
  {
    id: 'PNW-90109',
    title: 'Project Manager - Freight Depot Electrification, Crewe, £52ph',
    company: 'Ouzelwell Contracts',
    location: '',
    postedDaysAgo: 15,
    form: 'breaks',
    role: 'depot-crewe',
    expect: {
      dayRate: { min: 416, max: 416, basis: 'estimated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Crewe',
      remote: 'onsite',
      termMonths: 11,
    },
    body: `Freight depot, Crewe. Overhead line equipment into four roads and a wheel lathe shed. Project Manager wanted for eleven months at £52ph inside IR35.

You are to be on site full time, Monday to Friday with some weekend possessions, because that is where the cranes are.

The project
- design accepted in principle, two queries outstanding
- piling in February, masts in April, wiring in June, energise in September
- a live depot: forty locomotives come and go each day
- NEC3 Option A with a client who has read it

You
- have managed electrification or heavy rail civils
- hold, or have held, a safe system of work planner's ticket
- like method statements which fit on two sides

Contract via Ouzelwell, 0161 496 0155, who will want your sentinel number.`,
  },
  {
    id: 'PNW-90012',
    title: 'SENIOR PROJECT MANAGER – SIGNALLING RENEWALS – YORK',
    company: 'Staithe Associates',
    location: '',
    postedDaysAgo: 10,
    form: 'tidy',
    role: 'signalling-york',
    expect: {
      dayRate: { min: 550, max: 550, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'senior',
      place: 'York',
      remote: 'hybrid',
      termMonths: 9,
    },
    body: `Staithe Associates places people on railways and nowhere else. Today we are looking for a Senior Project Manager for a signalling business in York, on a nine month contract at £550 a day outside IR35.

# The brief
Level crossings, axle counters, a control centre migration and a blockade at Easter. Two renewals packages, from detailed design into commissioning:
- Safety, cost, programme and quality for packages worth £19m together
- Possession planning and T-minus process with the infrastructure owner
- NEC4 Option C administration: early warnings, compensation events and forecasts
- Line management of a project manager and an assistant

# Candidate notes
Signalling delivery experience is a must; general civils will not do for this client. Membership of APM, ICE or IRSE. Two days per week in York with the rest hybrid, save for nights when the railway is yours.`,
  },
  {
    id: 'PNW-90017',
    title: 'Construction Project Manager (Data Centre, Shell & Core) - Slough - Outside IR35',
    company: 'Ouzelwell Contracts',
    location: '',
    postedDaysAgo: 7,
    form: 'breaks',
    role: 'data-centre-slough',
    expect: {
      dayRate: { min: 520, max: 520, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Slough',
      remote: 'onsite',
      termMonths: 14,
    },
    body: `DATA CENTRE - SLOUGH - CONSTRUCTION PROJECT MANAGER

Forty-eight megawatts on the Slough trading estate and steel going up. The main contractor needs a Construction Project Manager for the shell-and-core package of the second building.

- Run the frame, envelope, roof and groundworks trades
- Chair the weekly look-ahead
- Hold the interface with the M&E and commissioning teams, who want your rooms before they are dry
- Look after NEC compensation events with the commercial lead

You must have a data centre or other mission-critical building on your CV, at package manager or project manager level. CSCS black card, SMSTS, first aid. Asta Powerproject a help.

- £520 per day outside IR35
- 14 month contract
- On site five days a week, half past seven start
- The third building, if the second one goes well

Ouzelwell, 0161 496 0155. First interview is a walk round the job.`,
  },
  {
    id: 'PNW-90022',
    title: 'Fibre Build Project Manager (Cardiff)',
    company: 'Ouzelwell Contracts',
    location: '',
    postedDaysAgo: 11,
    form: 'breaks',
    role: 'fibre-cardiff',
    expect: {
      dayRate: { min: 390, max: 390, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Cardiff',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Altnet, Cardiff and the eastern valleys, 62,000 premises. Build Project Manager wanted, six months and then we'll see.

£390 per day, inside IR35. Two days a week in the Cardiff office, a day or so on the streets, hybrid otherwise.

The patch: two civils gangs' worth of contractors and one lot of cablers. Weekly targets. Permits street by street. Poles that somebody has written to the paper about. You own it from survey to ready-for-service and you hand the as-builts to an operations team that checks.

Got to have:
- FTTP or other underground utility build, as project manager or senior supervisor
- NRSWA
- a grip on cost per premises

Nice to have: a few words of Welsh, a good coat. Speak to Ouzelwell on 0161 496 0155 any day but Sunday.`,
  },
]
