// The methods and tools of the trade and the words of its sectors: what is looked for, and the company a short name must keep.

export interface Skill {
  name: string
  /** Matched, ignoring case unless it says otherwise, where one of its first words stands. */
  pattern: RegExp
  /** Lower-case words the pattern can start with. */
  starts: readonly string[]
  /** Has to stand within some sixty characters: MSP is a programme method beside PRINCE2 and a service provider elsewhere. */
  near?: RegExp
}

const PAPERS =
  /prince|programme|certif|qualif|practitioner|foundation|accredit|\bmop\b|p3o|\bpmp\b|pmi|managing successful|agile ?pm|chartered|\bapm\b|pmq/i

export const METHODS: readonly Skill[] = [
  {
    name: 'PRINCE2',
    pattern: /prince ?(?:2|ii)\b(?: agile)?|prince\b(?= (?:practitioner|foundation|qualif|certif))/iy,
    starts: ['prince2', 'prince', 'princeii'],
  },
  {
    name: 'MSP',
    pattern: /MSP\b(?! (?:provider|partner|environment|client|business|market))|managing successful programmes?/y,
    starts: ['msp'],
    near: PAPERS,
  },
  { name: 'MSP', pattern: /managing successful programmes?/iy, starts: ['managing'] },
  { name: 'MoP', pattern: /M[oO]P\b/y, starts: ['mop'], near: PAPERS },
  { name: 'MoP', pattern: /management of portfolios/iy, starts: ['management'] },
  { name: 'MoR', pattern: /M[oO]R\b|M_o_R/y, starts: ['mor'], near: PAPERS },
  { name: 'MoR', pattern: /management of risk/iy, starts: ['management'], near: PAPERS },
  { name: 'P3O', pattern: /p3o\b/iy, starts: ['p3o'] },
  {
    name: 'AgilePM',
    pattern: /agile ?pm\b|agile project management (?:practitioner|foundation|certif|qualif)|dsdm/iy,
    starts: ['agilepm', 'agile', 'dsdm'],
  },
  // "Agile working" is where and when one works, and not how projects are run.
  { name: 'Agile', pattern: /agile\b(?! ?pm\b| working (?:polic|arrange|pattern|hour|option|scheme))/iy, starts: ['agile'] },
  { name: 'Waterfall', pattern: /waterfall\b/iy, starts: ['waterfall'] },
  { name: 'Scrum', pattern: /scrum\b/iy, starts: ['scrum'] },
  { name: 'Kanban', pattern: /kanban\b/iy, starts: ['kanban'] },
  { name: 'SAFe', pattern: /SAFe\b|scaled agile/y, starts: ['safe', 'scaled'] },
  { name: 'SAFe', pattern: /scaled agile/iy, starts: ['scaled'] },
  {
    name: 'Certified Scrum Master',
    pattern: /certified scrum ?master|CSM\b|PSM ?(?:I|II|1|2)?\b/y,
    starts: ['certified', 'csm', 'psm'],
    near: /scrum|certif/i,
  },
  { name: 'PMP', pattern: /PMP\b|project management professional/y, starts: ['pmp'] },
  { name: 'PMP', pattern: /project management professional\b/iy, starts: ['project'] },
  { name: 'PMI-ACP', pattern: /pmi-acp\b/iy, starts: ['pmi'] },
  {
    name: 'APM',
    pattern: /APM\b(?! tools?)/y,
    starts: ['apm'],
    near: /pmq|ppq|chpp|chartered|qualif|association for project|prince|certif|\bpmp\b|apmp|member|pfq|project management/i,
  },
  { name: 'APM', pattern: /association for project management/iy, starts: ['association'] },
  { name: 'APM PFQ', pattern: /PFQ\b/y, starts: ['pfq'] },
  { name: 'APM PMQ', pattern: /PMQ\b|project management qualification|APMP\b/y, starts: ['pmq', 'apmp'] },
  { name: 'APM PPQ', pattern: /PPQ\b|project professional qualification/y, starts: ['ppq'] },
  { name: 'ChPP', pattern: /chpp\b|chartered project professional/iy, starts: ['chpp', 'chartered'] },
  {
    name: 'NEC',
    pattern: /nec ?[34]\b|nec\b(?= (?:contracts?|ecc|suite|forms?|accredit|psc|engineering))/iy,
    starts: ['nec', 'nec3', 'nec4'],
  },
  { name: 'JCT', pattern: /JCT\b/y, starts: ['jct'] },
  { name: 'FIDIC', pattern: /fidic\b/iy, starts: ['fidic'] },
  {
    name: 'Lean Six Sigma',
    pattern: /(?:lean )?(?:six|6) ?sigma|lean (?:methodolog\w{1,3}|principles|practitioner|manufacturing)/iy,
    starts: ['lean', 'six', '6', 'sixsigma'],
  },
  { name: 'ITIL', pattern: /itil\b/iy, starts: ['itil'] },
  { name: 'Prosci', pattern: /prosci\b|adkar\b/iy, starts: ['prosci', 'adkar'] },
  { name: 'Change Management (APMG)', pattern: /APMG\b(?= change)|change management practitioner/iy, starts: ['apmg', 'change'] },
  { name: 'Better Business Cases', pattern: /better business cases?|five case model|green book/iy, starts: ['better', 'five', 'green'] },
  { name: 'Earned value', pattern: /earned value|EVM\b/iy, starts: ['earned', 'evm'] },
  { name: 'RIBA', pattern: /riba\b/iy, starts: ['riba'] },
  { name: 'GDS', pattern: /GDS\b|government digital service|government service standard/y, starts: ['gds', 'government'] },
]

