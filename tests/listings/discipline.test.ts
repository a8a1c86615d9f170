import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import { readCourseSeller, readDiscipline } from '../../listings/discipline.ts'
import { advertOf, type RawPosting } from '../../listings/posting.ts'

const advert = (raw: Partial<RawPosting>) => advertOf({ externalId: '1', url: 'https://board.example/1', title: '', ...raw }).advert
const disciplineOf = (title: string, description = '') => readDiscipline(advert({ title, description }))?.value ?? 'none'

function table(rows: Record<string, string[]>): void {
  for (const [want, titles] of Object.entries(rows)) {
    for (const title of titles) it(`reads "${title}" as ${want}`, () => assert.equal(disciplineOf(title), want))
  }
}

describe('the discipline of a title', () => {
  table({
    project: [
      'Project Manager',
      'SENIOR PROJECT MANAGER',
      'project co-ordinator',
      'Project CoOrdinator (Depot Works)',
      'Snr. Project Manager - Warehouse Robotics',
      'Interim Project Director, Canal Restoration',
      'Project Lead',
      'Project Support Officer',
      'Projects Manager',
      'Capital Projects Manager',
      'Head of Projects',
      'Director of Projects',
      'Manager, Project Management',
      'Project Managers x 3',
      'Project/Programme Manager',
      'Project Manager - PMO Team',
      'Agile Project Manager',
      'Construction PM',
      'IT PM - Network Refresh',
      'Business Analyst / Project Manager',
      'Senior Business Change Project Manager',
      'Regulatory Change Project Manager',
      'Projektleiter (m/w/d)',
      'ProjectManager',
      'Project Manager (RIBA stage 4), Selby',
    ],
    programme: [
      'Programme Manager',
      'Program Manager',
      'Technical Program Manager',
      'Programme Director - Ferry Fleet Renewal',
      'Organisational Change Programme Manager',
      'Programme Delivery Manager',
      'Programme Officer',
      'Head of Programmes & Projects',
      'Director, Programme Management',
      'Programme Manager, Project Manager, Portfolio Manager',
      'Vice President - Ledger Migration Programme Manager',
    ],
    portfolio: [
      'Project Portfolio Manager',
      'IT Portfolio Manager',
      'Change Portfolio Manager',
      'Portfolio Manager (Change)',
      'Portfolio Delivery Lead',
    ],
    pmo: [
      'PMO Analyst',
      'IT PMO - SC Cleared',
      'Head of PMO',
      'Senior Manager PMO',
      'Cyber Lead PMO',
      'PMO / Release Manager',
      'Governance Manager (PMO)',
      'Business Analyst / PMO',
      'Programme Management Office Lead',
      'Project Office Manager',
      'TMO Lead',
      'Project Controls Engineer',
      'Project Controller',
      'Project Planner (P6)',
      'Senior Planner - Tram Extension',
      'Planning Engineer',
      'Programme Scheduler',
      'Cost Engineer - Project Controls',
      'Earned Value Analyst',
      'Programme Risk & Assurance Manager',
      'Project Governance Analyst',
      'Programme Support Analyst',
      'Benefits Realisation Manager',
      'Head of Project Management Office',
    ],
    delivery: [
      'Delivery Manager',
      'Agile Delivery Lead',
      'Technical Delivery Manager',
      'Scrum Master',
      'Release Train Engineer',
      'Head of IT Delivery',
      'Delivery Director, Public Sector',
    ],
    change: [
      'Business Change Manager',
      'Change Manager',
      'Organisational Change Lead',
      'Digital Transformation Manager',
      'Head of Transformation',
      'Transformation Director',
      'Change Delivery Manager',
      'Business Readiness Lead',
      'Change Analyst',
      'Senior Manager, Business Transformation',
      'Change Management Consultant',
    ],
  })
})

describe('near misses', () => {
  table({
    none: [
      'Product Manager',
      'Product Owner / Scrum Master',
      'Account Manager',
      'Account Director',
      'Property Manager',
      'Service Delivery Manager',
      'Care Delivery Manager',
      'Delivery Driver',
      'Last Mile Delivery Manager',
      'Learning Delivery Manager',
      'ITIL Change Manager',
      'IT Change & Release Manager',
      'Change Control Coordinator',
      'Engineering Change Manager',
      'Climate Change Officer',
      'Behaviour Change Manager',
      'Investment Portfolio Manager',
      'Credit Portfolio Manager',
      'Property Portfolio Manager',
      'Portfolio Manager - Fixed Income',
      'Project Engineer',
      'Project Lead Engineer',
      'Programme Lead Nurse',
      'Programme Support Engineer',
      'Senior Project Engineer (Trams)',
      'Project Accountant',
      'Project Quantity Surveyor',
      'Project Surveyor',
      'Project Architect',
      'Project Finance Manager',
      'Project Sales Manager',
      'Project Worker',
      'Civil Engineer / Project Manager',
      'Building Surveyor / Project Manager',
      'Town Planner',
      'Demand Planner',
      'Production Planner',
      'Media Planner',
      'Paraplanner',
      'Buyer / Planner',
      'Risk Manager',
      'Credit Risk Manager',
      'Programmer',
      'Programmatic Manager',
      'Graduate Development Programme',
      'Education Programme Leader',
      'MBA Programme Manager',
      'Head of Service Delivery',
      'PA to Programme Director',
      'Lecturer in Project Management',
      'Recruitment Consultant - Project Management',
      'Business Analyst (PMO)',
      'Transformation Consultant',
      'Change Business Analyst',
      'Test Manager',
      'Change Communications Manager',
      'Planning Director, Funding Delivery',
      'Digital PM',
      '',
    ],
  })
})

