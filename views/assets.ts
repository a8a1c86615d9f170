// The site's own files, each under an address that carries the hash of its content: cached for ever, never stale.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

export interface Asset {
  /** "/assets/style.3f9c2a71b0.css" */
  address: string
  type: string
  body: Buffer
}

const FILES = {
  'style.css': 'text/css; charset=utf-8',
  'app.js': 'text/javascript; charset=utf-8',
  'live.js': 'text/javascript; charset=utf-8',
  'favicon.svg': 'image/svg+xml',
  'share.png': 'image/png',
}
export type AssetName = keyof typeof FILES

const assets = new Map<AssetName, Asset>()

/** The address of a file of ours, for a page to name. */
export function assetAddress(name: AssetName): string {
  return asset(name).address
}

/** The file behind an address that a page named; undefined for any other, an older hash included. */
export function findAsset(address: string): Asset | undefined {
  return Object.keys(FILES)
    .map(name => asset(name as AssetName))
    .find(known => known.address === address)
}

function asset(name: AssetName): Asset {
  const known = assets.get(name)
  if (known) return known
  const file = readFileSync(new URL(`assets/${name}`, import.meta.url))
  const body = /\.(?:js|css)$/.test(name) ? Buffer.from(withoutComments(file.toString())) : file
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 10)
  const made: Asset = { address: `/assets/${name.replace('.', `.${hash}.`)}`, type: FILES[name], body }
  assets.set(name, made)
  return made
}

/** Comments that have their lines to themselves are for whoever reads the file: a fifth of the script, packed. */
function withoutComments(text: string): string {
  return text.replace(/^[ \t]{0,20}(?:\/\/.*|\/\*[^*]*\*\/)\n/gm, '')
}
