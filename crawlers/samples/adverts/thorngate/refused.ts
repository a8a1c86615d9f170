import type { SampleAdvert } from '../../advert.ts'

/** What Thorngate publishes that is not a contract for project people, or no longer open. */
export const THORNGATE_REFUSED: SampleAdvert[] = [
  {
    id: 'senior-project-manager-permanent-telford-77401',
    title: 'Senior Project Manager',
    company: 'Halverstoke Group',
    location: 'Telford, Shropshire',
    postedDaysAgo: 8,
    form: 'tidy',
    fields: {
      employmentType: 'FULL_TIME',
      baseSalary: { currency: 'GBP', unitText: 'YEAR', minValue: 62000, maxValue: 70000 },
      closesInDays: 30,
      shape: 'plain',
    },
    role: 'permanent-senior-telford',
    expect: { refused: 'permanent' },
    body: `Halverstoke Group makes packaging that can be composted, in four factories from Telford to Gdynia. We are investing in new lines and want a Senior Project Manager to join us permanently.

# Your role
- Lead capital projects from feasibility through installation to performance test
- Develop and mentor three project engineers
- Own the annual capital plan together with the operations director
- Spread one way of managing projects over four sites

# About you
You have a degree in engineering or the practical equivalent, ten years of manufacturing projects behind you, and enjoy being where the machine is.

# Why us
£62,000 - £70,000 salary, annual bonus, car allowance of £6,000, private medical insurance, 25 days' holiday with the option to buy five, and a pension to which we contribute ten per cent. This is a permanent, full-time role. Three days a week on site.`,
  },
  {
    id: 'head-of-pmo-permanent-ipswich-77402',
    title: 'Head of PMO - Permanent - £85k',
    company: 'Brackenhall Search',
    location: 'Ipswich, Suffolk',
    postedDaysAgo: 15,
    form: 'bold',
    fields: {
      employmentType: 'FULL_TIME',
      baseSalary: { currency: 'GBP', unitText: 'YEAR', value: 85000 },
      closesInDays: 14,
      shape: 'graph',
    },
    role: 'permanent-head-pmo-ipswich',
    expect: { refused: 'permanent' },
    body: `A reinsurance administrator in Ipswich has outgrown its project office. The chief operating officer is hiring a permanent Head of PMO to lead seven people and to give the board a clearer view of a £14m change budget.

# What you will lead
- Portfolio planning, prioritisation and reporting
- Standards for project delivery, kept short
- Financial control together with the finance business partner
- The careers of your team

# What you will need
- Experience at the head of a PMO or portfolio office
- Knowledge of insurance or another regulated industry
- A practical approach to tooling

# What is offered
£85,000 base salary, 15% bonus, 28 days' annual leave, matched pension, health cash plan and a relocation contribution. Two days a week in Ipswich. Brackenhall is handling this permanent appointment exclusively.`,
  },
  {
    id: 'property-portfolio-manager-croydon-77403',
    title: 'Property Portfolio Manager - 9 month contract',
    company: 'Oxlode Talent',
    location: 'Croydon, London',
    postedDaysAgo: 9,
    form: 'tidy',
    fields: { employmentType: 'TEMPORARY', baseSalary: { currency: 'GBP', unitText: 'DAY', value: 300 }, closesInDays: 17, shape: 'plain' },
    role: 'property-croydon',
    expect: { refused: 'off-family' },
    body: `A landlord of 340 shops, workshops and small offices in south London seeks a Property Portfolio Manager to cover a sabbatical of nine months.

# The portfolio
Half the units are let to independent traders on short leases. Arrears are low and roofs are old. You will look after rent reviews, renewals, dilapidations and the occasional heated conversation about bins.

# Duties
- Manage leases, licences and service charges
- Instruct surveyors, solicitors and contractors
- Inspect each building twice a year
- Report income, voids and works to the trustees

# Skills
Commercial property management, knowledge of the Landlord and Tenant Act, MRICS or working towards it. A systematic approach to correspondence.

£300 per day, inside IR35. Hybrid from Croydon with plenty of walking.`,
  },
  {
    id: 'project-engineer-water-treatment-bolton-77404',
    title: 'Project Engineer (Mechanical) - Contract',
    company: 'Kestrelby',
    location: 'Bolton, Greater Manchester',
    postedDaysAgo: 13,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'HOUR', value: 38 },
      closesInDays: 15,
      shape: 'plain',
    },
    role: 'project-engineer-bolton',
    expect: { refused: 'off-family' },
    body: `Pumps, pipework, valves and a deadline. A process contractor in Bolton is designing sludge treatment plant for two water companies and is short of a mechanical Project Engineer.

# Responsibilities
- Equipment specifications and technical bid evaluation
- Piping layouts with the CAD office; review of supplier drawings
- HAZOP actions for the mechanical discipline
- Inspection at suppliers' works and support to site during installation
- Technical queries, answered within the week

# Requirements
- A mechanical engineering degree or HND with experience in water or process plant
- Familiarity with the usual pump and pipework standards
- AutoCAD Plant 3D to review level

£38 per hour, outside IR35, 12 months. Three days a week in Bolton, some site days in Lancashire. A chance to see equipment you have specified being lifted in, which never grows old.`,
  },
  {
    id: 'project-manager-supported-living-hereford-77405',
    title: 'Project Manager - Supported Living',
    company: 'Wyebrook Support',
    location: 'Hereford, Herefordshire',
    postedDaysAgo: 6,
    form: 'tidy',
    fields: {
      employmentType: 'TEMPORARY',
      baseSalary: { currency: 'GBP', unitText: 'HOUR', value: 19.4 },
      closesInDays: 18,
      shape: 'plain',
    },
    role: 'care-hereford',
    expect: { refused: 'off-family' },
    body: `Wyebrook Support supports adults with learning disabilities to live in homes of their own. We call the manager of each group of homes the Project Manager. Our manager in Hereford is taking maternity leave and we need cover on a temporary contract of 9 months.

# You will
- Be the registered manager of two supported living services, twelve people in all
- Lead a team of twenty support workers and two seniors
- Write rotas, supervise, carry out medication audits and take part in the on-call rota
- Keep care plans alive, with the person at the centre
- Be ready for inspection by the Care Quality Commission on any day

# You need
- A level 5 diploma in leadership for health and social care
- Experience as a registered or deputy care manager
- Enhanced DBS disclosure

£19.40 per hour plus sleep-in allowance. We are a small organisation and mean what we say about supervision.`,
  },
  {
    id: 'trainee-project-manager-placement-programme-77406',
    title: 'Trainee Project Manager Placement Programme',
    company: 'Ladderwick Training',
    location: 'Birmingham',
    postedDaysAgo: 1,
    form: 'tidy',
    fields: {
      employmentType: 'OTHER',
      baseSalary: { currency: 'GBP', unitText: 'YEAR', minValue: 28000, maxValue: 45000 },
      closesInDays: 60,
      shape: 'plain',
    },
    role: 'course-birmingham',
    expect: { refused: 'course-seller' },
    body: `Are you stuck in retail, hospitality or customer service? Would you like a career with prospects, respect and a salary of £28,000 to £45,000? Our Trainee Project Manager Placement Programme has helped hundreds of people just like you, and NO EXPERIENCE IS NEEDED!

# How it works
1. Book a free call with one of our career advisers
2. Study online at your own pace for three recognised project management qualifications
3. Sit your exams with as many re-sits as you require
4. Our placement team introduces you to employers

# What it costs
The course is priced at £1,295, payable in instalments from as little as £39 a month. If you are not offered a job within twelve months of qualifying, we refund your course fees (terms apply).

Places on the programme are limited in your area, so apply today and take the first step. A laptop and an internet connection are all you need.`,
  },
  {
    id: 'project-management-career-starter-77407',
    title: 'Junior Project Manager - Training Provided - No Experience Required',
    company: 'Ladderwick Training',
    location: 'Leeds, West Yorkshire',
    postedDaysAgo: 2,
    form: 'bold',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'YEAR', minValue: 27000, maxValue: 40000 },
      closesInDays: 60,
      shape: 'plain',
    },
    role: 'course-leeds',
    expect: { refused: 'course-seller' },
    body: `Project managers are in demand across the UK, and you do not need a degree to become one.

# Start your new career in project management
Ladderwick Training offers a complete training package for people who want to change career. You study from home around your present job. On completion of the course you will hold PRINCE2 Foundation and Practitioner certificates and an agile qualification, and our recruitment partners will help you to find your first role. Graduates of the programme can expect a starting salary between £27,000 and £40,000.

# The package
- Online training courses with tutor support
- Official exams included
- CV rewriting and interview practice
- Job guarantee or your money back

# The cost
This is a paid training course. One-off payment or interest-free finance is available from £35 per month, subject to status. Enrol now and begin tomorrow.`,
  },
  {
    id: 'contract-project-manager-leisure-expired-77408',
    title: 'Project Manager - Leisure Centre Refurbishment',
    company: 'Marlstone Interim',
    location: 'Swindon, Wiltshire',
    postedDaysAgo: 58,
    form: 'tidy',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', value: 390 },
      closesInDays: -20,
      shape: 'plain',
    },
    role: 'leisure-swindon',
    expect: { refused: 'expired' },
    body: `Marlstone Interim is seeking a Project Manager for the refurbishment of a leisure centre in Swindon: two pools, a sports hall, changing rooms and a plant room that predates the internet.

The building will close for thirty weeks. The Project Manager acts for the leisure trust, manages the design team and the contractor, looks after the membership communications with the trust's marketing officer, and prepares the reopening. The budget is £6.4m and the funder has asked for monthly certificates.

Experience of pool or leisure refurbishment is strongly preferred. JCT contract administration, value engineering without regret and a good way with swimming clubs are all wanted.

The contract is for nine months at £390 per day outside IR35, three days a week in Swindon and hybrid for the rest. Applications have been acknowledged as they arrived.`,
  },
  {
    id: 'account-director-media-leeds-77409',
    title: 'Account Manager - Digital Projects - 6 months',
    company: 'Fernhythe',
    location: 'Nottingham, Nottinghamshire',
    postedDaysAgo: 10,
    form: 'breaks',
    fields: {
      employmentType: 'CONTRACTOR',
      baseSalary: { currency: 'GBP', unitText: 'DAY', value: 250 },
      closesInDays: 20,
      shape: 'plain',
    },
    role: 'account-manager-nottingham',
    expect: { refused: 'off-family' },
    body: `A marketing agency in Nottingham seeks an Account Manager for its digital clients on a six month contract.

You'd be the day-to-day contact for three brands: a bicycle maker, a bakery chain and a museum. You take the brief, you write the estimate, you sell the next idea, and when the client is unhappy it is you they ring. Delivery is handled by producers and a studio team, so your hours go into relationships, growth and renewals.

Looking for:
- agency-side account management, two years or more
- a sales mind with a service heart
- comfortable with paid social, e-mail and web analytics
- presentable in front of a board of trustees

£250 a day, outside IR35. Hybrid: three days in the Lace Market, two wherever. There is a bonus on organic growth, explained at interview.`,
  },
]
