// The words of an advert's text that tell it from other adverts: boilerplate, lead-ins and words of every advert are left out.
import { eachWord, sentencesOf, type Sentence } from './sentences.ts'
import { mentionsWithin, signpost } from './signposts.ts'
import { hash32, HashSet, sampleOf, shingle, written, type Sample } from './sketch.ts'

export interface TextSample {
  /** Three-word phrases: what copies of a text share. */
  phrases: Sample
  /** Single words: what a re-worded advert still shares. */
  words: Sample
  /** Hashes of the first names and abbreviations, four letters each. */
  names: string
}

/** 96 phrases estimate a containment to ± 5 points; 128 words are all of a 900-character text. */
const MOST_PHRASES = 96
const MOST_WORDS = 128
const MOST_NAMES = 40
/** A text is read this far: what follows in longer ones is benefits and policies. */
const LONGEST = 8_000

/** Sentences an agency or an employer puts under every advert. */
const BOILERPLATE =
  /equal opportunit|employment (?:agency|business)|regardless of|privacy (?:policy|notice)|data protection|in relation to this vacancy|volume of applica|(?:send|submit|forward)(?: us)? (?:your|an?) (?:up.to.date )?cv|apply (?:now|today|via|online|by)|click (?:here|apply|on)|please (?:apply|contact|call|email|send|note|click|visit|assume)|unsuccessful|not heard (?:from us|back)|current vacancies|eligible to work|cannot reply|reasonable adjustments|t&cs|terms (?:and|&) conditions|sexual orientation|hackajob is|right to work|sponsorship|disability confident|\bcookies?\b/i
/** Short sentences that only announce that somebody looks for somebody. */
const LEAD_IN =
  /\b(?:(?:opportunity|position|vacancy|requirement|opening) (?:has|have|is|for)|(?:is|are|am|re|m) (?:currently |now |actively |delighted to be |pleased to be )?(?:looking|seeking|recruiting|hiring|working with|partnering|partnered|supporting|searching|collaborating)|requirement for|has become available|on behalf of)\b/i
const LONGEST_LEAD_IN = 150
/** What is longer is a whole text without full stops: a call to apply in it does not make all of it boilerplate. */
const LONGEST_BOILERPLATE = 300
/** Every match of BOILERPLATE holds one of these. */
const BOILERPLATE_WORDS = signpost(
  (
    'equal opportunit,employment agency,employment business,regardless of,privacy policy,privacy notice,data protection,in relation to this vacancy,' +
    'volume of applica, cv,apply now,apply today,apply via,apply online,apply by,click here,click apply,click on,please apply,please contact,' +
    'please call,please email,please send,please note,please click,please visit,please assume,unsuccessful,not heard,current vacancies,' +
    'eligible to work,cannot reply,reasonable adjustments,t cs,terms and conditions,terms   conditions,sexual orientation,hackajob is,' +
    'right to work,sponsorship,disability confident,cookie'
  ).split(','),
)
/** Every match of LEAD_IN holds one of these. */
const LEAD_IN_WORDS = signpost(
  (
    'opportunity has,opportunity have,opportunity is,opportunity for,position has,position have,position is,position for,vacancy has,vacancy have,' +
    'vacancy is,vacancy for,requirement has,requirement have,requirement is,requirement for,opening has,opening have,opening is,opening for,' +
    'looking,seeking,recruiting,hiring,working with,partnering,partnered,supporting,searching,collaborating,has become available,on behalf of'
  ).split(','),
)
/** Shorter pieces are headings and labels. */
const FEWEST_LETTERS = 40

