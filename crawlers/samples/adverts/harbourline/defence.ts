import type { SampleAdvert } from '../../advert.ts'

/** Harbourline's adverts for defence and security. */
export const HARBOURLINE_DEFENCE: SampleAdvert[] = [
  {
    id: '4410403',
    title: 'PMO Analyst - SC Cleared - Defence',
    company: 'Harbourline',
    location: 'Bristol',
    postedDaysAgo: 5,
    form: 'bold',
    role: 'pmo-defence-bristol',
    expect: {
      dayRate: { min: 340, max: 360, basis: 'stated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'analyst',
      place: 'Bristol',
      remote: 'hybrid',
      termMonths: 12,
      clearance: { level: 'SC', mode: 'required' },
    },
    body: `A delivery team buying communications equipment for all three services needs a PMO Analyst who already holds SC clearance. Bristol, twelve months, £340 - £360 per day inside IR35.

# Responsibilities
- Maintain the integrated schedule and its baseline, with change control
- Earned value figures and commentary for eleven projects
- Action, risk and assumption logs; preparing the monthly assurance review
- Support approvals: the business cases are long and the annexes are longer

# Essential
- Active SC clearance (sole UK nationals only, for reasons that will be explained)
- PMO experience within defence or a defence supplier
- Microsoft Project and the military patience to keep a 2,000-line plan clean

# Desirable
P3O, APM PMQ, knowledge of the acquisition life-cycle.

# Working pattern
Three days a week on site near Filton, two at home. Parking is free and hard to find.`,
  },
  {
    id: '4410407',
    title: 'PMO Manager - DV Cleared',
    company: 'Harbourline',
    location: 'Portsmouth, Hampshire',
    postedDaysAgo: 10,
    form: 'tidy',
    fields: { metadata: [{ name: 'Contract type', value: 'Contract' }] },
    role: 'pmo-portsmouth',
    expect: {
      dayRate: { min: 600, max: 600, basis: 'stated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'manager',
      place: 'Portsmouth',
      remote: 'onsite',
      termMonths: 12,
      clearance: { level: 'DV', mode: 'required' },
    },
    body: `We cannot say much about the customer. We can say that it sits in Portsmouth, that the work matters, and that it wants a PMO Manager for twelve months.

Applicants must hold DV clearance today. Lapsed, pending or "I had it in 2019" will not be considered, and applying will not start the process.

# In the role
- Lead a programme office of nine, both civil and contractor staff
- Own governance across six projects delivering mission systems
- Prepare the quarterly investment board and defend its numbers
- Keep configuration, dependencies and security aspects letters in order

# Bring
- PMO leadership in defence or national security
- P3O Practitioner, MSP or equivalent
- A good memory, since you will write rather little down at home

Commercial: £600 per day Inside IR-35. On site five days a week; there is no remote working on this contract.`,
  },
]