export const TOOLS: readonly Skill[] = [
  {
    name: 'MS Project',
    pattern: /(?:ms|microsoft)[ -]?project\b|project (?:online|server)\b/iy,
    starts: ['ms', 'microsoft', 'msproject', 'project'],
  },
  { name: 'Primavera P6', pattern: /primavera(?: p6)?|p6\b/iy, starts: ['primavera', 'p6'] },
  { name: 'Asta Powerproject', pattern: /asta\b(?: power ?project)?|power ?project\b/iy, starts: ['asta', 'powerproject'] },
  { name: 'Jira', pattern: /jira\b/iy, starts: ['jira'] },
  { name: 'Confluence', pattern: /confluence\b/iy, starts: ['confluence'] },
  { name: 'Azure DevOps', pattern: /azure devops|ADO\b(?= (?:boards?|or|and))/iy, starts: ['azure', 'ado'] },
  { name: 'Planview', pattern: /planview\b/iy, starts: ['planview'] },
  { name: 'Clarity PPM', pattern: /clarity ppm|(?:ca|broadcom) clarity/iy, starts: ['clarity', 'ca', 'broadcom'] },
  { name: 'ServiceNow', pattern: /service ?now\b(?! (?:we|you|is|and get))/iy, starts: ['servicenow', 'service'] },
  { name: 'Smartsheet', pattern: /smart ?sheets?\b/iy, starts: ['smartsheet', 'smartsheets', 'smart'] },
  { name: 'monday.com', pattern: /monday\.com/iy, starts: ['monday'] },
  { name: 'Asana', pattern: /asana\b/iy, starts: ['asana'] },
  { name: 'Trello', pattern: /trello\b/iy, starts: ['trello'] },
  { name: 'Wrike', pattern: /wrike\b/iy, starts: ['wrike'] },
  { name: 'Workfront', pattern: /workfront\b/iy, starts: ['workfront'] },
  { name: 'Miro', pattern: /miro\b/iy, starts: ['miro'] },
  { name: 'Visio', pattern: /visio\b/iy, starts: ['visio'] },
  { name: 'Power BI', pattern: /power ?bi\b/iy, starts: ['power', 'powerbi'] },
  { name: 'Excel', pattern: /Excel\b(?! (?:in|at|within))|ms excel|microsoft excel|EXCEL\b/y, starts: ['excel', 'ms', 'microsoft'] },
  { name: 'SharePoint', pattern: /share ?point\b/iy, starts: ['sharepoint', 'share'] },
  { name: 'SAP', pattern: /SAP\b/y, starts: ['sap'] },
  { name: 'Oracle', pattern: /oracle\b/iy, starts: ['oracle'] },
  { name: 'Aconex', pattern: /aconex\b/iy, starts: ['aconex'] },
  { name: 'CEMAR', pattern: /cemar\b/iy, starts: ['cemar'] },
  { name: 'EcoSys', pattern: /ecosys\b/iy, starts: ['ecosys'] },
  { name: 'Deltek Cobra', pattern: /deltek(?: cobra)?|cobra\b(?= (?:evm|cost|software))/iy, starts: ['deltek', 'cobra'] },
  { name: 'Active Risk Manager', pattern: /active risk manager|\bARM\b(?= (?:risk|software|tool))/iy, starts: ['active', 'arm'] },
  { name: 'Predict!', pattern: /predict!/iy, starts: ['predict'] },
  { name: 'Acumen Fuse', pattern: /acumen(?: fuse)?\b(?! in)|deltek acumen/y, starts: ['acumen'], near: /fuse|schedul|p6|planning/i },
  { name: 'Tilos', pattern: /tilos\b/iy, starts: ['tilos'] },
  { name: 'Synchro', pattern: /synchro\b/iy, starts: ['synchro'] },
  { name: 'Salesforce', pattern: /salesforce\b/iy, starts: ['salesforce'] },
  { name: 'Dynamics 365', pattern: /dynamics(?: 365)?\b|d365\b/iy, starts: ['dynamics', 'd365'], near: /365|microsoft|erp|crm/i },
]

/** "prince2", "safe": a method in an address. */
export function methodKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

/** The names of the methods by their keys, in the order above. */
export const METHOD_LABELS: ReadonlyMap<string, string> = new Map(METHODS.map(({ name }) => [methodKey(name), name]))
export const METHOD_KEYS: readonly string[] = [...METHOD_LABELS.keys()]
