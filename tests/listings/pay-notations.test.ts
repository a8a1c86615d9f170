// Notations of pay met in adverts of three countries, each in our own words.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readPay } from '../../listings/pay.ts'
import { advertOf } from '../../listings/posting.ts'

function words(description: string): string {
  const main = readPay(advertOf({ externalId: '1', url: 'https://board.example/1', title: 'Project Manager', description }).advert)?.main
  return main ? `${main.currency} ${main.min ?? ''}..${main.max ?? ''}/${main.period}${main.periodInferred ? ' inferred' : ''}` : 'none'
}

const CASES: [string, string][] = [
  ['Max rate £480/day', 'GBP ..480/day'],
  ['Maximum day rate of £480', 'GBP ..480/day'],
  ['You report savings of £40k per month.', 'none'],
  ['Costs of £12,000 a week are yours to control.', 'none'],
  ['850 € pro Tag', 'EUR 850..850/day'],
  ['95 EUR pro Stunde', 'EUR 95..95/hour'],
  ['€700 par jour', 'EUR 700..700/day'],
  ['£80,000 - £90,000 Car Allowance Bonus', 'GBP 80000..90000/year inferred'],
  ['£6,000 Car Allowance', 'none'],
  ['£6,000 per annum car allowance', 'none'],
  ['A competitive salary, depending on experience (up to £73,000)', 'GBP ..73000/year inferred'],
  ['Temp ongoing role paying £45.50ph', 'GBP 45.5..45.5/hour'],
  ['Assignment rate: £53.12 per hour to the umbrella', 'GBP 53.12..53.12/hour'],
  ['We offer £475pd for this role.', 'GBP 475..475/day'],
  ['Rate: GBP 600 per diem', 'GBP 600..600/day'],
  ['Pay: up to 525 a day through an umbrella', 'GBP ..525/day'],
  ['Pay range: $95.00 - $110.00 per hour (C2C)', 'USD 95..110/hour'],
  ['CHF 120 per hour', 'CHF 120..120/hour'],
  ['Budget for the role is £500 per day', 'GBP 500..500/day'],
  ['You will run a £500k programme budget; £550 per day.', 'GBP 550..550/day'],
  ['£500 per day, with a £25 per day meal allowance', 'GBP 500..500/day'],
  ['A £500 referral fee if you recommend somebody', 'none'],
  ['Projects range from £50,000 to £2m.', 'none'],
]

describe('pay as adverts write it', () => {
  for (const [text, want] of CASES) it(`reads "${text}" as ${want}`, () => assert.equal(words(text), want))
})
