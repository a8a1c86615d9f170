// Lines of a stream. Not node:readline: that ends lines at U+2028 and U+2029 too, which JSON allows inside strings.
import { StringDecoder } from 'node:string_decoder'

/** Why a line is no JSON, as the parser says, without its name for it. */
export function jsonFault(error: unknown): string {
  return `is not JSON (${error instanceof Error ? error.message : String(error)})`
}

/** The lines of a UTF-8 stream, without their line ends; a last line needs none. */
export async function* linesOf(stream: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of stream) {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk))).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
  }
  rest += decoder.end()
  if (rest !== '') yield rest
}
