import type { SampleAdvert } from '../../advert.ts'

/** Harbourline's adverts for hospitals, trials and medicines. */
export const HARBOURLINE_HEALTH: SampleAdvert[] = [
  {
    id: '4410405',
    title: 'Project Manager - Laboratory Information System (LIMS)',
    company: 'Harbourline',
    location: 'Macclesfield, Cheshire',
    postedDaysAgo: 2,
    form: 'tidy',
    role: 'lims-macclesfield',
    expect: {
      dayRate: { min: 525, max: 525, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Macclesfield',
      remote: 'hybrid',
      termMonths: 10,
    },
    body: `A manufacturer of sterile medicines in Cheshire tests every batch with a laboratory information system that its vendor stopped supporting in 2023. The replacement has been chosen. The validation plan has been agreed with quality. There is no Project Manager.

# You would
- Lead a team of analysts, chemists, a validation consultant and the vendor
- Plan migration of eleven years of stability data
- Keep user requirements, test scripts and traceability in step
- Manage four laboratory go-lives, each between two batch campaigns
- Be ready when the inspector asks who approved what, and when

# Background to the work
Quality control here means forty chemists and microbiologists in four laboratories, about nine thousand samples a month, and a pile of paper forms which the present system prints because it always has. Moving away from it is the site's largest quality commitment to the inspectorate. The vendor has configured the new system for finished products; raw materials, water and environmental monitoring are still to do. Instruments are interfaced one by one. There are sixty-three of them, some older than the people who use them.

# You have
LIMS or MES delivery in a GxP setting, computer system validation (GAMP 5), and a vocabulary that works both in the lab and the boardroom.

# And in return
£525 per day outside IR35 for 10 months. Hybrid: two to three days a week at the Macclesfield site, depending on the campaign.`,
  },
  {
    id: '4410417',
    title: 'Project Manager - Cell Therapy Manufacturing Suite',
    company: 'Harbourline',
    location: 'Cambridge, Cambridgeshire',
    postedDaysAgo: 23,
    form: 'tidy',
    role: 'cell-therapy-cambridge',
    expect: { engagement: 'outside', discipline: 'project', seniority: 'manager', place: 'Cambridge', remote: 'hybrid', termMonths: 12 },
    body: `A young biotechnology company is building its first clean-room suite on a science park outside Cambridge and has reached the point at which enthusiasm must be joined by a schedule.

The Project Manager will coordinate the fit-out contractor, equipment vendors, quality, validation and the scientists who will use the rooms. First patient material is due in the suite next December, and every date runs backwards from there.

You will be expected to
- build an integrated plan from five plans that disagree
- manage long-lead equipment, factory acceptance tests and commissioning
- keep the licence application in step with the building
- report to a chief operating officer and, twice a year, to investors

GMP facility projects on the client's side are essential. Experience with small companies is helpful, since you will occasionally assemble your own chair.

Rate: DOE. Outside IR35. 12 month contract, hybrid with three days a week on the park.`,
  },
  {
    id: '4410211',
    title: 'Project Manager - Electronic Patient Record (Ref: HL-2291)',
    company: 'Harbourline',
    location: 'Preston, Lancashire',
    postedDaysAgo: 3,
    form: 'tidy',
    role: 'epr-preston',
    expect: {
      dayRate: { min: 475, max: 500, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Preston',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `An acute hospital trust in Lancashire goes live with a new electronic patient record next autumn, and a good third of its wards still run on paper. Harbourline has been asked to find a Project Manager who has taken a clinical system through cutover before and remembers what went wrong.

# What you will own
- The ward readiness workstream: 41 inpatient areas, devices, floor plans, super-user cover
- A go-live plan the chief nurse will sign, with a rehearsal in the spring
- The RAID log and a fortnightly report to the EPR board
- The day-to-day relationship with the system supplier's own project manager

# What you bring
- At least one EPR, PAS or e-prescribing deployment in an acute setting
- PRINCE2 Practitioner or the scars that stand in for it
- Patience with clinicians, firmness with suppliers

# The contract
£475 - £500 per day (inside IR35). Initial term of 6 months, with an extension very likely as the go-live date is fixed and the team is not. Hybrid working: three days a week on site in Preston, the rest from home. Start as soon as your notice allows.`,
  },
  {
    id: '4410214',
    title: 'Junior Project Manager (Hospital Estates)',
    company: 'Harbourline',
    location: 'Nottingham, Nottinghamshire',
    postedDaysAgo: 2,
    form: 'tidy',
    role: 'estates-nottingham',
    expect: {
      dayRate: { min: 220, max: 220, basis: 'stated' },
      engagement: 'paye',
      discipline: 'project',
      seniority: 'junior',
      place: 'Nottingham',
      remote: 'onsite',
      termMonths: 6,
    },
    body: `Here is a first proper project role for somebody who has been a coordinator or a clerk of works for a couple of years and is ready to own something small from beginning to end.

The capital team of a Nottingham hospital trust has a backlog of minor works: a blood-sciences refit, two theatre ventilation upgrades, a ward kitchen and about thirty jobs under £100k. You would take a handful of these each quarter. A senior project manager signs off the business cases and is there when things become difficult, but the phone calls, the permits, the progress meetings and the snag lists are yours.

You should be able to read a drawing, keep a spreadsheet straight, hold a contractor to a date and explain to a ward sister why the corridor will be noisy on Tuesday. Knowledge of infection-control rules for building works would put you ahead. APM PFQ or PRINCE2 Foundation is useful and can be studied for during the assignment.

£220 per day, PAYE only, holiday accrued on top. Six months in the first place. This one is fully on site, Monday to Friday, as the work cannot be seen from a kitchen table. A standard DBS check is arranged by the trust.`,
  },
  {
    id: '4410216',
    title: 'Programme Director - New Hospital Build',
    company: 'Harbourline',
    location: 'Liverpool, Merseyside',
    postedDaysAgo: 12,
    form: 'tidy',
    role: 'hospital-liverpool',
    expect: {
      dayRate: { min: 1100, max: 1250, basis: 'stated' },
      engagement: 'outside',
      discipline: 'programme',
      seniority: 'director',
      place: 'Liverpool',
      remote: 'hybrid',
      termMonths: 18,
    },
    body: `Few assignments leave something as visible behind them. A specialist hospital on Merseyside has outline approval for a £340m replacement building and needs a Programme Director to bring together the full business case, the contractor's second-stage tender and the plan for moving patients while the old site keeps working.

You will report to the chief executive and chair the programme delivery group: estates, clinical transformation, digital, workforce, finance. Two programme managers and a PMO of five report to you. The regional team visits every quarter and is not easily impressed.

# Experience
- Director of a capital programme above £150m, in health for preference
- At ease with NEC4 and with the Treasury's five-case model
- A record of delivering through approvals gates, not only between them
- MSP Advanced Practitioner or equivalent

# Where things stand
The site has planning permission and a demolition contractor. Enabling works to the energy centre have begun. The clinical brief was frozen in June and thawed in September, when the emergency department asked for a second resuscitation suite. The contractor's price came in eleven per cent above the approved budget, so the first two months will be spent on value engineering, the risk allowance and a difficult letter to the regional finance director.

# What the trust expects of you
- An integrated master schedule in which the building, the digital works and the moves are one thing
- A cost position that is the same in every paper
- Proper engagement with four hundred clinicians, and fewer meetings than at present
- An approvals case submitted in July and answered by October
- A transition plan in which no patient is moved twice

# Commercials
Eighteen months. £1,100 - £1,250 per day, assessed as Outside IR35 on a deliverables-based statement of work. Expect three days most weeks in Liverpool; the remainder is yours to arrange. Expenses are included in the rate. A short-list will meet the board before Christmas.`,
  },
]
