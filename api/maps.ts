// What is for machines and not about one search: the site map, robots.txt, the description of the API and its page.
import type { RequestHandler } from 'express'
import { mappedListings } from '../db/sitemap.ts'
import { apiView, openApi } from '../views/api.ts'
import { render } from '../views/render.ts'
import { sitemapView } from '../views/sitemap.ts'
import { answer, answerPage, readSite } from './answer.ts'
import type { World } from './server.ts'

export function sitemap(world: World): RequestHandler {
  return async (req, res) => {
    const body = render('sitemap', sitemapView(world, await mappedListings(world.db)))
    answer(req, res, { body, type: 'application/xml; charset=utf-8', cache: 'public' })
  }
}

/** Pages for search engines are the board and its roles; ways out, forms and refused adverts are not. */
const CLOSED_TO_ROBOTS = ['/go/', '/refused', '/admin', '/alerts', '/u/', '/compare', '/saved', '/words.json', '/dev/']

export function robots({ publicUrl }: World): RequestHandler {
  const rules = CLOSED_TO_ROBOTS.map(path => `Disallow: ${path}`)
  const body = ['User-agent: *', ...rules, '', `Sitemap: ${publicUrl}/sitemap.xml`, ''].join('\n')
  return (req, res) => answer(req, res, { body, type: 'text/plain; charset=utf-8', cache: 'public' })
}

export function apiDescription(world: World): RequestHandler {
  const body = JSON.stringify(openApi(world))
  return (req, res) => answer(req, res, { body, type: 'application/json; charset=utf-8', cache: 'public' })
}

export function apiPage(world: World): RequestHandler {
  return async (req, res) => answerPage(req, res, render('api', apiView(await readSite(world))))
}
