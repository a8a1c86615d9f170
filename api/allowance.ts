// How often one visitor may do something, counted in memory: for what costs a person's time, not for what must never happen.
import { visitorOf } from '../db/saved-searches.ts'

/** More visitors than this at once are a flood; then everybody begins anew. */
const MOST_VISITORS = 10_000

/** @returns whether a visitor may once more; asking counts. IPv6 counts by /64, which one visitor has whole. */
export function allowance(most: number, withinMs: number): (ip: string | undefined, now: Date) => boolean {
  const seen = new Map<string, number[]>()
  return (ip, now) => {
    const visitor = visitorOf(ip)
    const recent = (seen.get(visitor) ?? []).filter(at => now.getTime() - at < withinMs)
    if (recent.length >= most) return false
    if (seen.size > MOST_VISITORS) seen.clear()
    seen.set(visitor, [...recent, now.getTime()])
    return true
  }
}
