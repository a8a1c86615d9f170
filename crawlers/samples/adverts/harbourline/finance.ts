import type { SampleAdvert } from '../../advert.ts'

/** Harbourline's adverts for banks, insurers, asset managers and lawyers. */
export const HARBOURLINE_FINANCE: SampleAdvert[] = [
  {
    id: '4410301',
    title: 'Programme Manager - ISO 20022 Payments Migration',
    company: 'Harbourline',
    location: 'Leeds, West Yorkshire',
    postedDaysAgo: 7,
    form: 'tidy',
    role: 'payments-leeds',
    expect: {
      dayRate: { min: 700, max: 750, basis: 'stated' },
      engagement: 'outside',
      discipline: 'programme',
      seniority: 'manager',
      place: 'Leeds',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `A Leeds-based clearing bank has to move its high-value and bulk payments on to enriched ISO 20022 messages before the scheme switches off the old formats, and its first plan has just been rejected by its own audit committee. We have been asked to find a Programme Manager to write the second one and then deliver it.

# Scope
- Gateway replacement, sanctions screening, reconciliation and archive
- Nine upstream channels, three of which are owned by other business lines
- Industry testing windows that cannot be moved by anybody
- A programme budget in the low tens of millions and around seventy people

# Profile
You have run a payments programme at a bank, a scheme or a processor and can follow a message field by field when it matters. You are known for replanning troubled work. You have stood in front of a regulator.

# What you will find when you arrive
There is a solution architect who knows every interface by heart, a test manager on loan from another programme, and a supplier whose second-in-command is better than its first. Design is two thirds finished. Build has begun on the gateway and on four of the nine channels. The plan assumed that sanctions screening would accept the longer messages without change; it does not, and this was discovered in August.

The audit committee's report made four observations: no critical path, no owner for end-to-end testing, optimism in the supplier milestones, and a contingency that had been spent before it was approved. The executive accepts all four.

# In the first eight weeks
- Agree a replan with the supplier, the channels and operations
- Take it through audit and the board
- Stand up an end-to-end test function with its own lead
- Tell the scheme, formally, what the bank can do and when

# Arrangement
£700 - £750 per day, outside IR35, via your own limited company. Twelve months, beginning in January. Leeds for two or three days a week with the rest at home.

Ask for Marcus Tilling on 0161 496 0151 or write to payments.desk@example.com.`,
  },
  {
    id: '4410302',
    title: 'Business Change Manager - Claims Platform',
    company: 'Harbourline',
    location: 'London',
    postedDaysAgo: 5,
    form: 'bold',
    role: 'claims-london',
    expect: {
      dayRate: { min: 600, max: 600, basis: 'stated' },
      engagement: 'inside',
      discipline: 'change',
      seniority: 'manager',
      place: 'London',
      remote: 'hybrid',
      termMonths: 9,
    },
    body: `Harbourline represents a specialty insurer in the London market whose claims handlers are about to lose the system they have complained about for fifteen years, and who will miss it dreadfully when it goes. A Business Change Manager is needed for nine months.

# What the role involves
Three hundred handlers, adjusters and brokers' technicians in four lines of business will move to a new claims platform in six releases. You will map what changes for each group, build a network of champions among people who have little time, design the training with the platform team, and hold the go or no-go vote for business readiness at each release.

# What we need to see
- Change delivered in insurance, and claims for preference
- Evidence of adoption measured after go-live as well as before
- A calm presence in a room of underwriters

# Terms
The rate is £600 per day inside IR35. City of London office three days a week, hybrid. Nine-month contract; the sixth release lands in month eight, so the length is real.`,
  },
  {
    id: '4410304',
    title: 'Change Portfolio Manager',
    company: 'Harbourline',
    location: 'Edinburgh',
    postedDaysAgo: 11,
    form: 'tidy',
    fields: { metadata: [{ name: 'Contract type', value: 'Contract' }] },
    role: 'portfolio-edinburgh',
    expect: {
      dayRate: { min: 625, max: 675, basis: 'stated' },
      engagement: 'inside',
      discipline: 'portfolio',
      seniority: 'manager',
      place: 'Edinburgh',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `A retail bank in Edinburgh spends £90m a year on change and would like to know what it gets for it. The Change Portfolio Manager keeps the answer.

# The job in outline
- Own the portfolio plan for the everyday-banking division: thirty-odd projects and four programmes
- Run demand intake, prioritisation and the quarterly funding round
- Report capacity, dependencies and benefits to the executive change committee
- Lead a team of three analysts and lift the quality of what project managers submit

# What is looked for
Portfolio management experience in a bank or a building society. A grasp of MoP that goes beyond the diagram. Planview or Clarity used in earnest. The ability to say "no, and here is why" to a director.

# Contract
£625 - £675 per day inside IR35, six months and likely to run longer because the funding round does. Hybrid with two days in central Edinburgh. Ref HL-2274.`,
  },
  {
    id: '4410305',
    title: 'Project Manager (Cyber Remediation) - £500pd - Outside IR35',
    company: 'Harbourline',
    location: 'Manchester, Greater Manchester',
    postedDaysAgo: 0,
    form: 'breaks',
    role: 'cyber-manchester',
    expect: {
      dayRate: { min: 500, max: 500, basis: 'stated' },
      engagement: 'outside',
      discipline: 'project',
      seniority: 'manager',
      place: 'Manchester',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Project Manager, cyber remediation
£500pd | Outside IR35 | 6 months | Manchester, 2 days per week

A motor insurer had a red-team exercise in September. The report ran to 140 findings. Some have been closed, some have been argued about, and 62 still need an owner, a date and a budget code.

The chief information security officer wants a Project Manager to take the list and make it shorter:
- privileged access management for 900 servers
- multi-factor log-in for the last of the legacy applications
- retirement of two end-of-life claims systems
- a patching rhythm that survives month end

You do not have to be an engineer, but you do have to tell when an engineer is being optimistic. You will have delivered security projects before, be comfortable reporting to an audit committee, and know your way round ISO 27001 and a third-party assurance questionnaire.

Hybrid: Tuesdays and Wednesdays in the Manchester office. Interviews are a single stage and the panel can meet this week. Start ASAP.`,
  },
  {
    id: '4410306',
    title: 'Scrum Master - Card Issuing Platform',
    company: 'Harbourline',
    location: 'London',
    postedDaysAgo: 13,
    form: 'tidy',
    fields: { metadata: [{ name: 'Contract type', value: 'Contract' }] },
    role: 'scrum-london',
    expect: {
      dayRate: { min: 500, max: 550, basis: 'stated' },
      engagement: 'inside',
      discipline: 'delivery',
      seniority: 'manager',
      place: 'London',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Two squads build the issuing side of a young card company. Velocity is fine. Predictability is not: three of the last five sprints ended with more open than they began with, and the commercial team has stopped believing dates.

We want a Scrum Master who treats this as a puzzle instead of a scandal.

# You might begin by
- Watching how work arrives, and from whom
- Making work in progress visible and then smaller
- Helping two product owners slice stories that fit in a week
- Teaching the teams to forecast from their own data

# Background
Several years as a Scrum Master or agile delivery lead with engineering teams, ideally in payments or another regulated field. PSM II or CSP. You can read a cumulative flow diagram and you can also leave it out of the conversation.

# The deal
500-550 GBP daily, engagement sits inside IR35 (umbrella). 6 months, extendable. Shoreditch, London, on Tuesday and Thursday; the other three days from wherever you work well.`,
  },
  {
    id: '4410307',
    title: 'PMO Analyst - Trading Technology',
    company: 'Harbourline',
    location: 'London, EC2',
    postedDaysAgo: 15,
    form: 'tidy',
    role: 'pmo-trading-london',
    expect: {
      dayRate: { min: 400, max: 400, basis: 'stated' },
      engagement: 'inside',
      discipline: 'pmo',
      seniority: 'analyst',
      place: 'London',
      remote: 'hybrid',
      termMonths: 12,
    },
    body: `The technology change office of a commodities trading house is four people strong and looks after £35m of spend. One of the four is leaving for the other side of the world.

What the PMO Analyst does there, month in, month out:
- financial tracking: actuals, accruals, forecasts, and the awkward conversation when they part company
- the resource plan for 160 contractors, including purchase orders and end dates
- status reporting that the chief operating officer reads on her phone
- RAID reviews with twelve project managers, most of them forthcoming

You will have done this in a financial or energy trading environment. Strong Excel is taken for granted; Power BI is a bonus; Clarity PPM is what they use. It is a candid, quick place where people say what they think, so confidence is worth more than polish.

Rate circa £400 p/d, deemed inside IR35. A 12 month rolling contract. Three days in the City, two at home. ACCEPTABLE NOTICE: up to four weeks.`,
  },
  {
    id: '4410414',
    title: 'Programme Manager - Dublin - Regulatory',
    company: 'Harbourline',
    location: 'Dublin, Ireland',
    postedDaysAgo: 15,
    form: 'tidy',
    role: 'regulatory-dublin',
    expect: {
      dayRate: { min: 700, max: 750, basis: 'stated', currency: 'EUR' },
      discipline: 'programme',
      seniority: 'manager',
      place: 'Dublin',
      remote: 'hybrid',
      termMonths: 6,
    },
    body: `Operational resilience, third-party risk, incident reporting: a fund administrator in Dublin has fourteen months of regulatory findings to close in nine. The board has asked for a Programme Manager from outside.

You would take over from a consulting firm whose slides are better than its plan. There are four workstreams, each with a line manager who has another job, and a supervisor at the central bank who likes evidence in a particular order.

Your priorities
- one plan, with owners who have agreed to own
- closure packs that stand up on first reading
- testing of critical services before the summer
- a monthly conversation with the regulator that contains no surprises

Regulatory change experience in funds or banking is essential. PMP or MSP would be welcome. Some knowledge of outsourcing contracts would help a great deal.

€700 - €750 per day. Six month contract with possible extension. Hybrid: the team meets in Dublin on Tuesdays, Wednesdays and Thursdays.`,
  },
]
