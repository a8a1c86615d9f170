// Words that place work in a sector. A title or a "Sector:" line says it alone; in the text two different words are needed.
import type { Sector } from './card.ts'

/**
 * The sector, its words (sticky, tried where one of the starts stands) and the lower-case words they start with. Ordinary words
 * ("bank holiday", "health and safety") are fenced off.
 */
export const SECTOR_PATTERNS: readonly (readonly [Sector, RegExp, starts: string])[] = [
  [
    'nuclear',
    /nuclear|sellafield|hinkley|sizewell|decommissioning|magnox|onr\b/iy,
    'nuclear sellafield hinkley sizewell decommissioning magnox onr',
  ],
  [
    'rail',
    /rail(?:way|ways)?\b(?! card)|network rail|hs2\b|rolling stock|signalling|grip\b|track works?|overground|crossrail/iy,
    'rail railway railways network hs2 rolling signalling grip track overground crossrail',
  ],
  [
    'aerospace',
    /aerospace|aircraft|airframe|avionics|aviation|spacecraft|satellites?\b/iy,
    'aerospace aircraft airframe avionics aviation spacecraft satellite satellites',
  ],
  [
    'defence',
    /defence|defense|mod\b|ministry of defence|military|naval|submarines?|warship|royal navy|armed forces|munitions?/iy,
    'defence defense mod ministry military naval submarine submarines warship royal armed munition munitions',
  ],
  [
    'health',
    /nhs\b|hospitals?|clinical|patients?|healthcare|health ?care|epr\b|icb\b|trust-wide|acute trust|health board|primary care|ehr\b/iy,
    'nhs hospital hospitals clinical patient patients healthcare health epr icb acute primary ehr',
  ],
  [
    'pharma',
    /pharma\w{0,10}|gxp\b|gmp\b|clinical trials?|biotech\w{0,6}|life sciences?|drug (?:development|discovery)|medical devices?/iy,
    'pharma pharmaceutical pharmaceuticals gxp gmp clinical biotech biotechnology life drug medical',
  ],
  [
    'government',
    /central government|local government|local authorit\w{1,3}|council\b|civil service|public sector|government department|home office|hmrc\b|dwp\b|moj\b|defra\b|cabinet office|dft\b|dvla\b|gds\b|ministry of (?:justice|housing)|city council|county council|police\b|government (?:client|body|agency|programme)|whitehall/iy,
    'central local council civil public government home hmrc dwp moj defra cabinet dft dvla gds ministry city county police whitehall',
  ],
  [
    'finance',
    /bank(?:s|ing)?\b(?! holidays?)|financial services|insurance\b(?! cover)|insurer|reinsurance|asset management|wealth management|investment (?:bank\w{0,3}|management)|fintech|payments\b|lloyd.?s (?:of london|market)|pensions? (?:administration|provider)|mortgages?|building society|fca\b|trading platform|capital markets|hedge fund|private equity|treasury|mifid|basel/iy,
    "bank banks banking financial insurance insurer reinsurance asset wealth investment fintech payments lloyds lloyd's pension pensions mortgage mortgages building fca trading capital hedge private treasury mifid basel",
  ],
  [
    'utilities',
    /utilit(?:y|ies)\b|water (?:company|industry|sector|utility|treatment)|waste ?water|sewage|amp ?[78]\b|clean water|gas (?:network|distribution)|electricity (?:network|distribution)|dno\b|smart meter\w{0,3}|district heating/iy,
    'utility utilities water wastewater waste sewage amp7 amp8 amp clean gas electricity dno smart district',
  ],
  [
    'energy',
    /renewables?\b|wind farms?|offshore|onshore wind|solar\b|oil (?:and|&) gas|hydrogen|carbon capture|power stations?|national grid|substations?|transmission network|net zero|battery storage|energy (?:sector|industry|company|client|supplier|programme|infrastructure|transition)|petrochemical|refinery|lng\b|grid connection/iy,
    'renewable renewables wind offshore onshore solar oil hydrogen carbon power national substation substations transmission net battery energy petrochemical refinery lng grid',
  ],
  [
    'telecoms',
    /telecom\w{0,12}|telco\b|fibre (?:rollout|network|broadband)|fttp\b|5g\b|mobile network|broadband|openreach/iy,
    'telecom telecoms telecommunications telecommunication telco fibre fttp 5g mobile broadband openreach',
  ],
  [
    'construction',
    /construction|fit[- ]?out|refurbishment|main contractor|civil engineering|highways?\b|quantity survey\w{1,5}|m&e\b|mep\b|building services|riba\b|jct\b|new build|residential development|data cent(?:re|er) (?:build|construction)|cdm\b|groundworks|structural|tier 1 contractor|facades?\b/iy,
    'construction fit fitout refurbishment main civil highway highways quantity m&e mep building riba jct new residential data cdm groundworks structural tier facade facades',
  ],
  [
    'retail',
    /retail(?:er|ers)?\b|e-?commerce|supermarket|fashion|stores? (?:rollout|roll-out|portfolio)|fmcg|grocery|consumer goods|epos\b/iy,
    'retail retailer retailers ecommerce e-commerce supermarket fashion store stores fmcg grocery consumer epos',
  ],
  [
    'manufacturing',
    /manufactur(?:ing|er|ers)\b|production lines?|automotive|factory|plant floor|industrial automation|oem\b|machining|assembly line/iy,
    'manufacturing manufacturer manufacturers production automotive factory plant industrial oem machining assembly',
  ],
  [
    'education',
    /universit(?:y|ies)\b(?! degree)|higher education|further education|college\b|schools?\b|academic (?:programme|staff|year)|students?\b|multi-academy/iy,
    'university universities higher further college school schools academic student students multi-academy',
  ],
  [
    'transport',
    /airports?\b|transport for london|tfl\b|logistics|shipping|maritime|ports? (?:authority|operator)|bus (?:operator|network)|freight|passenger transport|road network|national highways/iy,
    'airport airports transport tfl logistics shipping maritime port ports bus freight passenger road national',
  ],
  [
    'charity',
    /charit(?:y|ies|able)\b|not[- ]for[- ]profit|non[- ]profit|ngo\b|third sector|housing association|fundraising|grant[- ]funded/iy,
    'charity charities charitable not-for-profit not non-profit non nonprofit ngo third housing fundraising grant grant-funded',
  ],
  [
    'media',
    /broadcast\w{0,4}|publishing|film production|television|streaming service|advertising agency|creative agency|media (?:company|agency|group|sector)|newspapers?|marketing agency|digital agency/iy,
    'broadcast broadcaster broadcasting publishing film television streaming advertising creative media newspaper newspapers marketing digital',
  ],
  [
    'legal',
    /law firms?\b|legal (?:sector|services|practice|team|aid)|solicitors\b|barristers?|legal operations|magic circle|courts? (?:service|reform|programme)/iy,
    'law legal solicitors barrister barristers magic court courts',
  ],
  [
    'technology',
    /saas\b|software (?:company|house|vendor|product)|tech (?:company|start-?up|scale-?up)|cloud (?:migration|platform|provider)|cyber ?security|data (?:migration|platform|centre migration)|erp\b|crm\b|infrastructure (?:migration|refresh|upgrade)|it (?:infrastructure|transformation|services)|software (?:development|delivery|implementation)|managed services?|technology company/iy,
    'saas software tech cloud cyber cybersecurity data erp crm infrastructure it managed technology',
  ],
]