const COURSE_SALE =
  'No experience needed: we train you from scratch. Complete the programme and a job is guaranteed or you get your course fees back. Payment plans available.'

describe('what the title leaves open is settled by the text', () => {
  const rows: [title: string, text: string, want: string][] = [
    ['Planner', 'You will own the level 3 programme in Primavera P6 and report the critical path weekly.', 'pmo'],
    ['Planner/Scheduler', 'Schedules materials for the bakery in the MRP system and raises purchase orders for flour.', 'none'],
    ['Project Controls Engineer', 'Maintains the P6 schedule, baseline and cost reports of the tunnel contract.', 'pmo'],
    ['Project Controls Engineer', 'Configures PLC and SCADA control systems and commissions instrumentation on the press line.', 'none'],
    ['Risk Manager', 'Runs QRA and Monte Carlo for major projects and keeps the risk registers of the reservoir.', 'pmo'],
    ['Risk Manager', 'Second line oversight of credit risk and operational risk under FCA rules at a small lender.', 'none'],
    ['Portfolio Manager', 'Keeps the change portfolio: forty projects, one prioritisation round a quarter, benefits.', 'portfolio'],
    ['Portfolio Manager', 'Manages equities and bonds for private investors and explains returns to clients.', 'none'],
    ['Portfolio Director - Insurance', 'The IT portfolio of a composite insurer wants a director.', 'portfolio'],
    ['Change Manager', 'Chairs the CAB, reviews change requests in ServiceNow and keeps the ITIL process.', 'none'],
    ['Change Manager', 'Plans adoption and training for the move to one way of working in four claims teams.', 'change'],
    ['Delivery Manager', 'Looks after forty drivers, their vans and the depot in the small hours.', 'none'],
    ['Delivery Manager', 'Two scrum teams, one roadmap and a product owner who changes her mind.', 'delivery'],
    ['Cost Engineer', 'Cost control and forecasts at completion for a pipeline.', 'pmo'],
    ['Cost Controller', 'Menu and recipe costing for six kitchens.', 'none'],
    ['Senior PM', 'You have managed projects and hold PRINCE2.', 'project'],
    ['Project Manager', 'Registered with the CQC, you lead support workers, review care plans and know safeguarding of residents.', 'none'],
    ['Project Manager (RGN)', 'Lead our nursing home.', 'none'],
    [
      'Project Manager',
      'Refurbishment of a care home: contractors, milestones, budgets, stakeholders and a live site with residents.',
      'project',
    ],
    ['Data Projects Analyst', 'Builds dashboards.', 'none'],
  ]
  for (const [title, text, want] of rows)
    it(`reads "${title}" with "${text.slice(0, 34)}…" as ${want}`, () => assert.equal(disciplineOf(title, text), want))
})

describe('sellers of courses', () => {
  it('are known by a title that offers a programme and a text that sells it', () => {
    const seller = readCourseSeller(advert({ title: 'Trainee Project Manager Placement Programme', description: COURSE_SALE }))
    assert.ok(seller)
    assert.equal(seller.evidence[0]?.where, 'title')
    assert.equal(disciplineOf('Trainee Project Manager Placement Programme', COURSE_SALE), 'none')
  })
  it('are known by three signs in the text under an ordinary title', () => {
    assert.ok(readCourseSeller(advert({ title: 'Junior Project Manager', description: COURSE_SALE })))
    assert.equal(disciplineOf('Junior Project Manager', COURSE_SALE), 'none')
  })
  for (const [title, text] of [
    ['Trainee Project Manager', 'A regional builder will train you on site. Salary from the first day.'],
    ['Training Programme Manager', 'Owns the plan of a rail operator’s driver training programme.'],
    ['Project Manager', 'The cost of the programme is £4m. Fees apply to visitors only.'],
    ['PMO Analyst', 'No experience of rail is needed; two years in a PMO are.'],
  ])
    it(`are not "${title}": ${text?.slice(0, 40)}`, () =>
      assert.equal(readCourseSeller(advert({ title: title ?? '', description: text ?? '' })), undefined))
})

describe('every discipline', () => {
  it('comes with the exact words it was read from, double spaces and all', () => {
    const title = 'Interim   Project\u00a0 Manager'
    const read = readDiscipline({ ...advert({}), title })
    const [evidence] = read?.evidence ?? []
    assert.ok(evidence)
    assert.equal(title.slice(evidence.start, evidence.start + evidence.words.length), evidence.words)
  })
  it('is the same in any case and with more white space', () => {
    for (const title of ['Senior Project Manager - Data', 'Head of PMO', 'Programme Management Office Lead']) {
      const want = disciplineOf(title)
      assert.equal(disciplineOf(title.toUpperCase()), want)
      assert.equal(disciplineOf(title.toLowerCase()), want)
      assert.equal(disciplineOf(title.replaceAll(' ', '   ')), want)
    }
  })
  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 300 }), (title, description) => {
        readDiscipline({ ...advert({}), title, description })
        readCourseSeller({ ...advert({}), title, description })
      }),
      { numRuns: 300 },
    )
  })
})
