/** "Leeds", "Leeds and York", "Leeds, York and Hull" */
export function inWords(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`
}

/** At most so many characters, cut after a whole word unless that would leave less than half. */
export function shortened(words: string, most: number): string {
  if (words.length <= most) return words
  const cut = words.slice(0, most - 1).toWellFormed()
  const space = cut.lastIndexOf(' ')
  return `${(space > most / 2 ? cut.slice(0, space) : cut).trimEnd()}…`
}

/** “Harrow Lane’s”, “Pennygate Contracts’” */
export function possessive(name: string): string {
  return `${name}${/s$/i.test(name) ? '’' : '’s'}`
}
