// The pages search engines are asked to know.
import type { Site } from './page.ts'

export interface SitemapView {
  addresses: { loc: string; changed: string }[]
}

const PAGES = ['/', '/sources', '/how', '/api', '/bot']

export function sitemapView({ publicUrl }: Pick<Site, 'publicUrl'>, roles: readonly { slug: string; changedAt: Date }[]): SitemapView {
  return {
    addresses: [
      ...PAGES.map(path => ({ loc: `${publicUrl}${path}`, changed: '' })),
      ...roles.map(({ slug, changedAt }) => ({ loc: `${publicUrl}/roles/${slug}`, changed: changedAt.toISOString() })),
    ],
  }
}
