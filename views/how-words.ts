// How each tag of the contract card is read, in plain words, in the order of the page that explains them.
import type { Tag } from './card.ts'

export interface TagGroup {
  heading: string
  tags: { tag: Tag; words: string[] }[]
}

export const TAG_GROUPS: readonly TagGroup[] = [
  {
    heading: 'Money and tax',
    tags: [
      {
        tag: 'pay',
        words: [
          'Sums in the title, the pay line and the text that somebody is paid. Budgets, turnover, bonuses, allowances and team sizes are not pay. A range may have one end: “up to £600” has no lower one.',
          'Two rates, one for a limited company and one through an umbrella, are kept apart. Where the period is not written, it is worked out only if the amount leaves one possibility. A sum that nobody is paid is shown as written and used for nothing.',
        ],
      },
      {
        tag: 'dayRate',
        words: [
          'As advertised. Where an advert pays by another unit, we work a day rate out and mark it ≈: an hour is taken eight times, a week is divided by 5, a month by 21, a year by 220. Estimates help you filter. They never enter a statistic.',
        ],
      },
      {
        tag: 'engagement',
        words: [
          'Outside or inside is the advert’s claim, on the day we read it. The law asks the client (or, at a small client, your own company) to decide.',
          '“Not outside IR35” is not outside. “Both claimed” means the advert says both.',
        ],
      },
      {
        tag: 'contract',
        words: [
          'Contract, fixed term or permanent, in the advert’s own words; pay by the day is such a word. A box that a job site ticked is believed less than what the advert says.',
        ],
      },
    ],
  },
  {
    heading: 'The work and its level',
    tags: [
      {
        tag: 'seniority',
        words: [
          'The noun of the title gives the rung of the ladder, from support over analyst and manager to director. The word before it is kept beside it: a Senior PMO Analyst stands on the analyst’s rung. Of two titles in one the lower counts.',
        ],
      },
      {
        tag: 'discipline',
        words: [
          'What is delivered: a project, a programme, a portfolio, a PMO (with planning and controls), agile delivery, or change. Product, account, property and service managers do another kind of work.',
        ],
      },
      { tag: 'sector', words: ['The industry the work is done for, where the advert says so.'] },
      {
        tag: 'steppingStone',
        words: [
          'Can somebody from a PMO become a project manager here? Two kinds of roles answer yes: a PMO role that does a project manager’s work, and a project manager’s role that takes people from a PMO.',
        ],
      },
    ],
  },
  {
    heading: 'When and where',
    tags: [
      { tag: 'term', words: ['Weeks or months, a range of them, or the day it ends; and whether it may be extended.'] },
      { tag: 'start', words: ['As soon as possible, or the day or month that the advert names.'] },
      { tag: 'daysPerWeek', words: ['Days of work a week, where an advert counts them. Days in the office are another thing.'] },
      {
        tag: 'places',
        words: [
          'Towns, boroughs, counties, regions and postcodes, looked up in open data. Where the advert’s text names another place than the job site does, the text is believed.',
        ],
      },
      { tag: 'remote', words: ['Remote, hybrid or on site, with the days a week on site where the advert counts them.'] },
    ],
  },
  {
    heading: 'What is asked for',
    tags: [
      {
        tag: 'clearance',
        words: [
          'Which one (BPSS, CTC, SC, DV, NPPV), and whether you must hold it, must be able to get it, or would only be preferred with it. What the advert leaves open stays open.',
        ],
      },
      { tag: 'methods', words: ['Methods and qualifications by name: PRINCE2, MSP, AgilePM, Scrum, PMP, APM and their like.'] },
      { tag: 'tools', words: ['Software by name: MS Project, Primavera P6, Jira, Planview and their like.'] },
    ],
  },
  {
    heading: 'Who advertises',
    tags: [
      {
        tag: 'advertiser',
        words: ['An agency or the employer, where that can be told. It never decides whether two adverts are one role.'],
      },
    ],
  },
]
