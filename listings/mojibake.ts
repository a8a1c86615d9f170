// UTF-8 that was once read as windows-1252 or Mac Roman, and windows-1252 that was once read as Latin-1.

/** What the bytes 0x80–0x9F mean in windows-1252 (WHATWG Encoding, index windows-1252); the five unused ones stay controls. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const BYTE_OF = new Map(WINDOWS_1252.split('').map((char, index) => [char, 0x80 + index]))

/** Two UTF-8 bytes of a Latin-1 character; three of punctuation, the euro sign or the byte-order mark; four of an emoji. */
const MISREAD = new RegExp(
  [
    String.raw`[ÂÃ][\u0080-\u00bf${WINDOWS_1252}]`,
    String.raw`â[${WINDOWS_1252}][\u0080-\u00bf${WINDOWS_1252}]`,
    'ï»¿',
    String.raw`ðŸ[\u0080-\u00bf${WINDOWS_1252}]{2}`,
  ].join('|'),
  'g',
)
const SUSPECT = /[\u0080-\u009fÂÃâïð¬‚]/
/** "â€" whose third byte was lost on the way was a closing quotation mark: its byte 0x9D has no character. */
const CLIPPED = /â€(?![\u0080-\u00bf])/g
/** A no-break space of which only the first byte survived. */
const LONE = /(?<![\p{L}\d])Â(?=[\s£]|$)/gu
const MAC_ROMAN: [RegExp, string][] = [
  [/¬£/g, '£'],
  [/‚Ç¨/g, '€'],
  [/‚Ä[ìî]/g, '–'],
  [/‚Ä[ôò]/g, '’'],
  [/‚Ä¢/g, '•'],
]

/** Puts misread characters right where only one reading is possible; anything else stays as it is. */
export function mendMojibake(text: string): string {
  if (!SUSPECT.test(text)) return text
  let mended = text
  for (let round = 0; round < 3; round++) {
    const next = mended.replace(MISREAD, decodeUtf8).replace(CLIPPED, '”')
    if (next === mended) break
    mended = next
  }
  for (const [misread, meant] of MAC_ROMAN) mended = mended.replace(misread, meant)
  return mended.replaceAll(/[\u0080-\u009f]/g, char => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? char).replace(LONE, '')
}

function decodeUtf8(misread: string): string {
  const bytes = Uint8Array.from(misread, char => BYTE_OF.get(char) ?? char.charCodeAt(0))
  const decoded = new TextDecoder().decode(bytes)
  return decoded.includes('\ufffd') ? misread : decoded
}
