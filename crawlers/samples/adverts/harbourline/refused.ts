import type { SampleAdvert } from '../../advert.ts'

/** What Harbourline publishes that is not a contract for project people. */
export const HARBOURLINE_REFUSED: SampleAdvert[] = [
  {
    id: '4410501',
    title: 'Project Manager (Permanent)',
    company: 'Harbourline',
    location: 'Leeds, West Yorkshire',
    postedDaysAgo: 6,
    form: 'tidy',
    fields: { metadata: [{ name: 'Employment type', value: 'Permanent' }] },
    role: 'permanent-pm-leeds',
    expect: { refused: 'permanent' },
    body: `This is a permanent position with a family-owned engineering firm in Leeds that makes lifting equipment for quarries. It has eleven customer projects in the shop at any moment and one Project Manager too few.

# The role
- Manage customer orders from contract award to commissioning on site
- Agree programmes with design, purchasing and the assembly hall
- Visit customers at kick-off, at factory acceptance and at hand-over
- Hold the margin, and explain it at the monthly review

# The person
You have managed engineered-to-order projects, perhaps as a project engineer first. You can weigh a risk and price a variation. A degree is fine, an apprenticeship is better.

# The package
Salary £48,000 - £54,000 per annum with a profit share, 27 days' holiday plus bank holidays, a pension with an 8% employer contribution, private medical cover after two years and a company car. Hybrid working is possible one day a week once you have settled in.`,
  },
  {
    id: '4410502',
    title: 'PMO Analyst',
    company: 'Harbourline',
    location: 'Reading, Berkshire',
    postedDaysAgo: 9,
    form: 'bold',
    role: 'permanent-pmo-reading',
    expect: { refused: 'permanent' },
    body: `Employment type: Permanent, full time
Salary: £38,000 to £43,000 plus bonus

A mobile-network consultancy wants a PMO Analyst to join its growing change office in Reading and to grow up in it.

# What you will be doing
- Preparing weekly and monthly reports for a portfolio of twenty projects
- Keeping the resource forecast and the vacation chart from contradicting each other
- Running lessons-learned sessions that people come back to
- Looking after the project document templates

# What you will need
Two years in a project support or analyst role. Good Excel. An eye for the thing that is missing. The firm pays for PRINCE2 and later for an APM qualification.

# What is in it for you
Annual bonus of up to 10%, enhanced parental leave, share save scheme, a pension matched to 7%, life assurance and two paid volunteering days. Career paths into project management are well trodden here.`,
  },
  {
    id: '4410503',
    title: 'Product Manager - 6 month contract',
    company: 'Harbourline',
    location: 'Manchester, Greater Manchester',
    postedDaysAgo: 5,
    form: 'tidy',
    fields: { metadata: [{ name: 'Contract type', value: 'Contract' }] },
    role: 'product-manager-manchester',
    expect: { refused: 'off-family' },
    body: `Parental-leave cover at a marketplace for second-hand furniture. The Product Manager for seller tools is away from January and the roadmap has no intention of waiting.

# You will
- Own discovery and delivery for listing, pricing and courier booking
- Talk to sellers every week, not every quarter
- Write the problem statements, decide the order and say no kindly
- Work with a designer and six engineers who ship daily

# You are
- A product manager with three or more years in marketplaces, retail or logistics
- Happy with experiments, cohort charts and a half-finished idea
- Able to write a page that people finish reading

£500 per day, outside IR35, six months. Hybrid: two days a week in Manchester, in a building with more sofas than meeting rooms. Two interviews, no take-home task. If you are a project manager looking for a change of direction this will not be the right assignment, though we would be glad to talk about others.`,
  },
  {
    id: '4410504',
    title: 'Project Accountant - Infrastructure - Contract',
    company: 'Harbourline',
    location: 'Glasgow',
    postedDaysAgo: 12,
    form: 'tidy',
    role: 'project-accountant-glasgow',
    expect: { refused: 'off-family' },
    body: `A civil engineering contractor in Glasgow has won two flood-defence schemes in the same month and needs a Project Accountant on a contract to keep the books of both.

# Duties
- Monthly cost and value reconciliation with the site teams
- Applications for payment, retentions, subcontract ledgers, CIS returns
- Work in progress, cash forecasts and margin by scheme
- First line of contact for the client's auditors

# Requirements
Part-qualified or qualified (ACCA, CIMA) with a background in construction or engineering. Comfortable in COINS or a similar system. You will be asked about open-book accounting under NEC contracts, so please be ready.

# Terms
£300 per day, inside IR35, 9 months. Glasgow office three days a week and hybrid for the others. The project directors are reasonable people and submit their accruals on time, which you may check with your predecessor.`,
  },
  {
    id: '4410505',
    title: 'Change Manager (ITIL) - Service Transition',
    company: 'Harbourline',
    location: 'Newbury, Berkshire',
    postedDaysAgo: 17,
    form: 'tidy',
    role: 'itil-change-newbury',
    expect: { refused: 'off-family' },
    body: `Six month contract in Newbury for an ITIL Change Manager in the service operations team of a broadband company.

# The desk
- Chair the change advisory board on Tuesdays and Thursdays
- Assess normal, standard and emergency changes for risk, collision and back-out
- Maintain the forward schedule of change in ServiceNow
- Lead post-implementation reviews for failed changes
- Report change success rate, and improve it from 94%

# Background
ITIL 4 with hands-on change enablement in a round-the-clock operation. ServiceNow administration would be useful. You are polite at 2 a.m. and unmoved by the word "urgent".

# Terms
£375 per day inside IR35. Four days in the office during the first month, two after that. There is an on-call rota of one week in five, paid separately. This team runs live services; it does not do organisational change, and applicants from that field have found it puzzling.`,
  },
  {
    id: '4410506',
    title: 'Service Delivery Manager - Interim',
    company: 'Harbourline',
    location: 'Warrington, Cheshire',
    postedDaysAgo: 20,
    form: 'breaks',
    role: 'service-delivery-warrington',
    expect: { refused: 'off-family' },
    body: `Interim Service Delivery Manager, Warrington, £425 per day inside IR35, 6 months.

A managed services provider looks after desktops, networks and a service desk for sixty schools and two colleges. The account's Service Delivery Manager has moved on to another customer and the contract has fourteen months left to run.

You would:
- own the monthly service review and everything promised in it
- chase incidents, problems and the third party who looks after the printers
- manage service level reporting, service credits and the improvement plan
- be the escalation point for head teachers, who escalate well
- prepare the customer for the end of the contract without frightening anybody

ITIL qualification, K-12 or public-sector service background, and a certain cheerfulness. Car needed, mileage paid. The successful person will have two team leaders, one of them new to it. Working pattern is three days at customer sites and two at home.`,
  },
  {
    id: '4410507',
    title: 'Quantity Surveyor, Highways Framework',
    company: 'Harbourline',
    location: 'Lincoln, Lincolnshire',
    postedDaysAgo: 26,
    form: 'bold',
    role: 'qs-lincoln',
    expect: { refused: 'off-family' },
    body: `Freelance Quantity Surveyor wanted for a highways maintenance framework in Lincolnshire. The work is resurfacing, drainage and small junction improvements; the paper is NEC4 Option B.

# You will be responsible for
- Measuring, valuing and applying, every four weeks without fail
- Subcontract procurement and accounts for surfacing, traffic management and lining
- Compensation events, agreed while people still remember them
- Cost reporting with the project managers and the framework manager
- Final accounts; there is a backlog of nine

# We ask for
A civils QS with highways experience, site boots, and software of the usual sort. Chartered or on the way.

# Terms
£380 a day, outside IR35, initially 26 weeks. Lincoln depot four days a week. Weekend work happens when the county closes a road, which is as seldom as they can manage.`,
  },
  {
    id: '4410508',
    title: 'Project Manager - Visitor Attractions',
    company: 'Harbourline',
    location: 'Chester, Cheshire',
    postedDaysAgo: 13,
    form: 'tidy',
    role: 'unstated-chester',
    expect: { refused: 'contract-not-stated' },
    body: `A family of four visitor attractions in the north-west wants a Project Manager to run new rides, new cafés and the occasional new penguin house.

# What the work is like
- One large scheme and several small ones every winter, all to be open by Easter
- Architects, ride suppliers, animal keepers and planners in the same meeting
- A realistic budget, watched by the founder's daughter
- Plenty of time out of doors

# What we hope for
- Project management in leisure, construction or events
- Confidence with planning conditions and building regulations
- Good with people who have strong feelings about flamingos
- A full driving licence

# The offer
What we pay depends on what you bring, so tell us both. Based at the park near Chester, with visits to the others. The team lunches together on Fridays. Send a CV and a paragraph about a project of which you are still fond.`,
  },
]
