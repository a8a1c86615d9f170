// Sixty searches as people type them, and which roles a person would call right (3) and useful (1). Judged by title, place and facts, as
// `judge()` writes them: "Senior Project Manager - Signalling Renewals @York, Yorkshire and the Humber #SC required #project senior".

export interface Judged {
  q: string
  /** What anybody who typed this was looking for. */
  right: RegExp
  /** What they would look at too. */
  useful: RegExp
}

const PMO = /pmo|project management office|project support|project controls/i
const judged = (q: string, right: RegExp, useful: RegExp): Judged => ({ q, right, useful })

export const JUDGED: readonly Judged[] = [
  judged('head of pmo', /head of pmo/i, PMO),
  judged('pmo analyst defence', /pmo.{0,20}analyst.*defence|defence pmo analyst/i, PMO),
  judged('pmo lead offshore wind', /pmo lead.*wind/i, /pmo lead|wind/i),
  judged('offshore wind', /offshore wind/i, /wind/i),
  judged('signalling renewals', /signalling renewals/i, /signalling|rail/i),
  judged('rail signalling york', /signalling.*@york/i, /signalling|rail/i),
  judged('payments migration', /payments migration|migration.*payments/i, /payments/i),
  judged('programme manager payments', /programme manager.*payments|payments.*programme manager/i, /payments|programme manager/i),
  judged(
    'program manager payments migration',
    /programme manager.*payments migration|payments migration programme/i,
    /payments|programme manager/i,
  ),
  judged('iso 20022', /iso 20022/i, /payments/i),
  judged('agile delivery manager newcastle', /agile delivery manager.*newcastle/i, /delivery (?:manager|lead)/i),
  judged('government digital service', /government digital service/i, /government|delivery manager/i),
  judged('electronic patient record', /electronic patient record/i, /hospital|patient|nhs|clinical/i),
  judged('epr project manager preston', /electronic patient record.*preston|preston.*patient/i, /patient|preston/i),
  judged('lims', /lims/i, /laborator|clinical/i),
  judged('laboratory information project manager', /lims|laboratory information/i, /laborator|clinical/i),
  judged('change manager claims', /change manager.*claims/i, /change (?:manager|lead)|claims/i),
  judged('insurance claims change', /change manager.*(?:insurance|claims)/i, /change|insurance|claims/i),
  judged('scrum master', /scrum master/i, /agile|delivery/i),
  judged('scrum master cards', /scrum master.*card/i, /scrum master/i),
  judged('agile project manager remote', /agile project manager/i, /agile|remote/i),
  judged('data centre construction', /construction.*data centre|data centre.*construction/i, /data centre|construction/i),
  judged('data centre exit', /data centre exit/i, /data centre/i),
  judged('pmo sc cleared', /pmo.*#SC/i, /#SC|pmo/i),
  judged('SC clearance pmo bristol', /pmo.*bristol/i, /#SC|pmo|bristol/i),
  judged('dv cleared', /#DV/i, /#(?:DV|SC)/i),
  judged('ctc cleared pmo', /pmo.*ctc/i, /pmo|#CTC/i),
  judged('cyber project manager', /project manager.*cyber/i, /cyber/i),
  judged('cyber remediation manchester', /cyber remediation.*manchester/i, /cyber|manchester/i),
  judged('s/4hana', /s\/4hana/i, /erp|sap/i),
  judged('erp project manager', /erp project manager|project manager.*erp/i, /erp|s\/4hana/i),
  judged('retail erp director', /director.*retail erp/i, /erp|director/i),
  judged('workday', /workday/i, /hr|payroll/i),
  judged('servicenow', /servicenow/i, /itil|service/i),
  judged('dynamics 365 crm', /crm.*dynamics/i, /crm/i),
  judged('primavera p6 planner', /(?:planner|scheduler).*p6|p6.*(?:planner|scheduler)/i, /plann|schedul/i),
  judged('nuclear decommissioning', /nuclear decommissioning/i, /nuclear/i),
  judged('project scheduler', /project scheduler/i, /plann|schedul/i),
  judged('submarine', /submarine/i, /dockyard|#(?:SC|DV)/i),
  judged('ev charging', /ev charging/i, /electr/i),
  judged('smart metering programme', /programme manager.*smart meter/i, /smart meter|energy/i),
  judged('full fibre cardiff', /(?:fibre|fttp).*cardiff/i, /fibre|fttp|broadband/i),
  judged('broadband', /broadband/i, /fibre|fttp/i),
  judged('hospital build programme director', /programme director.*hospital/i, /hospital|director/i),
  judged('junior project manager', /junior project manager|project manager.*#project junior/i, /#\w+ (?:junior|coordinator)/i),
  judged('project support officer', /(?:project|programme) support officer/i, /#\w+ support|project officer|coordinator/i),
  judged('project coordinator', /project coordinator/i, /coordinator|support/i),
  judged('transformation lead', /transformation lead/i, /transformation|change lead/i),
  judged('housing transformation', /housing.*(?:transformation|improvement)|transformation.*housing/i, /housing/i),
  judged('water programme controls', /project controls.*water/i, /water|controls/i),
  judged('portfolio analyst', /portfolio analyst/i, /portfolio/i),
  judged('change portfolio edinburgh', /change portfolio.*edinburgh/i, /portfolio|edinburgh/i),
  judged('hydrogen', /hydrogen/i, /energy|plant/i),
  judged('museum', /museum/i, /heritage|attraction/i),
  judged('airport baggage', /airport baggage/i, /airport/i),
  judged('cloud migration programme', /cloud migration programme|programme manager.*cloud migration/i, /cloud/i),
  judged('"regulatory change"', /regulatory change/i, /regulat/i),
  judged('signal*', /signalling/i, /rail/i),
  judged('pm payroll', /project manager.*payroll|payroll.*project manager/i, /payroll/i),
  judged('acting project manager pmo', /pmo analyst.*acting project manager/i, /pmo/i),
]
