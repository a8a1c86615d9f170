// Which roles somebody wants side by side, as the address names them.

/** More columns than four nobody compares, and no screen holds. */
export const MOST_COMPARED = 4

/** Slugs of `role=a&role=b`, or `role=a,b`, each once, in the order asked; what cannot be one of ours is left out. */
export function comparedSlugs(params: URLSearchParams, most: number): string[] {
  const asked = params.getAll('role').flatMap(value =>
    value
      .slice(0, 500 * most)
      .toLowerCase()
      .split(','),
  )
  return [...new Set(asked.filter(slug => /^[a-z0-9-]{1,200}$/.test(slug)))].slice(0, most)
}

/** The canonical query string. */
export function comparison(slugs: readonly string[]): string {
  return new URLSearchParams(slugs.map(slug => ['role', slug])).toString()
}
