import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readAdvertiser } from '../../listings/agency.ts'
import { advertOf } from '../../listings/posting.ts'

function read(company: string, description = '') {
  const { advert } = advertOf({ externalId: '1', url: 'https://board.example/1', title: 'Project Manager', company, description })
  const found = readAdvertiser(advert)
  return found && `${found.kind}: ${found.name}`
}

describe('who published an advert', () => {
  const byName: [string, string | undefined][] = [
    ['Talent Wharf Recruitment', 'agency: Talent Wharf Recruitment'],
    ['Northbank Resourcing Ltd', 'agency: Northbank Resourcing Ltd'],
    ['Beacon Executive Search', 'agency: Beacon Executive Search'],
    ['Harbour Staffing', 'agency: Harbour Staffing'],
    ['Quayside Interims', 'agency: Quayside Interims'],
    ['Hays', 'agency: Hays'],
    ['Robert Walters', 'agency: Robert Walters'],
    ['Millbrook Borough Council', 'direct: Millbrook Borough Council'],
    ['Northbank University', 'direct: Northbank University'],
    ['Ashdown NHS Foundation Trust', 'direct: Ashdown NHS Foundation Trust'],
    ['Ministry of Ferries', 'direct: Ministry of Ferries'],
    ['Thornton Consulting', undefined],
    ['Bramley Foods', undefined],
    ['Haystack Software', undefined],
    ['Reedham Mills', undefined],
    ['Confidential', undefined],
    ['', undefined],
  ]
  for (const [company, want] of byName) it(`of "${company}" is ${want ?? 'unknown'}`, () => assert.equal(read(company), want))

  const byWords: [string, string | undefined][] = [
    ['Our client is a bank in Leeds.', 'agency: Thornton'],
    ['My client, a leading utility, needs a PMO lead.', 'agency: Thornton'],
    ['recruiting on behalf of our client', 'agency: Thornton'],
    ["Our public sector client's programme: our client requires a planner.", 'agency: Thornton'],
    ['Thornton is acting as an Employment Business in relation to this vacancy.', 'agency: Thornton'],
    ['Strictly no agencies please.', 'direct: Thornton'],
    ['You will advise our clients on their programmes.', undefined],
    ['Manage client expectations and report to the client.', undefined],
    ['Join our team in Hull.', undefined],
  ]
  for (const [text, want] of byWords) it(`with "${text}" is ${want ?? 'unknown'}`, () => assert.equal(read('Thornton', text), want))

  it('needs a name: wording alone names nobody', () => assert.equal(read('', 'Our client is a bank.'), undefined))
})
