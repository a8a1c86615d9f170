import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Advert } from '../../listings/advert.ts'
import type { Pay, PayReading, Read } from '../../listings/card.ts'
import { dayRateOf, readPay } from '../../listings/pay.ts'
import { advertOf, type RawPosting } from '../../listings/posting.ts'

function advert(raw: Partial<RawPosting>): Advert {
  return advertOf({ externalId: '1', url: 'https://board.example/1', title: 'Project Manager', ...raw }).advert
}

function words(pay: Pay | undefined): string {
  if (!pay) return 'none'
  const marks = [pay.periodInferred && 'inferred', pay.implausible && 'implausible', pay.route, pay.vat && `${pay.vat} vat`]
  return [`${pay.currency} ${pay.min ?? ''}..${pay.max ?? ''}/${pay.period}`, ...marks.filter(Boolean)].join(' ')
}

const read = (raw: Partial<RawPosting>): Read<PayReading> | undefined => readPay(advert(raw))
const main = (raw: Partial<RawPosting>): string => words(read(raw)?.main)

function table(of: keyof RawPosting, rows: [string, string][]): void {
  for (const [text, want] of rows) it(`reads "${text}" as ${want}`, () => assert.equal(main({ [of]: text }), want))
}

describe('pay as a source prints it', () => {
  table('pay', [
    ['£500 - £550 per day', 'GBP 500..550/day'],
    ['£500-£550pd', 'GBP 500..550/day'],
    ['£500–550 p/d', 'GBP 500..550/day'],
    ['£500 to £550 a day', 'GBP 500..550/day'],
    ['£500.00 - £550.00 Daily', 'GBP 500..550/day'],
    ['GBP 500 - GBP 550 per day', 'GBP 500..550/day'],
    ['500 - 550 GBP Daily', 'GBP 500..550/day'],
    ['500-550 per day', 'GBP 500..550/day'],
    ['£500/day', 'GBP 500..500/day'],
    ['£500 / day', 'GBP 500..500/day'],
    ['£500/d', 'GBP 500..500/day'],
    ['£ 500 per day', 'GBP 500..500/day'],
    ['£500 p.d.', 'GBP 500..500/day'],
    ['£500 p/day', 'GBP 500..500/day'],
    ['£500 PD', 'GBP 500..500/day'],
    ['£500 per-day', 'GBP 500..500/day'],
    ['£500 each day', 'GBP 500..500/day'],
    ['£500 day rate', 'GBP 500..500/day'],
    ['£1,250 per day', 'GBP 1250..1250/day'],
    ['£1250.50 per day', 'GBP 1250.5..1250.5/day'],
    ['Day rate: £500', 'GBP 500..500/day'],
    ['Daily rate £500', 'GBP 500..500/day'],
    ['Rate per day: £500', 'GBP 500..500/day'],
    ['Rate (per day) £500', 'GBP 500..500/day'],
    ['up to £600 per day', 'GBP ..600/day'],
    ['Up To £600pd', 'GBP ..600/day'],
    ['to £600 per day', 'GBP ..600/day'],
    ['max £600 per day', 'GBP ..600/day'],
    ['maximum of £600 per day', 'GBP ..600/day'],
    ['£600 max per day', 'GBP ..600/day'],
    ['£600 per day max', 'GBP ..600/day'],
    ['capped at £600 per day', 'GBP ..600/day'],
    ['no more than £600 a day', 'GBP ..600/day'],
    ['from £450 per day', 'GBP 450../day'],
    ['From £450 to £500 per day', 'GBP 450..500/day'],
    ['£450+ per day', 'GBP 450../day'],
    ['minimum £450 per day', 'GBP 450../day'],
    ['upwards of £450 per day', 'GBP 450../day'],
    ['between £450 and £500 per day', 'GBP 450..500/day'],
    ['circa £500 per day', 'GBP 500..500/day'],
    ['c£500pd', 'GBP 500..500/day'],
    ['c. £500 per day', 'GBP 500..500/day'],
    ['£500 per day DOE', 'GBP 500..500/day'],
    ['£500 (DOE) per day', 'GBP 500..500/day'],
    ['£500 per day + VAT', 'GBP 500..500/day plus vat'],
    ['£500 plus VAT per day', 'GBP 500..500/day plus vat'],
    ['£500 per day ex VAT', 'GBP 500..500/day plus vat'],
    ['£500 per day (excluding VAT)', 'GBP 500..500/day plus vat'],
    ['£600 per day inc VAT', 'GBP 600..600/day including vat'],
    ['£600 per day including VAT', 'GBP 600..600/day including vat'],
    ['£500 - 6 month contract', 'GBP 500..500/day inferred'],
    ['£500 per day - 12 months', 'GBP 500..500/day'],
    ['£500 per day 5 days per week', 'GBP 500..500/day'],
    ['£500-50 per day', 'GBP 500..550/day'],
    ['£550 - £500 per day', 'GBP 500..550/day'],
    ['£540£590 per day', 'GBP 540..590/day'],
    ['£500/£550 per day', 'GBP 500..550/day'],
    ['£500', 'GBP 500..500/day inferred'],
    ['£400 - £450', 'GBP 400..450/day inferred'],
    ['£45 per hour', 'GBP 45..45/hour'],
    ['£45ph', 'GBP 45..45/hour'],
    ['£45 p/h', 'GBP 45..45/hour'],
    ['£45/hr', 'GBP 45..45/hour'],
    ['£45 an hour', 'GBP 45..45/hour'],
    ['£45.50 - £52.25 hourly', 'GBP 45.5..52.25/hour'],
    ['Hourly rate: £45', 'GBP 45..45/hour'],
    ['45.00ph to 50.00ph per hour', 'GBP 45..50/hour'],
    ['45 per hour LTD to 50 per hour LTD per hour', 'GBP 45..50/hour'],
    ['£45 - £50', 'GBP 45..50/hour inferred'],
    ['£2,500 per week', 'GBP 2500..2500/week'],
    ['£2,000 - £2,500 pw', 'GBP 2000..2500/week'],
    ['£10,000 per month', 'GBP 10000..10000/month'],
    ['€9.500 per month', 'EUR 9500..9500/month'],
    ['£60,000 per annum', 'GBP 60000..60000/year'],
    ['£60k', 'GBP 60000..60000/year inferred'],
    ['£60-65k', 'GBP 60000..65000/year inferred'],
    ['60-65K pa', 'GBP 60000..65000/year'],
    ['£60k - £65k per annum', 'GBP 60000..65000/year'],
    ['£60-65,000 p.a.', 'GBP 60000..65000/year'],
    ['£60kpa', 'GBP 60000..60000/year'],
    ['£60,000 - £65,000 + bonus + pension', 'GBP 60000..65000/year inferred'],
    ['£60,000 per annum bonus and benefits', 'GBP 60000..60000/year'],
    ['£55k basic, £70k OTE', 'GBP 55000..55000/year inferred'],
    ['£55k base + £5k car allowance', 'GBP 55000..55000/year inferred'],
    ['€700 per day', 'EUR 700..700/day'],
    ['€ 700,- per day', 'EUR 700..700/day'],
    ['700 EUR per day', 'EUR 700..700/day'],
    ['650€ - 700€ / day', 'EUR 650..700/day'],
    ['€75.000 - €85.000 per year', 'EUR 75000..85000/year'],
    ['$95/hr', 'USD 95..95/hour'],
    ['$80 - $95 an hour', 'USD 80..95/hour'],
    ['US$ 120k per year', 'USD 120000..120000/year'],
    ['$110,000 - $135,000', 'USD 110000..135000/year inferred'],
    ['CHF 1,100 per day', 'CHF 1100..1100/day'],
    ['AUD 1,000 per day + GST', 'AUD 1000..1000/day'],
    ['£25,000 fixed price', 'GBP 25000..25000/fixed'],
    ['Fixed fee: £25,000', 'GBP 25000..25000/fixed'],
    ['£18,000 for the project', 'GBP 18000..18000/fixed'],
    ['£33,,000 per annum', 'GBP 33000..33000/year'],
    ['£19,75 per hour', 'GBP 19.75..19.75/hour'],
    ['£500 £550 per day', 'GBP 500..550/day'],
    ['£7.00 to competitive per hour', 'GBP 7../hour'],
    ['£48.10/hour shift allowance', 'GBP 48.1..48.1/hour'],
    ['£55kpa', 'GBP 55000..55000/year'],
    ['Competitive', 'none'],
    ['Negotiable day rate', 'none'],
    ['Market rate', 'none'],
    ['£0 - £0 per annum', 'none'],
    ['£TBC per day', 'none'],
    ['£**** per day', 'none'],
    ['DOE', 'none'],
    ['12 month contract', 'none'],
    ['£12 per day', 'GBP 12..12/day implausible'],
    ['£9,000 per hour', 'GBP 9000..9000/hour implausible'],
    ['£40,000 - £450,000 per annum', 'GBP 40000..450000/year implausible'],
    ['£6,500,000 per annum', 'GBP 6500000..6500000/year implausible'],
    ['£500 - £550 per annum', 'GBP 500..550/day inferred'],
    ['£120 per annum', 'GBP 120..120/year inferred implausible'],
    ['Â£500 â€“ Â£550 per day', 'GBP 500..550/day'],
    ['&pound;500 &ndash; &pound;550 per day', 'GBP 500..550/day'],
    ['&amp;pound;500 per day', 'GBP 500..500/day'],
    ['¬£500 per day', 'GBP 500..500/day'],
  ])
})

