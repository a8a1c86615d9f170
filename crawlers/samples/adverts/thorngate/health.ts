import type { SampleAdvert } from '../../advert.ts'

/** Thorngate's adverts for hospitals, trials and medicines. */
export const THORNGATE_HEALTH: SampleAdvert[] = [
  {
    id: 'programme-manager-health-swansea-77305',
    title: 'Rheolwr Rhaglen / Programme Manager',
    company: 'Glanrheol',
    location: 'Swansea',
    postedDaysAgo: 7,
    form: 'tidy',
    fields: {
      employmentType: 'TEMPORARY',
      baseSalary: { currency: 'GBP', unitText: 'DAY', minValue: 500, maxValue: 540 },
      closesInDays: 15,
      shape: 'plain',
    },
    role: 'community-health-swansea',
    expect: {
      dayRate: { min: 500, max: 540, basis: 'stated' },
      engagement: 'inside',
      discipline: 'programme',
      seniority: 'manager',
      place: 'Swansea',
      remote: 'hybrid',
      termMonths: 9,
    },
    body: `Mae'r gallu i siarad Cymraeg yn ddymunol. (Welsh is desirable for this post, and lessons are offered to anybody who would like them.)

A health board in the south-west of Wales is bringing district nursing, community therapy and out-of-hours care under one roof and one rota. It needs a Programme Manager to run the programme from outline business case to the opening of the first two hubs.

# You will
- Coordinate six projects: estates, workforce, digital, pathways, transport, engagement
- Keep the Welsh Government's gateway reviewers informed and content
- Make sure that patients who were promised a say are given one

# You have
MSP or comparable; health or social care programmes; an even temper.

Rate £500 - £540 a day, IR35: in scope. Nine months. Two to three days per week in Swansea or Llanelli, hybrid.`,
  },
  {
    id: 'clinical-systems-project-manager-cambridge-77321',
    title: 'Project Manager (Clinical Trials Systems)',
    company: 'Oxlode Talent',
    location: 'Cambridge, Cambridgeshire',
    postedDaysAgo: 6,
    form: 'bold',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', value: 450 },
      closesInDays: 24,
      shape: 'graph',
    },
    role: 'trials-cambridge',
    expect: {
      dayRate: { min: 450, max: 450, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Cambridge',
      remote: 'remote',
      termMonths: 12,
    },
    body: `A contract research organisation with its head office in Cambridge is integrating electronic data capture, randomisation and trial supplies into one platform, so that a nurse on a ward in Cebu enters a value once. Oxlode has been asked for a Project Manager for 12 months.

# Your remit
- Three vendors, two of which compete with each other
- Validation to the relevant parts of 21 CFR Part 11 and Annex 11
- Study teams in four regions, each in the middle of a trial
- A release calendar that avoids database locks

# Your background
- Clinical systems delivery in a CRO, a sponsor or a vendor
- GxP documentation, written or at least survived
- Multi-regional stakeholder management

# Terms
£450 per day, inside IR35. Fully remote; you will see Cambridge once, to collect a badge. Contract, full time.`,
  },
  {
    id: 'epr-project-manager-preston-77120',
    title: 'Electronic Patient Record Project Manager, Preston - 6 months+',
    company: 'Quillbrook Resourcing',
    location: 'Preston, Lancashire',
    postedDaysAgo: 4,
    form: 'bold',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', value: 500 },
      closesInDays: 24,
      shape: 'plain',
    },
    role: 'epr-preston',
    expect: {
      dayRate: { min: 500, max: 500, basis: 'stated' },
      engagement: 'inside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Preston',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Role: EPR Project Manager
Client: NHS acute trust
Location: Preston, 3 days on site, 2 days home
Duration: 6 months +
Rate: £500 per day via umbrella, Inside IR35
Start: January

Quillbrook is working with an acute trust in the north-west that goes live with a new electronic patient record next autumn. A good third of its wards still run on paper.

# What you will own
- The ward readiness workstream: 41 inpatient areas, devices, floor plans, super-user cover
- A go-live plan the chief nurse will sign, with a rehearsal in the spring
- The RAID log and a fortnightly report to the EPR board
- The relationship with the system supplier's own project manager

# What you bring
- At least one EPR, PAS or e-prescribing deployment in an acute setting
- PRINCE2 Practitioner

# To apply
Send a CV with your clinical systems named on page one. Shortlisted people will have a half-hour call with the programme director. Any questions: nhs@example.com, or telephone 0161 496 0120 and ask for the health team.`,
  },
  {
    id: 'lims-project-manager-macclesfield-77219',
    title: 'LIMS Project Manager - Pharmaceutical - Macclesfield',
    company: 'Oxlode Talent',
    location: 'Macclesfield, Cheshire',
    postedDaysAgo: 1,
    form: 'bold',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'YEAR', value: 510 },
      closesInDays: 29,
      shape: 'plain',
    },
    role: 'lims-macclesfield',
    expect: {
      dayRate: { min: 510, max: 510, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Macclesfield',
      remote: 'hybrid',
      termMonths: 10,
    },
    body: `Sterile medicines, a laboratory system out of support, and a validated replacement waiting in its box. If you are a Project Manager who has delivered LIMS before, this Cheshire manufacturer would like to meet you.

# Project outline
Four laboratories go live one after the other, each squeezed between two batch campaigns. Eleven years of stability results come across. Quality signs everything. The vendor is co-operative and in Denmark.

# Experience
- LIMS implementation as a project manager in pharmaceuticals
- GAMP 5 and computer system validation
- Planning around production without stopping it
- Team leadership across analysts, chemists and IT

# Details
£510 per day, Outside IR35
Ten months
Macclesfield, two or three days per week on site, hybrid
January start`,
  },
]
