// Where a role's rate stands among what roles of its kind pay: a bar from the tenth lowest to the tenth highest, and the same figures as a table.
import type { ContractCard } from '../listings/card.ts'
import type { Market } from '../db/market.ts'
import { spreadView } from './charts.ts'
import type { OwnRate, SpreadView } from './charts.ts'
import { countLabel, moneyLabel, rateLabel } from './labels.ts'
import { boardAddress } from './page.ts'
import { queryLabel } from './query-labels.ts'

export interface MarketView {
  bar: SpreadView
  /** "31 open roles", and where the board shows them. */
  count: string
  href: string
  /** "outside IR35, PMO, analyst" */
  like: string
  low: string
  median: string
  high: string
  /** "£550–£600", "≈ £440", "£60,000 a year", "no rate stated". */
  own: string
  /** Why the role's own rate does not stand beside the bar, or is not like those that are counted; '' where it is one of them. */
  note: string
}

export function marketView(market: Market, card: ContractCard): MarketView {
  const { low, median, high, stated, query } = market
  const pounds = (amount: number): string => moneyLabel(amount, 'GBP')
  return {
    bar: spreadView(market, ownOf(card)),
    count: countLabel(stated, 'open role'),
    href: boardAddress(query),
    like: queryLabel(query),
    low: pounds(low),
    median: pounds(median),
    high: pounds(high),
    own: ownLabel(card),
    note: noteOf(card),
  }
}

/** The figures beside it are pounds a day: what is not a day's rate says what it is. */
function ownLabel(card: ContractCard): string {
  const { figure, words, stated, odd } = rateLabel(card)
  return stated && !odd ? figure : words
}

/** The role's own rate, where it can be held against pounds a day. */
function ownOf(card: ContractCard): OwnRate | undefined {
  const { dayRate } = card
  const from = dayRate?.min ?? dayRate?.max
  const to = dayRate?.max ?? dayRate?.min
  if (!dayRate || dayRate.currency !== 'GBP' || from == null || to == null) return undefined
  return { from, to, look: dayRate.basis, words: `this role ${ownLabel(card)}` }
}

function noteOf(card: ContractCard): string {
  const { words, stated, estimated, odd } = rateLabel(card)
  if (!stated) return 'This role states no rate.'
  if (odd) return `This role pays ${words}, which is not held against a day’s rate.`
  if (card.dayRate?.currency !== 'GBP') return `This role pays ${words}, which is not held against pounds.`
  return estimated ? 'The rate of this role is our estimate, and not counted either.' : ''
}