describe('pay inside an advert', () => {
  table('description', [
    ['We pay £500 per day.', 'GBP 500..500/day'],
    ['Rate: £500 - £550 per day (Inside IR35)', 'GBP 500..550/day'],
    ['Rate: £500 - £550', 'GBP 500..550/day inferred'],
    ['Rate: £450 - 6 months', 'GBP 450..450/day inferred'],
    ['Salary: £60,000 - £65,000', 'GBP 60000..65000/year inferred'],
    ['Salary: Grade 9 £41,000 - £46,000', 'GBP 41000..46000/year inferred'],
    ['The role pays a daily rate of £640, outside IR35.', 'GBP 640..640/day'],
    ['Day rate up to £650 depending on experience', 'GBP ..650/day'],
    ['Day rate: max £585/day, outside', 'GBP ..585/day'],
    ['£425 Outside IR35', 'GBP 425..425/day inferred'],
    ['£425 to £475 inside IR35, Leeds', 'GBP 425..475/day inferred'],
    ['550 - 600 per day umbrella', 'GBP 550..600/day'],
    ['up to 610 a day', 'GBP ..610/day'],
    ['Paying up to 43ph inside IR35', 'GBP ..43/hour'],
    ['£500k programme budget, £550 per day', 'GBP 550..550/day'],
    ['£550 per day to run a £500k programme', 'GBP 550..550/day'],
    ['You will own a budget of £750,000. Rate £600 per day.', 'GBP 600..600/day'],
    ['Managing projects worth £2m - £5m', 'none'],
    ['Budget: £400,000', 'none'],
    ['projects valued at £450,000 and more', 'none'],
    ['a portfolio of £90k to £250k projects', 'none'],
    ['a turnover of £85,000 in its first month', 'none'],
    ['The company raised $40m and manages £12bn AUM', 'none'],
    ['our revenue grew to £300,000 last year', 'none'],
    ['delivering savings of £120,000 a year', 'none'],
    ['car allowance of £5,000', 'none'],
    ['£6,000 car allowance', 'none'],
    ['£5,000 sign on bonus', 'none'],
    ['a bonus of up to £4,500', 'none'],
    ['£45 per day travel allowance', 'none'],
    ['travel expenses up to £60 per day', 'none'],
    ['lodge allowance: £40.00/day worked', 'none'],
    ['refer a friend and get £500', 'none'],
    ['£250 referral bonus per friend', 'none'],
    ['overtime at £65 per hour', 'none'],
    ['Rate: £48.20/hr, overtime: £61.00/hr', 'GBP 48.2..48.2/hour'],
    ['a team of 120 and 450 users', 'none'],
    ['serving 340,000 daily users', 'none'],
    ['handles 900 per day', 'none'],
    ['you will work 37.5 hours per week', 'none'],
    ['40 hours per week, 5 days per week', 'none'],
    ['3 days per week on site, £480 per day', 'GBP 480..480/day'],
    ['Contract until 31 March 2027 daily stand-ups', 'none'],
    ['£52,310 per year - estimated', 'none'],
    ['£52,310 per year - estimated\nDay rate: £450', 'GBP 450..450/day'],
    ['£60,000 per annum or £450 per day', 'GBP 450..450/day'],
    ['Rate\n£500 per day\nLocation\nYork', 'GBP 500..500/day'],
    ['Day rate:\n£500', 'GBP 500..500/day'],
    ['Programme ManagerRate: £620Location: Bath', 'GBP 620..620/day inferred'],
    ['IR35: OutsideRate: £450 per dayLocation: Hull', 'GBP 450..450/day'],
    ['ISO 27001, SC clearance, IR35, ITIL v4', 'none'],
    ['Dynamics 365 and Office 365', 'none'],
    ['a 401k plan and good pay', 'none'],
    ['Salary: £90K - £95KLocation: Bath', 'GBP 90000..95000/year inferred'],
    ['Rate: up to £640 p/dYou will', 'GBP ..640/day'],
    ['refer a friend and earn up to £500 per referral', 'none'],
    ['a salary plus £1,300 flexible benefit fund', 'none'],
    ['£1,000 annual learning budget', 'none'],
    ['£90 monthly reimbursement', 'none'],
    ['a course costing from as low as £95 per month', 'none'],
    ['Leeds, hybrid | £60,000 - £70,000 | PMO', 'GBP 60000..70000/year inferred'],
    ['Reference 450123', 'none'],
    ['Start 01/09/2026, 450 Leeds Road', 'none'],
    ['professional indemnity insurance of £1,000,000', 'none'],
    ['a fine of £500', 'none'],
    ['Rate: £500 per day + £25 per day meal allowance', 'GBP 500..500/day'],
    ['Rate £520 per day\nUmbrella only', 'GBP 520..520/day'],
    ['£61-66.50 per hour outside IR35', 'GBP 61..66.5/hour'],
    ['$72 to $81/hr on W2', 'USD 72..81/hour'],
    ['Assignment rate to umbrella: £612 per day', 'GBP 612..612/day'],
    ['Candidates get no more than €85 per hour', 'EUR ..85/hour'],
    ['£550 p/day overall assignment rate to umbrella', 'GBP 550..550/day'],
    ['Band one - £30,000 to £34,000 per year; band two - £35,000 to £41,000 per year.', 'GBP 30000..41000/year'],
  ])
})

