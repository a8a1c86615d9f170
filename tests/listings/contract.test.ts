import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readContract } from '../../listings/contract.ts'
import { readPay } from '../../listings/pay.ts'
import { advertOf, type RawPosting } from '../../listings/posting.ts'

function read(raw: Partial<RawPosting>) {
  const { advert } = advertOf({ externalId: '1', url: 'https://board.example/1', title: 'Project Manager', ...raw })
  return readContract(advert, readPay(advert))
}

function table(of: keyof RawPosting, rows: [string, string | undefined][]): void {
  for (const [text, want] of rows) it(`reads "${text}" as ${want ?? 'unknown'}`, () => assert.equal(read({ [of]: text })?.value, want))
}

describe('a contract in the text', () => {
  table('description', [
    ['W2 contract', 'contract'],
    ['Temp ongoing, 37 hours a week', 'contract'],
    ['Temporary on-going with a review each term', 'contract'],
    ['An ongoing temp assignment', 'contract'],
    ['Temporary until the end of May', 'contract'],
    ['Contract to perm', 'contract'],
    ['Type: Contract Compensation: by the hour', 'contract'],
    ['recruiting a Temporary Project Support Officer', 'contract'],
    ['looking for an immediate, temporary, PMO Manager', 'contract'],
    ['A temporary assignment of about 3 months', 'contract'],
    ['Interim appointment for nine months', 'contract'],
    ['6 month contract', 'contract'],
    ['6-month rolling contract in Hull', 'contract'],
    ['an initial 3 month contract', 'contract'],
    ['Twelve month contract', 'contract'],
    ['3-6 months contract', 'contract'],
    ['9 months (initial contract)', 'contract'],
    ['6 Months Outside IR35', 'contract'],
    ['Contract: 6 months', 'contract'],
    ['Contract Length: 9 months', 'contract'],
    ['Contract duration 12 months', 'contract'],
    ['Contract Type: Contract', 'contract'],
    ['Contract Type: Temporary', 'contract'],
    ['Job Type: Interim', 'contract'],
    ['Contract until 31 March 2027', 'contract'],
    ['This is a contract role', 'contract'],
    ['a new contract opportunity', 'contract'],
    ['engaged on a contract basis', 'contract'],
    ['join them on a 6 month contract', 'contract'],
    ['Freelance project manager wanted', 'contract'],
    ['an interim role in a trust', 'contract'],
    ['a temporary position', 'contract'],
    ['Temp to perm', 'contract'],
    ['Leeds | Contract | Hybrid', 'contract'],
    ['Duration: 6 months', 'contract'],
    ['Duration: to 30/06/2027', 'contract'],
    ['for an initial period of three months', 'contract'],
    ['£500 per day', 'contract'],
    ['Rate: £450 - £500 per day umbrella', 'contract'],
    ['£31 per hour via umbrella', 'contract'],
    ['IR35: Inside', 'contract'],
    ['Contract to hire, W2 or C2C', 'contract'],
    ['Fixed term contract, £500 per day inside IR35', 'contract'],
    ['6 month contract with a view to going permanent', 'contract'],
    ['contract with the possibility of a permanent role', 'contract'],
  ])
})

describe('a fixed term', () => {
  table('description', [
    ['A secondment opportunity in the PMO', 'fixed-term'],
    ['FTC - 18 months', 'fixed-term'],
    ['12 month fixed term contract', 'fixed-term'],
    ['Fixed-term until March 2027', 'fixed-term'],
    ['9 month FTC', 'fixed-term'],
    ['Maternity cover, £50,000 per annum', 'fixed-term'],
    ['Contract type: Fixed Term (14 months)', 'fixed-term'],
    ['a 6 months secondment', 'fixed-term'],
    ['fixed-price deliverables', undefined],
    ['secondment opportunities for our people', undefined],
  ])
})

