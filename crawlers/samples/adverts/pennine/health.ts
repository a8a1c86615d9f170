import type { SampleAdvert } from '../../advert.ts'

/** The Pennine feed's adverts for hospitals, trials and medicines. */
export const PENNINE_HEALTH: SampleAdvert[] = [
  {
    id: 'PNW-90106',
    title: 'Programme Manager (Contract, Remote) - US Healthcare Platform',
    company: 'Staithe Associates',
    location: '',
    postedDaysAgo: 9,
    form: 'tidy',
    role: 'us-healthcare-remote',
    expect: {
      dayRate: { min: 720, max: 720, basis: 'estimated', currency: 'USD' },
      discipline: 'programme',
      seniority: 'manager',
      remote: 'remote',
      termMonths: 12,
    },
    body: `A Boston company that helps hospitals to schedule operating rooms has built its engineering team in Europe, and would like the Programme Manager to be awake at the same time.

# Highlights
- 100% remote, from anywhere within two hours of UK time
- $90 per hour, invoiced monthly in US dollars
- 12 month contract, full time

# Your programme
Three products become one platform. Sixteen hospital groups have to move across, each with its own interface engine. Clinical safety is not a slide. You will coordinate seven engineering teams, an implementation group in Ohio, and a regulatory specialist whose calendar is the real critical path.

# Your history
Technical programme management in healthcare software. HL7 and FHIR at the level of polite conversation. Written English that engineers enjoy. You like quarterly planning and you dislike surprises.`,
  },
  {
    id: 'PNW-90111',
    title: 'Project Manager - Records & Data Protection - Ipswich',
    company: 'Colnedale People',
    location: '',
    postedDaysAgo: 11,
    form: 'tidy',
    role: 'records-ipswich',
    expect: {
      dayRate: { min: 375, max: 375, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Ipswich',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Eleven kilometres of paper. That is what the mental health trust keeps in a warehouse outside Ipswich, at a price which has doubled. Some of it must be kept, some must be scanned and much ought to have been destroyed when its owners were young.

The trust is looking for a Project Manager to plan and run the records project for six months: retention decisions with clinicians, a scanning supplier to procure, a quality regime, the annual data-security toolkit return, and a defensible way of letting go.

Background in records, information governance or health administration projects. You'll meet lawyers. You'll meet dust.

The rate on offer is £375 per day. The trust has determined that this engagement is not outside IR35: it falls inside. Hybrid with one or two days each week in Ipswich. 6 month contract.`,
  },
  {
    id: 'PNW-90119',
    title: 'Project Manager (Hospital Move) - Inverness',
    company: 'Staithe Associates',
    location: '',
    postedDaysAgo: 21,
    form: 'tidy',
    role: 'hospital-move-inverness',
    expect: {
      dayRate: { min: 460, max: 460, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Inverness',
      remote: 'onsite',
      termMonths: 9,
    },
    body: `Moving house is said to be among the more trying things in life. Moving a maternity unit, a renal service and nineteen outpatient clinics is a contract, and it lasts nine months.

The new building in Inverness is handed over in April. A Project Manager for the move is wanted now, to take clinical teams through commissioning, equipment transfer, staff orientation and the sequence of moving days. You'll own a plan measured in hours, a removal contractor, a decommissioning team and the list of things which someone swore had been ordered.

It goes like this. First there are eight weeks of commissioning, when everything that can be switched on is switched on. Then come the equipment lists, room by room, with a colour for what moves, what's new and what's given away. Then orientation: eleven hundred members of staff walk their new corridors with a scenario to act out, and report what they could not find. Then rehearsals, and then eleven moving days over five weeks, with ambulances, a renal dialysis bus and one day in reserve for snow.

Experience of hospital commissioning is what we need; facilities or military logistics might do instead. Everything takes place on site, so living in the Highlands for the duration, five days a week, is expected.

£460 per day, inside IR35. Help with accommodation is given and the view is free.`,
  },
  {
    id: 'PNW-90011',
    title: 'Project Manager (Electronic Patient Records) | Preston | up to £510 per day',
    company: 'Colnedale People',
    location: '',
    postedDaysAgo: 2,
    form: 'breaks',
    role: 'epr-preston',
    expect: {
      dayRate: { min: null, max: 510, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Preston',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Project Manager (Electronic Patient Records)
Location: Preston, 3 days a week in the hospital, hybrid
Rate: up to £510 per day (umbrella, inside IR35)
Length: 6 months, extension probable

A Lancashire NHS trust is well into an EPR programme and next year comes the hard bit: the wards. The person who was doing this has gone to another trust, as people do. From the trust's own brief:

- Ward readiness workstream: 41 inpatient areas, devices, floor plans, super-user cover
- Go-live plan the chief nurse will sign, with a rehearsal in the spring
- RAID log and a fortnightly report to the EPR board
- Day-to-day relationship with the system supplier's own project manager
- At least one EPR, PAS or e-prescribing deployment in an acute setting
- Patience with clinicians, firmness with suppliers

If you have stood in a command centre at five in the morning and can start around the new year, drop us a line: health@example.com / 0161 496 0162. Please note trusts ask for two references going back three years.`,
  },
]