describe('pay in a title', () => {
  table('title', [
    ['PMO Analyst - £400pd - Outside IR35', 'GBP 400..400/day'],
    ['PMO Lead | £600 - £650', 'GBP 600..650/day inferred'],
    ['Project Manager, £55k', 'GBP 55000..55000/year inferred'],
    ['Project Manager - 55K', 'GBP 55000..55000/year inferred'],
    ['Project Manager - £30m hospital', 'none'],
    ['Programme Manager (£500k budget)', 'none'],
    ['Dynamics 365 Project Manager', 'none'],
    ['Project Manager - 6 months', 'none'],
    ['Project Manager 2026', 'none'],
    ['Project Manager up to £70 per hour', 'GBP ..70/hour'],
  ])
})

describe('pay by several routes', () => {
  const cases: [string, string, string][] = [
    ['£27 PAYE or £36 Umbrella p/h', 'GBP 27..27/hour paye', 'GBP 36..36/hour umbrella'],
    ['Rate: £310 per day PAYE / £402 per day Umbrella', 'GBP 310..310/day paye', 'GBP 402..402/day umbrella'],
    ['PAYE £310.20 or Umbrella £402.75', 'GBP 310.2..310.2/day inferred paye', 'GBP 402.75..402.75/day inferred umbrella'],
    ['Umbrella: £44.10 per hour, PAYE: £33.90 per hour', 'GBP 33.9..33.9/hour paye', 'GBP 44.1..44.1/hour umbrella'],
    ['Up to £340/day PAYE or £465/day Umbrella', 'GBP ..340/day paye', 'GBP ..465/day umbrella'],
    ['£550 per day Ltd or £480 per day umbrella', 'GBP 480..480/day umbrella', 'GBP 550..550/day limited'],
    ['Shift: 28.35 PAYE or 37.90 Umbrella', 'GBP 28.35..28.35/hour inferred paye', 'GBP 37.9..37.9/hour inferred umbrella'],
  ]
  for (const [text, lower, higher] of cases) {
    it(`keeps the routes of "${text}" apart, the higher first`, () => {
      const reading = read({ description: text })
      assert.equal(words(reading?.main), higher)
      assert.deepEqual(reading?.others.map(words), [lower])
      assert.equal(reading?.evidence.length, 2)
    })
  }
  it('reads one rate payable by either route as one rate', () => {
    const reading = read({ description: 'Rate: £450 per day Umbrella or Limited' })
    assert.equal(words(reading?.main), 'GBP 450..450/day')
    assert.deepEqual(reading?.others, [])
  })
})

