import type { SampleAdvert } from '../../advert.ts'

/** The Pennine feed's adverts for defence and security. */
export const PENNINE_DEFENCE: SampleAdvert[] = [
  {
    id: 'PNW-90110',
    title: 'Project Scheduler - Dockyard - Plymouth - PAYE or Umbrella',
    company: 'Staithe Associates',
    location: '',
    postedDaysAgo: 17,
    form: 'tidy',
    role: 'scheduler-plymouth',
    expect: {
      dayRate: { max: 456, basis: 'estimated' },
      engagement: 'any',
      discipline: 'pmo',
      seniority: 'analyst',
      place: 'Plymouth',
      remote: 'hybrid',
      termMonths: 12,
      clearance: { level: 'SC' },
    },
    body: `Frigates are refitted in the order that the Project Scheduler says, or should be. The dockyard in Plymouth needs another to work with the upkeep team of one ship from arrival to sea trials.

# Role requirements
- Build level 3 and 4 schedules from work packages issued by seven trades
- Attend the daily production meeting on board; update P6 by noon
- Report earned progress, and the growth in scope that accounts for the rest
- Provide look-aheads that fit on the door of a switchboard room

# How a refit is scheduled
The ship arrives with a list of defects, a list of upgrades, and a date on which the navy would like it back. Eight weeks of opening up will reveal a third list. Every compartment has an owner and most compartments are wanted by three trades in the same week; tanks must be empty before they are surveyed, and surveyed before they are painted; hot work near cables means a sentry; nothing happens under a suspended load. The schedule has some nine thousand activities, resource-loaded by trade, and it is statused each day. If that makes you happy you are a scheduler.

# Person requirements
- P6 user of several years' standing in ship repair, aviation or power
- Active SC clearance preferred

# Rates
£43 per hour PAYE or £57 per hour umbrella. 12 month contract. Hybrid, but only just: four days per week in the yard and one at home.`,
  },
  {
    id: 'PNW-90015',
    title: 'Defence PMO Analyst, SC, Bristol, 12 months',
    company: 'Colnedale People',
    location: '',
    postedDaysAgo: 3,
    form: 'breaks',
    role: 'pmo-defence-bristol',
    expect: {
      dayRate: { min: null, max: 355, basis: 'stated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'analyst',
      place: 'Bristol',
      remote: 'hybrid',
      termMonths: 12,
      clearance: { level: 'SC', mode: 'required' },
    },
    body: `Live contract: PMO Analyst with SC clearance
Where: Filton, Bristol. Three days there, two at home (hybrid)
How long: 12 months
Pay: up to £355 per day, inside IR35

Military communications, eleven projects, one integrated schedule. Colnedale has put people into this team before and they tend to stay. What the team asks for:

- Maintain the integrated schedule and its baseline, with change control
- Earned value figures and commentary for eleven projects
- Action, risk and assumption logs; preparing the monthly assurance review
- Support approvals: business cases and their annexes
- Microsoft Project and the military patience to keep a 2,000-line plan clean

You need to hold SC clearance already and to be a sole UK national. You would ideally come from defence, but aerospace has worked out well before.

Questions to Colnedale on 0161 496 0162 or defence@example.com. Interviews happen on Fridays.`,
  },
  {
    id: 'PNW-90016',
    title: 'PROJECT MANAGEMENT OFFICE (PMO) ANALYST – DEFENCE – SC',
    company: 'Staithe Associates',
    location: '',
    postedDaysAgo: 6,
    form: 'tidy',
    role: 'pmo-defence-bristol',
    expect: {
      dayRate: { min: 345, max: 345, basis: 'stated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'analyst',
      place: 'Bristol',
      remote: 'hybrid',
      termMonths: 12,
      clearance: { level: 'SC', mode: 'required' },
    },
    body: `# Overview
Our customer is a delivery team buying communications equipment for all three services, on the northern edge of Bristol. It is looking for a PMO Analyst on contract.

# Responsibilities
- Maintain the integrated schedule and its baseline, with change control
- Earned value figures and commentary for eleven projects
- Action, risk and assumption logs
- Preparing the monthly assurance review
- Support approvals, including business cases and annexes

# Profile
- SC clearance, current, is mandatory
- Sole UK nationality is a condition of the work
- PMO experience within defence or a defence supplier
- Microsoft Project, and knowledge of the acquisition life-cycle

# Contract information
Twelve months. £345 per day, inside IR35. Hybrid: on site in Bristol for three days per week. Starts after a short security induction.`,
  },
]
