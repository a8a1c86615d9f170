// Who published the advert: an agency or the client itself. An attribute of an advert, never the identity of a role.
import { evidenceOf, type Advert } from './advert.ts'
import type { ContractCard, Evidence } from './card.ts'
import { findNear } from './near.ts'
import { signpost } from './signposts.ts'

/** What agencies call themselves. "Consulting" alone is not here: most consultancies hire for themselves. */
const AGENCY_NAME =
  /\brecruit(?:ment|ing|ers?)?\b|\bresourc(?:ing|es?)\b(?! council)|\bstaffing\b|\btalent\b|\bpersonnel\b|\bsearch\b|\bselection\b|\bemployment (?:agency|bureau|business)\b|\bappointments\b|\bheadhunt\w{0,4}\b|\bcontract jobs\b|\bjobs (?:ltd|limited)\b|\binterims?\b|\bexecutive search\b|\bcontractors\b|\bpeople solutions\b|\bworkforce solutions\b|\brpo\b/i
/** Large agencies whose names do not say what they are. Names that other companies bear too are not here. */
const KNOWN_AGENCY =
  /^(?:hays|reed|adecco|randstad|manpower(?:group)?|kelly services|michael page|page ?group|robert walters|robert half|harvey nash|la fosse|lorien|morson|nes fircroft|airswift|matchtech|gattaca|experis|akkodis|alexander mann|guidant global|impellam|kforce|teksystems|sthree|computer futures|huxley|spencer ogden|nigel frank|tenth revolution|oliver james|phaidon|selby jennings|pertemps|rullion|carbon60|investigo|mcgregor boyall|pontoon|venn group)\b/i
/** Bodies that employ for themselves. */
const EMPLOYER_NAME =
  /\bcouncil\b|\bnhs\b|\buniversity\b|\bcollege\b|\bborough\b|\bministry\b|\bdepartment (?:for|of)\b|\bhm (?:revenue|treasury|prison|courts)\b|\bpolice\b|\bfire (?:and rescue|service)\b|\bcharity\b|\bhousing association\b|\bcombined authority\b|\bgovernment\b|\bhome office\b|\bparliament\b|\bbbc\b/i
const AGENCY_WORDS: RegExp[] = [
  /\b(?:my|our) (?:[a-z-]{2,16} ){0,4}client\b(?:['’]s\b)?,? (?:is|are|has|have|who|an?|requires?|needs?|seeks?|currently|based|now|within|wants?|to)\b/i,
  /\bon behalf of (?:my|our|an?|the) (?:[a-z-]{2,16} ){0,5}(?:client|organisation|company|business|bank|consultancy|council|trust)\b/i,
  /\bact(?:s|ing) as an? employment (?:agency|business)\b|\bemployment (?:agency|business) (?:in relation to|for (?:permanent|temporary))|\brecruitment (?:agency|consultancy) (?:for|acting)\b/i,
  /\b(?:my|our) client\b(?=[,.:])|\bclient of (?:ours|mine)\b|\brecruiting (?:for|on behalf of) (?:an?|our|my|the) (?:[a-z-]{2,16} ){0,3}client\b/i,
]
const EMPLOYER_WORDS =
  /\b(?:strictly )?no (?:recruitment )?agenc(?:y|ies)\b|\bwe do not accept (?:cvs|applications|speculative cvs) from (?:recruitment )?agenc|\bdirect (?:hire|employer|client)\b(?= |,|\.)/i
/** The words these phrases hang on. */
const SPEAKING = signpost(['client', 'agenc', 'behalf', 'employment', 'direct '])
const HIDDEN_NAME = /^(?:confidential|anonymous|private|undisclosed|unknown|n\/a|company|client|-)?$/i

/** Who published the advert, where its company name or its wording tells; undefined where neither does or no name is known. */
export function readAdvertiser(advert: Advert): ContractCard['advertiser'] {
  const name = HIDDEN_NAME.test(advert.company.trim()) ? '' : advert.company.trim()
  if (name === '') return undefined
  const named = inCompany(advert.company, [AGENCY_NAME, KNOWN_AGENCY])
  if (named) return { kind: 'agency', name, evidence: [named] }
  const employer = inCompany(advert.company, [EMPLOYER_NAME]) ?? inText(advert, [EMPLOYER_WORDS])
  if (employer) return { kind: 'direct', name, evidence: [employer] }
  const worded = inText(advert, AGENCY_WORDS)
  return worded && { kind: 'agency', name, evidence: [worded] }
}

function inCompany(company: string, patterns: readonly RegExp[]): Evidence | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(company)
    if (match) return evidenceOf('company', match)
  }
  return undefined
}

function inText(advert: Advert, patterns: readonly RegExp[]): Evidence | undefined {
  return findNear(advert.description, 'description', SPEAKING, patterns)
}
