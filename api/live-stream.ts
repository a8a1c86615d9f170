// Server-sent events: parts of a page that follow by themselves. One look a second is shared by everybody who watches, and nobody who
// stops reading, signs out or is one too many holds anything open (W21).
import { setTimeout as sleep } from 'node:timers/promises'
import type { Response } from 'express'

export interface LiveSource {
  /** The parts of the page as they are now: name → HTML. Asked once a second while anybody watches. */
  read: () => Promise<Record<string, string>>
  /** Of these sessions those that are still open. */
  openAmong: (sessions: string[]) => Promise<Set<string>>
  /** True once the process has been told to stop. */
  ending: () => boolean
}

export interface LiveLimits {
  pollMs: number
  /** A proxy closes what is silent; most wait 30 s or longer. */
  heartbeatMs: number
  most: number
  /** Bytes a watcher may leave unread before it is taken for gone. */
  mostUnread: number
}

const LIMITS: LiveLimits = { pollMs: 1_000, heartbeatMs: 15_000, most: 50, mostUnread: 256 * 1_024 }

interface Watcher {
  res: Response
  session: string
  /** Part → what was sent of it last. */
  sent: Map<string, string>
  spokenAt: number
}

export class LiveStream {
  readonly #source: LiveSource
  readonly #limits: LiveLimits
  readonly #watchers = new Set<Watcher>()
  /** Whether a look is under way or due. */
  #looking = false

  constructor(source: LiveSource, limits: Partial<LiveLimits> = {}) {
    this.#source = source
    this.#limits = { ...LIMITS, ...limits }
  }

  get watchers(): number {
    return this.#watchers.size
  }

  /** Begins to send to `res`, which stays open. @returns false where as many watch as may. */
  join(res: Response, session: string): boolean {
    if (this.#watchers.size >= this.#limits.most) return false
    const watcher: Watcher = { res, session, sent: new Map(), spokenAt: performance.now() }
    this.#watchers.add(watcher)
    res.once('close', () => this.#watchers.delete(watcher))
    res.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'private, no-store, no-transform',
      // nginx would gather the events until its buffer is full.
      'X-Accel-Buffering': 'no',
    })
    res.flushHeaders()
    res.write('retry: 5000\n\n')
    if (!this.#looking) void this.#look()
    return true
  }

  /** A look that fails is made up for by the next one: the database may be away for a moment, and a watcher has nothing to decide. */
  async #look(): Promise<void> {
    this.#looking = true
    while (this.#watchers.size > 0) {
      await this.#tell().catch(() => undefined)
      await sleep(this.#limits.pollMs)
    }
    this.#looking = false
  }

  async #tell(): Promise<void> {
    if (this.#source.ending()) return this.#letGo()
    const open = await this.#source.openAmong([...new Set([...this.#watchers].map(watcher => watcher.session))])
    for (const watcher of this.#watchers) if (!open.has(watcher.session)) this.#end(watcher)
    if (this.#watchers.size === 0) return
    const parts = Object.entries(await this.#source.read())
    for (const watcher of this.#watchers) this.#send(watcher, parts)
  }

  #send(watcher: Watcher, parts: [name: string, html: string][]): void {
    const { res, sent } = watcher
    if (res.writableLength > this.#limits.mostUnread) {
      this.#watchers.delete(watcher)
      return void res.destroy()
    }
    const news = parts.filter(([name, html]) => sent.get(name) !== html)
    const silent = performance.now() - watcher.spokenAt >= this.#limits.heartbeatMs
    if (news.length === 0 && !silent) return
    watcher.spokenAt = performance.now()
    for (const [name, html] of news) sent.set(name, html)
    res.write(news.map(([name, html]) => eventOf(name, html)).join('') || ': still here\n\n')
  }

  /** The process stops: the browsers come back by themselves, to this one when it has started again or to another. */
  #letGo(): void {
    for (const { res } of this.#watchers) res.end()
    this.#watchers.clear()
  }

  /** The session is over: the browser is told not to come back by itself. */
  #end(watcher: Watcher): void {
    this.#watchers.delete(watcher)
    watcher.res.end(eventOf('over', ''))
  }
}

/** A lone carriage return ends a line of an event too (HTML standard, 9.2.5), and adverts hold some. */
function eventOf(name: string, html: string): string {
  const lines = html.split(/\r\n|\r|\n/).map(line => `data: ${line}`)
  return `event: ${name}\n${lines.join('\n')}\n\n`
}
