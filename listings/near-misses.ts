// Titles that sound like the PM trade and are another: service delivery, climate change, property portfolios, demand planners.
import type { Doubt, TitleRole } from './role-words.ts'

/** Those who teach the trade or place its people. */
export const TEACHERS =
  /\b(?:lecturer|tutor|trainer|professor|assessor|recruitment (?:consultant|manager|partner|specialist)|recruiter|talent acquisition)\b/i

/** A role noun of another trade. */
export const OTHER_TRADE =
  /\b(?:business|data|financ\w{0,4}|systems?|test|market|reporting|risk) analyst|\b(?:engineer|accountant|architect|developer|consultant|designer|scientist|tester|buyer)\b/i

/** What planners of works plan, and what others do. */
export const PLANS_WORKS =
  /\b(?:projects?|program(?:me)?|construction|rail|p6|primavera|asta|tender|bid|shutdown|turnaround|outage|m&e|mep|infrastructure|highways?|nuclear|defence|controls?)\b/i
export const PLANS_ELSE =
  /\b(?:buyer|materials?|production|demand|supply|stock|merchandis\w{0,6}|inventory|town|transport|route|retail|store|space|media|events?|financial|wedding|kitchen|capacity|resource|workforce|shift|maintenance|hire|logistics|load|fleet|landscape|environmental|policy|strateg\w{1,3}|brand|digital|account|display|area|volume|radio|health|emergency|meal|care|travel|urban|spatial|minerals|advertising|writer|manufacturing|factory|sales|operations|real estate|category|assortment|appointments?|theatre|order|delivery driver|home)\b/i

/** Risks that are not a project's. */
export const OTHER_RISK =
  /\b(?:credit|market|operational|enterprise|clinical|financial|model|liquidity|conduct|cyber|it|technology|insurance|fire|flood|party|vendor|supplier|fraud|compliance|health|regulatory|investment|counterparty|climate|security|crime|quality|information|data|medical|flight|property)\s$/i

const NOT_DELIVERY =
  /\b(?:services?|care|sales|home|mile|parcel|driver|training|learning|course|curriculum|qa|test|testing|media|campaign|advertising|ad|customer|food|meal|event|therapy|treatment|logistics|trial|report(?:ing)?|mail|goods|drop|clinical|support|claims?|van|hgv|partner)\s$/i
const NOT_CHANGE = /\b(?:climate|behaviou?r(?:al)?|shift|itsm|itil|engineering|design|price|pricing|tariff|exchange|fp&a)\b/i
/** What may stand between "Head of" and "Delivery"; a head of funding delivery runs funding. */
const DELIVERED =
  /^(?:(?:agile|digital|technology|technical|software|it|change|solutions?|capital|infrastructure|highways|construction|works|major|programme|project|product|data|and|&)\s)*$/i
const CHANGE_TICKETS = /\b(?:itil|itsm|release|configuration|incident|problem|cab)\b/i
const NOT_PORTFOLIO =
  /\b(?:products?|property|investments?|credit|risk|real estate|assets?|loans?|renewables?|events?|retail|brands?|insurance|leas(?:e|ing)|funds?|wealth|clients?|equity|equities|index|bonds?|ip|patents?|fixed income|agency|lettings?|mortgages?|trading|hotels?)\b/i
const IS_PORTFOLIO = /\b(?:projects?|program(?:me)?s?|change|it|technology|digital|delivery|pmo|transformation|data|r&d|enterprise)\b/i
/** What is run by those who lead a "programme" of lessons. */
const LESSONS =
  /\b(?:education|academic|teaching|curriculum|degree|undergraduate|postgraduate|mba|btec|humanities|arts|nursing|faculty|lecturer|school|learning)\b/i

export type Miss = Doubt | null | 'refused'

/** Whether "change manager", "delivery lead" and their like mean the PM trade here: refused, doubtful or (null) plain. */
export function nearMiss(title: string, before: string, what: string, middle: string, noun: string): Miss {
  if (noun.startsWith('consultant') && !/management/.test(middle) && what !== 'change') return 'refused'
  if (noun.startsWith('intern') && OTHER_TRADE.test(before)) return 'refused'
  if (/comm(?:s|unication)/.test(middle) && !(what === 'change' && /&|and/.test(middle))) return 'refused'
  if (what.startsWith('project'))
    return noun.startsWith('analyst') && /\b(?:data|financ\w{0,4}|business|reporting|test)\s$/i.test(before) ? 'mixed' : null
  if (what.startsWith('program')) return programmeMiss(title, before, noun)
  if (what === 'delivery') return deliveryMiss(title, before, middle, noun)
  if (what.startsWith('portfolio'))
    return /delivery|governance|assurance|planning|office/.test(middle) ? null : portfolioMiss(title, before)
  if (NOT_CHANGE.test(before) || /control/.test(middle)) return 'refused'
  if (what === 'change') return CHANGE_TICKETS.test(title) ? 'refused' : 'change'
  return /\bconsulting\b|\bmanaging consultant\b/i.test(title) ? 'refused' : null
}

const STUDIES = /\b(?:mba|degree|undergraduate|postgraduate|academic|curriculum|faculty|apprenticeship)\s$/i

function programmeMiss(title: string, before: string, noun: string): Miss {
  if (STUDIES.test(before)) return 'refused'
  return /^(?:lead|director|co-?ordinator|head)/.test(noun) && LESSONS.test(title) ? 'refused' : null
}

function portfolioMiss(title: string, before: string): Miss {
  if (IS_PORTFOLIO.test(before)) return null
  if (NOT_PORTFOLIO.test(before)) return 'refused'
  if (NOT_PORTFOLIO.test(title)) return 'portfolio'
  return /\b(?:change|projects?|program(?:me)?s?|pmo|transformation)\b/i.test(title) ? null : 'portfolio'
}

function deliveryMiss(title: string, before: string, middle: string, noun: string): Miss {
  if (NOT_DELIVERY.test(before) || /support|office|planning|control/.test(middle)) return 'refused'
  if (/\bsocial media\b|\bmarketing agency\b/i.test(title)) return 'refused'
  return /agile|digital|technical|software|it\s$/i.test(before) && /^(?:manager|lead|director|head)/.test(noun) ? null : 'delivery'
}

const SECONDARY =
  /\b(?:PA|EA|assistant|secretary) to (?:\w{1,12}\s){0,3}$|\b(?:engineers?|surveyors?|architects?|accountants?|solicitors?|lawyers?|nurses?|teachers?|estimators?|designers?|developers?|programmers?|buyers?|recruiters?|scientists?|product (?:managers?|owners?)|account managers?|(?:service|store|property|care) managers?)(?:\s?[/&,(]\s?|\s(?:and|or)\s)(?:\w{1,12}\.?\s){0,2}$/i

/** A role named after an engineer, a surveyor and their like is what that person also does. */
export function isSecondary(title: string, found: TitleRole): boolean {
  return SECONDARY.test(title.slice(Math.max(0, found.start - 60), found.start))
}

/** Whether "head of … delivery" is of the trade, by the words between. */
export function deliversElse(between: string): boolean {
  return !DELIVERED.test(between)
}
