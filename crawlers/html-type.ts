// Whether what came is a web page: by what its host calls it, and by how it begins.

export function isHtmlType(contentType: string): boolean {
  return /^(?:text\/html|application\/xhtml)/i.test(contentType)
}

/** By its first element; some hosts call their JSON text/html, and some send pages without saying what they are. */
export function isWebPage(body: string): boolean {
  return /^[\s\uFEFF]{0,100}<(?:!doctype html|html|head|body)/i.test(body.slice(0, 300))
}
