// Lengths of time as adverts write them: "6 months", "twelve (12) to 18 months", "6m".
import { matchesIn } from './near.ts'
import { placesOf, signpost } from './signposts.ts'

const NUMBER = String.raw`\d{1,3}(?:\.\d)?|twenty[- ]four|thirty[- ]six|thirty|twenty|eighteen|fifteen|twelve|eleven|ten|nine|eight|seven|six|five|four|three|two|one|(?<!\w)an?(?= (?:year|month)\b)`
const LENGTH = new RegExp(
  String.raw`(?<![\w.£$€]|(?<!r-?3)\d\/)(${NUMBER})(?:\s?\(\d{1,2}\))?(?:\s?(?:months?|mths?|weeks?|wks?|m|w)?\s?(?:-|–|—|to|or|\/)\s?(${NUMBER})(?:\s?\(\d{1,2}\))?)?\s?(?:\+|plus\b)?[ -]{0,3}(?:calendar |full )?(?:(months?|mths?|mnths?|mos?\b)|(weeks?|wks?\b)|(days?)|(years?|yrs?\b)|(m(?=\b(?! ?\d))))`,
  'gi',
)
const UNITS = signpost(['month', 'mth', 'mnth', 'week', 'wk', 'day', 'year', 'yr'])
const UNIT_LETTER = /\d\)?\s?(?:\+|plus\b)?[ -]{0,3}(?:calendar |full )?mo?s?\b/gi
/** "Six m contract". */
const WORD_AND_LETTER = signpost([' three m ', ' six m ', ' nine m ', ' twelve m ', ' eighteen m '])
/** A number stands right before the unit. */
const COUNTED = new RegExp(
  String.raw`(?<=(?:\d|\)|(?<!\w)an?(?= (?:year|month)\b)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|ty)\s?(?:\+|plus\b)?[ -]{0,3}(?:calendar |full )?)`,
  'iy',
)
/** The longest length of time, up to its unit: "twenty-four (24) months to thirty-six (36) plus calendar". */
const LENGTH_REACH = 64

/**
 * Every length of time in a text, in order; groups: number, upper number, then one of months, weeks, days, years and "m". Found by its unit,
 * since a pattern that begins with a number in words is tried at every letter.
 */
export function findLengths(text: string): RegExpExecArray[] {
  const units = [...placesOf(text, UNITS)]
  const lengths: RegExpExecArray[] = []
  for (const { index, 0: words } of matchesIn(text, UNIT_LETTER)) units.push(index + words.toLowerCase().lastIndexOf('m'))
  for (const index of placesOf(text, WORD_AND_LETTER)) units.push(index + text.slice(index, index + 12).search(/m/i))
  let end = 0
  for (const unit of units.sort((a, b) => a - b)) {
    COUNTED.lastIndex = unit
    if (unit < end || !COUNTED.test(text)) continue
    LENGTH.lastIndex = Math.max(end, unit - LENGTH_REACH)
    const match = LENGTH.exec(text)
    if (!match) break
    end = match.index + match[0].length
    lengths.push(match)
  }
  return lengths
}