describe('a permanent role', () => {
  table('description', [
    ['Hybrid (2 days a week in the office) Permanent About us', 'permanent'],
    ['Derby | Permanent In partnership with the trust', 'permanent'],
    ['Permanent £55,000', 'permanent'],
    ['We are recruiting for a permanent Mid/Senior planner.', 'permanent'],
    ['This role is permanent and starts in May.', 'permanent'],
    ['FT Permanent', 'permanent'],
    ['an open-ended employment contract', 'permanent'],
    ['Contract Type: Permanent', 'permanent'],
    ['Contract: Permanent', 'permanent'],
    ['Contract type: Full-time, Permanent', 'permanent'],
    ['Type: Permanent', 'permanent'],
    ['This is a permanent role', 'permanent'],
    ['on a permanent basis', 'permanent'],
    ['Full time, permanent', 'permanent'],
    ['Permanent | Hybrid | Cardiff', 'permanent'],
    ['Leeds (Permanent)', 'permanent'],
    ['Salary: £60,000 - £65,000 plus benefits', 'permanent'],
    ['£60,000 per annum, 25 days holiday', 'permanent'],
    ['manage permanent staff and contractors', undefined],
    ['find a permanent solution', undefined],
  ])
  table('pay', [
    ['£60,000 - £65,000 per annum', 'permanent'],
    ['£60,000 + car + pension', 'permanent'],
    ['£52,310 per year - estimated', undefined],
    ['Competitive', undefined],
  ])
})

describe('words that only sound like a contract', () => {
  table('description', [
    ['Position: Permanent/Contract', undefined],
    ['You find temporary staff for the branch.', undefined],
    ['looking for a permanent solution to the backlog', undefined],
    ['The role is permanent or interim, as you like.', undefined],
    ['Document type: contract management plan', undefined],
    ['recruiting temporary workers', undefined],
    ['experience of contract management', undefined],
    ['administers NEC contracts', undefined],
    ['ensure contractual obligations are met', undefined],
    ['work with contractors and suppliers', undefined],
    ['the catering contract at the ferry port', undefined],
    ['a sub contract joinery', undefined],
    ['contracted to 37 hours a week', undefined],
    ['interim valuations and final accounts', undefined],
    ['temporary works design', undefined],
    ['contract award and contract value', undefined],
    ['Contract Type: Full Time', undefined],
    ['Contract: Full-time (35 hours per week)', undefined],
    ['6 months experience of contract law', undefined],
    ['', undefined],
  ])
})

describe('a title', () => {
  table('title', [
    ['Project Manager (Contract)', 'contract'],
    ['Contract Project Manager', 'contract'],
    ['Project Manager - Contract', 'contract'],
    ['Interim PMO Lead', 'contract'],
    ['Freelance Planner', 'contract'],
    ['Project Manager - 12 month FTC', 'fixed-term'],
    ['Project Manager - Maternity Cover', 'fixed-term'],
    ['PMO Analyst - Permanent', 'permanent'],
    ['PMO Analyst - £400pd', 'contract'],
    ['Contract Manager', undefined],
    ['Contracts Manager', undefined],
    ['Contract Administrator', undefined],
    ['Contract Delivery Manager', undefined],
    ['Temporary Works Coordinator', undefined],
    ['Project Manager', undefined],
  ])
})

describe('the flag of a source', () => {
  table('contract', [
    ['Contract', 'contract'],
    ['CONTRACTOR', 'contract'],
    ['Temporary, full-time', 'contract'],
    ['Fixed term contract', 'fixed-term'],
    ['Permanent', 'permanent'],
    ['Full time', undefined],
  ])
  it('gives way to the words of the advert', () => {
    assert.equal(read({ contract: 'Permanent', description: '6 month contract, outside IR35' })?.value, 'contract')
    assert.equal(read({ contract: 'Contract', description: 'Contract type: Permanent' })?.value, 'permanent')
    assert.equal(read({ contract: 'Permanent', description: '24 month FTC' })?.value, 'fixed-term')
  })
})

describe('the evidence of a contract', () => {
  it('is the phrase where it stands', () => {
    const description = 'York, hybrid. A 6 month contract with our client.'
    assert.deepEqual(read({ description })?.evidence, [
      { words: '6 month contract', where: 'description', start: description.indexOf('6 month') },
    ])
  })
})