describe('which words win', () => {
  it('prefers the rate of the text over the yearly figure a source made of it', () => {
    assert.equal(main({ pay: '£104,000 per annum', description: 'Rate: £400 per day' }), 'GBP 400..400/day')
  })
  it('prefers the printed pay over other sums in the text', () => {
    assert.equal(main({ pay: '£500 per day', description: 'Up to £550 per day for the right person' }), 'GBP 500..500/day')
  })
  it('falls back to the text where the printed pay says nothing', () => {
    assert.equal(main({ pay: 'Competitive', description: '£515 per day' }), 'GBP 515..515/day')
  })
  it('takes the period of a misstated sum from the title', () => {
    assert.equal(main({ pay: '£640 - £800 per annum', title: 'Planner - £640 - £800 per week' }), 'GBP 640..800/week')
  })
  it('takes the fuller range where the title names only its end', () => {
    assert.equal(main({ title: 'PMO Analyst | £80/hr', description: '£60 - £80 per hour' }), 'GBP 60..80/hour')
  })
  it('takes words over the fields of the source', () => {
    const payField = { min: 130_000, max: 143_000, currency: 'GBP', period: 'year' as const }
    assert.equal(main({ payField, description: 'Contract, £500 to £550 per day' }), 'GBP 500..550/day')
  })
  it('reads a sum without a sign in the money of the place', () => {
    assert.equal(main({ pay: '600 per day', location: 'Dublin, Ireland' }), 'EUR 600..600/day')
    assert.equal(main({ pay: '90 per hour', location: 'Austin, TX' }), 'USD 90..90/hour')
    assert.equal(main({ pay: '500 per day', location: 'Belfast, Northern Ireland' }), 'GBP 500..500/day')
    assert.equal(main({ pay: '500 per day', location: 'London, UK' }), 'GBP 500..500/day')
  })
})

