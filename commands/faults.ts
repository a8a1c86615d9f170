// How a command says that it was asked wrongly. Loads nothing, so that help and a slip of the hand are answered at once.

/** The command cannot be carried out as asked: the sentence says how to ask. The process ends with 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}

const FILE_FAULTS: Record<string, string> = {
  ENOENT: 'there is no file',
  EACCES: 'we may not read',
  EISDIR: 'this is a folder, not a file:',
  ENOTDIR: 'there is no file',
}

/** The sentence for a file that was named and cannot be read; undefined for any other error. */
export function fileFault(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const fault = FILE_FAULTS[String(error.code)]
  if (fault !== undefined && 'path' in error) return `${fault} “${String(error.path)}”`
  // Node names a file that cannot be opened, and not a folder that cannot be read like one.
  return error.code === 'EISDIR' ? 'this is a folder; name a file in it' : undefined
}
