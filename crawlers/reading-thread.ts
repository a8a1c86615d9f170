// The thread in which heavy pages are read, with the one kind of source it is told of: all kinds would cost it 40 MB more. Says that it is
// ready, then answers one job at a time.
import { parentPort, workerData } from 'node:worker_threads'
import { SourceChanged, WebPageCame } from './connector.ts'
import type { Connector } from './connector.ts'
import type { ReadingAnswer, ReadingJob } from './reader.ts'

const { kind } = workerData as { kind: string } // of the catalogue: reader.ts has seen to it
const module = (await import(`./connectors/${kind}.ts`)) as Record<string, Connector>
const connector = module[kind]
if (connector === undefined) throw new Error(`connectors/${kind}.ts exports no ${kind}`)

parentPort?.on('message', (job: ReadingJob) => say(answerTo(connector, job)))
say('ready')

function say(answer: ReadingAnswer | 'ready'): void {
  parentPort?.postMessage(answer, [])
}

function answerTo(connector: Connector, { page, settings, body }: ReadingJob): ReadingAnswer {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body)
  // Its memory goes at once, before the page is read.
  body.transferToFixedLength(0)
  try {
    return { reading: connector.read({ ...page, body: text }, settings) }
  } catch (error) {
    if (!(error instanceof SourceChanged)) return { broke: String(error).slice(0, 300) }
    return { changed: error.message, isWebPage: error instanceof WebPageCame }
  }
}
