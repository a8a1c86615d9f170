// How a command goes to the network.
import type { Config } from '../config.ts'
import { keysOf } from '../crawlers/catalogue.ts'
import { createFetcher, userAgentOf } from '../crawlers/fetcher.ts'
import type { Fetcher } from '../crawlers/fetcher.ts'
import { NOTHING_ALLOWED } from '../crawlers/guard.ts'
import type { AllowedOrigins } from '../crawlers/guard.ts'
import { sharedPace } from '../crawlers/pace.ts'
import type { Db } from '../db/database.ts'
import { publicUrlOf } from './console.ts'

/**
 * A fetcher that says who we are, for commands that go to the network.
 * @param db shares the pace of each host with the other processes of the installation
 * @param allow loopback origins this installation serves itself (its sample boards)
 */
export function commandFetcher(config: Config, { db, allow = NOTHING_ALLOWED }: { db?: Db; allow?: AllowedOrigins } = {}): Fetcher {
  return createFetcher({
    userAgent: userAgentOf(publicUrlOf(config)),
    allow,
    keys: keysOf(config.sourceKeys),
    ...(db && { pace: sharedPace(db) }),
  })
}