describe('pay of structured fields', () => {
  const field = (min: number | null, max: number | null, period: Pay['period'] | null, description = 'Contract, outside IR35') =>
    main({ payField: { min, max, currency: 'GBP', period }, description })
  it('takes a rate as stated', () => assert.equal(field(500, 550, 'day'), 'GBP 500..550/day'))
  it('recovers a day rate multiplied by 260', () => assert.equal(field(91_000, 104_000, 'year'), 'GBP 350..400/day inferred'))
  it('recovers an hour rate multiplied by 2,080', () => assert.equal(field(95_680, 95_680, 'year'), 'GBP 46..46/hour inferred'))
  it('recovers a day rate filed under year', () => assert.equal(field(500, 550, 'year'), 'GBP 500..550/day inferred'))
  it('leaves a salary of a fixed-term role alone', () =>
    assert.equal(field(65_000, 65_000, 'year', '12 month fixed term contract'), 'GBP 65000..65000/year'))
  it('leaves a salary alone where nothing says contract', () =>
    assert.equal(field(65_000, 65_000, 'year', 'A great role'), 'GBP 65000..65000/year'))
  it('reads the period from the size where only one is possible', () => assert.equal(field(500, 550, null), 'GBP 500..550/day inferred'))
  it('reads nothing where the size leaves two periods', () => assert.equal(field(120, 120, null), 'none'))
  it('reads nothing from zeros', () => assert.equal(field(0, 0, 'year'), 'none'))
  it('marks what nobody is paid', () => assert.equal(field(900_000, 900_000, 'year'), 'GBP 900000..900000/year implausible'))
  it('drops a zero end', () => assert.equal(field(0, 550, 'day'), 'GBP ..550/day'))
})

describe('day rate', () => {
  const rate = (raw: Partial<RawPosting>) => {
    const pay = read(raw)
    const found = pay && dayRateOf(pay)
    return found && `${found.currency} ${found.min ?? ''}..${found.max ?? ''} ${found.basis}`
  }
  const cases: [string, string | undefined][] = [
    ['£500 - £550 per day', 'GBP 500..550 stated'],
    ['up to £600 per day', 'GBP ..600 stated'],
    ['£50 per hour', 'GBP 400..400 estimated'],
    ['£2,500 per week', 'GBP 500..500 estimated'],
    ['£10,500 per month', 'GBP 500..500 estimated'],
    ['£66,000 per annum', 'GBP 300..300 estimated'],
    ['£12 per day', undefined],
    ['£500,000 per annum', undefined],
    ['£45 - £50', 'GBP 360..400 estimated'],
  ]
  for (const [pay, want] of cases) it(`of "${pay}" is ${want ?? 'unknown'}`, () => assert.equal(rate({ pay }), want))
  it('of a fixed price is unknown', () => assert.equal(rate({ pay: '£25,000 fixed price' }), undefined))
  it('of a recovered field is an estimate', () => {
    const payField = { min: 91_000, max: 104_000, currency: 'GBP', period: 'year' as const }
    assert.equal(rate({ payField, description: 'Contract' }), 'GBP 350..400 estimated')
  })
})

describe('evidence of pay', () => {
  it('is the exact words where they stand', () => {
    const { description } = advert({ description: 'A role in York. Rate: up to £600 per day, outside IR35.' })
    const evidence = read({ description })?.evidence[0]
    assert.deepEqual(evidence, { words: 'up to £600 per day', where: 'description', start: description.indexOf('up to') })
  })
})
