// The time zones a person can choose. Postgres alone cannot decide: it takes "FOO+3" and "+25" without a word.

/** The runtime's list still has the names of long ago for these; people look for the ones on today's maps, and Postgres knows both. */
const RENAMED: Record<string, string> = {
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
}

/** IANA names in order, today's spelling, and UTC. */
export const TIME_ZONES: readonly string[] = [
  ...new Set([...Intl.supportedValuesOf('timeZone').map(zone => RENAMED[zone] ?? zone), 'UTC']),
].sort()

const KNOWN = new Set([...TIME_ZONES, ...Object.keys(RENAMED)])

/** The zone as it is kept, or undefined for anything but a name of the list, exactly spelled. */
export function readTimeZone(text: string): string | undefined {
  return KNOWN.has(text) ? (RENAMED[text] ?? text) : undefined
}