/** Little words, and those of trade found in adverts of any role: sharing them says nothing. */
const EVERYWHERE = new Set(
  (
    'the a an and or of for to in on at with by from as is are be been will would can could may must should we our us you your this that these those they their them it its i my he she his her who what how why when where which while all any both each every other such some most more than then also not no only into across within over about around through between under up out off as if but so because whether per via etc there here very much many few own same too just ' +
    'have has had do does did make makes making take takes taking get give gives given need needs needed want like well new good great best better strong excellent proven ideal key main core full part high highly real day days week weeks month months year years time times hours hour daily weekly monthly annual ' +
    'role roles job jobs team teams work works working experience experienced skills skill ability able knowledge understanding understand opportunity opportunities position career candidate candidates applicant applicants company business businesses organisation organisations client clients customer customers people colleagues ' +
    'support supports supporting provide provides providing ensure ensures ensuring deliver delivers delivering delivery develop develops developing development build builds building help helps helping join looking seeking required requirements requirement require responsibilities responsible responsibility including include includes included essential desirable successful success environment based location salary contract permanent hybrid office remote home benefits apply please level range currently current offer offers exciting growing growth leading lead leads leader leadership using use uses used related relevant minimum plus available right future first one two three ' +
    'manage manages managing management manager plan plans planning stakeholder stakeholders report reports reporting risk risks issue issues governance process processes system systems service services solution solutions technical technology technologies digital data project projects programme programmes change quality performance operational operations strategy strategic improve improvement improvements improving continuous analysis analytical analyse insight insights tool tools platform platforms product products software cloud design designing implement implementation implementing maintain maintaining ' +
    'industry global complex culture impact drive driving collaborate collaborative collaboration communication communicate cross-functional functional senior wide range variety multiple large closely effective effectively efficient clear detail activities areas area standards practice practices best-practice innovative innovation value values world closely group internal external end create creating creation shape identify monitor review documentation document training learning knowledge professional industry sector market markets decision decisions problem problems solving driven passionate dynamic fast flexible flexibility play contribute contributing enable enabling'
  ).split(' '),
)

/** By hash: two words of one hash are one word to a sample anyway. */
const WORDS_EVERYWHERE = new HashSet([...EVERYWHERE].map(word => hash32(word)))

/** Samples what an advert's text says; `known` are words already counted elsewhere (those of its title). */
export function sampleText(text: string, known: ReadonlySet<string>): TextSample {
  const said = sentencesOf(text, Math.min(wholeLength(text), LONGEST)).filter(sentence => !isBoilerplate(text, sentence))
  const telling = said.filter(sentence => !isLeadIn(text, sentence))
  const own = new HashSet(Array.from(known, word => hash32(word)))
  const phrases: number[] = []
  const words: number[] = []
  const names = new Set<number>()
  // A snippet cut off after its lead-in has nothing else to tell it by.
  for (const sentence of telling.some(hasWords) ? telling : said) addSentence(text, sentence, own, phrases, words, names)
  return {
    phrases: sampleOf(phrases, MOST_PHRASES),
    words: sampleOf(words, MOST_WORDS),
    names: written([...names].slice(0, MOST_NAMES)),
  }
}

/** How many of these words a text uses as names; only its first names are kept, so a late one may be missed. */
export function countNamed(names: string, words: readonly string[]): number {
  return words.filter(word => holds(names, word)).length
}

/** Whether a word is among the sampled words of a text. */
export function hasWord(words: Sample, word: string): boolean {
  return holds(words.hashes, word)
}

function holds(hashes: string, word: string): boolean {
  const wanted = written([hash32(word) >>> 8])
  for (let i = hashes.indexOf(wanted); i >= 0; i = hashes.indexOf(wanted, i + 1)) if (i % 4 === 0) return true
  return false
}

/** Where a text ends without the last, cut word of a snippet that ends in "…". */
function wholeLength(text: string): number {
  const end = text.trimEnd()
  return end.endsWith('…') ? Math.max(0, end.lastIndexOf(' ')) : text.length
}

function isBoilerplate(text: string, { start, end }: Sentence): boolean {
  const isShort = end - start <= LONGEST_BOILERPLATE
  return isShort && mentionsWithin(text, BOILERPLATE_WORDS, start, end) && BOILERPLATE.test(text.slice(start, end))
}

function isLeadIn(text: string, { start, end }: Sentence): boolean {
  return end - start <= LONGEST_LEAD_IN && mentionsWithin(text, LEAD_IN_WORDS, start, end) && LEAD_IN.test(text.slice(start, end))
}

function hasWords({ start, end }: Sentence): boolean {
  return end - start > FEWEST_LETTERS
}

function addSentence(text: string, sentence: Sentence, known: HashSet, phrases: number[], words: number[], names: Set<number>): void {
  let before = 0
  let last = 0
  let count = 0
  eachWord(text, sentence, (hash, length, raised, shouted) => {
    if (++count > 2) phrases.push(shingle(before, last, hash))
    before = last
    last = hash
    if (WORDS_EVERYWHERE.has(hash)) return
    if (length > 1 && !known.has(hash)) words.push(hash >>> 8)
    if (raised && (count > 1 || shouted)) names.add(hash >>> 8)
  })
}
