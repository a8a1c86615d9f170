// The folder the bundled Postgres keeps its data in: made where it is missing, refused in a sentence where it cannot be.
import { access, constants, mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it. (Node's own way tries for ever where the folder above is there and takes none, as /proc does; seen in
 * Node 26.)
 * @param folder absolute
 * @throws Error naming the settings that mend it
 */
export async function makeDataFolder(folder: string): Promise<void> {
  try {
    await make(folder)
    await access(folder, constants.W_OK)
  } catch (error) {
    throw unusable(folder, codeOf(error), error)
  }
  if (!(await isFolder(folder))) throw unusable(folder, 'it is a file')
}

async function make(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    const above = dirname(folder)
    if (codeOf(error) !== 'ENOENT' || above === folder || (await isFolder(above))) throw error
    await make(above)
    await make(folder)
  }
}

function unusable(folder: string, why: string, cause?: unknown): Error {
  return new Error(`${folder} cannot be made or written to (${why}). Set DATA_FOLDER to a folder of yours, or DATABASE_URL.`, { cause })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
}
