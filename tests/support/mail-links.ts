/** All addresses in a text part. */
export function readMailLinks(text: string): string[] {
  return [...new Set(text.match(/https?:\/\/[^\s<>]{1,500}/g) ?? [])]
}
