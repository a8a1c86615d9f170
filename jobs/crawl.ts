// One crawl of one source, and the word to the linker that there is something to file.
import { runSource } from '../crawlers/run.ts'
import type { CrawlWorld } from '../crawlers/run.ts'

export interface CrawlJobWorld extends Omit<CrawlWorld, 'signal'> {
  askForLinking: () => Promise<void>
}

/** A source that is being read already is left to its reader. */
export async function crawl({ askForLinking, ...world }: CrawlJobWorld, sourceId: string, signal: AbortSignal): Promise<void> {
  if (await runSource({ ...world, signal }, sourceId)) await askForLinking()
}
