import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { Connector } from '../../crawlers/connector.ts'
import { feed } from '../../crawlers/connectors/feed.ts'
import { greenhouse } from '../../crawlers/connectors/greenhouse.ts'
import { jobposting } from '../../crawlers/connectors/jobposting.ts'
import { crawlPages } from '../../crawlers/pages.ts'
import type { CrawlResult } from '../../crawlers/pages.ts'
import { send } from '../support/hostile-server.ts'
import type { Answer } from '../support/hostile-server.ts'
import { clock, crawl, fetcher, server, startAnew } from '../support/crawling.ts'

function html(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><title>${title}</title></head><body>${body}</body></html>`
}

/** How the guards of the web word it, each in the shape of its page. */
const BARRIERS: Record<string, Answer> = {
  'a plain refusal': send('no', {}, 403),
  'a challenge by header': send('<html></html>', { 'cf-mitigated': 'challenge' }, 403),
  'a captcha with status 200': send('<html><title>Are you a robot?</title><form></form></html>'),
  'a challenge’s script': send(
    '<html><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1?ray=1"></script></html>',
    {},
    503,
  ),
  'a refusal of a gateway': send(
    html('Access Denied', '<h1>Access Denied</h1>You don’t have permission to access this page. Reference #18.4f'),
  ),
  'a refusal by its words alone': send(html('millrace.example', '<p>Sorry, you have been blocked.</p><p>Ray ID: 8f00</p>')),
  'a firewall’s page': send(html('', 'The requested URL was rejected. Please consult with your administrator. Your support ID is: 12')),
  'a proxy’s refusal': send(html('ERROR: The request could not be satisfied', '<h1>403 ERROR</h1>Request blocked.')),
  'a wait before the page': send(html('One moment, please...', '<div>Please wait while your request is being verified...</div>')),
  'a puzzle': send(html('Millrace', '<p>Solve this CAPTCHA to request unblock to the website</p>')),
  'a page that only runs a check': send(html('millrace.example', '<script>window.KPSDK={};</script><script src="/149/ips.js"></script>')),
  'a limit reached': send(html('Error', '<h2>Too many requests</h2><p>Come back later.</p>')),
  'a refusal whose title is a number': send(html('403 - Millrace', '<h1>403</h1>')),
  'a log-in in the place of the page': send(html('Sign in | Millrace', '<form><input name="u"><input type="password" name="p"></form>')),
  'a limit of a site’s owner': send(html('Millrace', '<h1>Your access to this site has been limited by the site owner</h1>'), {}, 503),
  'a check in another language': send(html('Zugriff verweigert', '<p>Bitte bestätigen Sie …</p>')),
  'a check that asks who we are': send(html('Millrace', '<p>Sorry, we just need to make sure you’re not a robot.</p>')),
  'a field to tick and nothing else': send(
    html('Millrace', '<p>Please tick the box.</p><div class="box h-captcha" data-sitekey="1"></div>'),
  ),
  'a firewall that gives its name': send(html('Millrace', '<p>This request was stopped by a web application firewall.</p>')),
  'a check of a host': send(html('Vercel Security Checkpoint', '<p>We are looking at your browser</p>')),
  'a room to wait in': send(html('Waiting Room', '<p>You will be let in soon.</p>')),
  'a redirect by a script of a firewall': send(html('You are being redirected…', '<script>var sucuri_cloudproxy_js=""</script>')),
  'a page not for our country': send(html('Millrace', '<p>This content is not available in your country.</p>')),
  'a refusal by law': send(html('', ''), {}, 451),
  'a queue': send(html('Millrace', '<p>You are now in line. Your turn comes in two minutes.</p>')),
  'a page for members': send(html('Jobs board', '<p>You must log in to view this page.</p>')),
  'a log-in that asks for an address first': send(html('Sign in to your account', '<form><input type="email" name="who"></form>')),
  'a notice whose title is all': send(html('Maintenance', '<p>We look forward to seeing you tomorrow.</p>')),
  'a notice in other words': send(html('Careers', '<p>We are experiencing a service interruption.</p>')),
  'a notice of maintenance': send(html('Careers', '<h1>We are down for maintenance</h1><p>The board returns at six.</p>')),
}

describe('P6: barriers', () => {
  for (const [name, answer] of Object.entries(BARRIERS))
    test(`${name} ends the crawl as blocked, and is not tried again`, async () => {
      server.on('/wall', answer)
      const { result } = await crawl(['/wall'])
      assert.deepEqual([result.outcome, server.paths()], ['blocked', ['/wall']])
    })

  for (const place of ['/account/login?next=/members', '/users/sign_in', '/tenant/oauth2/v2.0/authorize', '/saml2/idp', '/authwall'])
    test(`a redirect to ${place} is one`, async () => {
      server.on('/members', send('', { location: place }, 302))
      server.on(place, send('<html><title>Millrace</title></html>'))
      assert.equal((await crawl(['/members'])).result.outcome, 'blocked')
    })
})

/** Pages in whose words or scripts there is something of a barrier. */
const PAGES: Record<string, string> = {
  'an advert about captchas': html(
    'Captcha Product Manager | Millrace',
    `<script type="application/ld+json">{"@type":"JobPosting"}</script>`,
  ),
  'an advert about financial crime': html(
    'Project Manager, AML',
    `<p>Unusual traffic, suspicious activity. ${'You lead. '.repeat(20)}</p>`,
  ),
  'a page of a site that watches its visitors': html(
    'Jobs',
    '<p>Two roles</p><script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>',
  ),
  'a list of roles in one trade': html('Security | Millrace', '<a href="/job/1">Security Project Manager</a>'),
  'a list of maintenance roles': html(
    'Maintenance roles | Millrace',
    '<a href="/job/1">Scheduled Maintenance Project Manager</a><a href="/job/2">Planned Maintenance PMO</a>',
  ),
  'a role that furnishes': html('Project Manager, Waiting Room Refurbishment', '<p>Contract, Leeds.</p>'),
  'a role that brings in a firewall': html('Project Manager', '<p>You roll out a web application firewall at 40 sites. £550 a day.</p>'),
  'an advert for somebody human-centred': html('Project Manager', '<p>You are a human-centred lead with a login to everything.</p>'),
  'a contact form with a puzzle': html(
    'Jobs',
    `<form><div class="g-recaptcha"></div></form><p>${'Our roles. '.repeat(200)}I’m not a robot</p>`,
  ),
  'a page with a log-in in its corner': html('Jobs | Millrace', '<form><input type="password"></form><a href="/job/1">Project Manager</a>'),
  'a shell': html(
    'Careers',
    '<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div><script src="/app.js"></script>',
  ),
}

describe('no barrier is seen in', () => {
  beforeEach(startAnew)
  for (const [name, page] of Object.entries(PAGES))
    test(name, async () => {
      server.on('/page', send(page))
      await clock.run(fetcher.fetch({ url: `${server.origin}/page` }))
    })
})

/** A crawl of one source, of any kind. */
async function crawlOf<Settings>(connector: Connector<Settings>, settings: Settings): Promise<CrawlResult> {
  startAnew()
  return clock.run(crawlPages(connector, settings, fetcher, { onPage: () => undefined }))
}

describe('P6: another page than the one that was asked for', () => {
  const front = html('Millrace', '<h1>Welcome</h1><p>We make weirs.</p>')

  test('a web page in the place of data, where a source begins, turns us away', async () => {
    server.on('/v1/boards/millrace/jobs', send(front))
    const result = await crawlOf(greenhouse, { board: 'millrace', api: server.origin })
    assert.deepEqual([result.outcome, result.reason], ['blocked', 'Expected JSON in the shape of greenhouse, but a web page came.'])
    server.on('/feed', send(front))
    assert.equal((await crawlOf(feed, { url: `${server.origin}/feed`, companyInTitle: false })).outcome, 'blocked')
  })

  test('data of another shape is a fault of the source', async () => {
    server.on('/v1/boards/millrace/jobs', send('{"weirs":[]}', { 'content-type': 'application/json' }))
    assert.equal((await crawlOf(greenhouse, { board: 'millrace', api: server.origin })).outcome, 'failed')
  })

  test('a board that is read as a web page, and calls itself a board of another kind, says which kind would do', async () => {
    const board = `<html><head><link rel="canonical" href="https://jobs.lever.co/millrace"></head><body><h1>Millrace</h1>
      <a href="/job/1">Project Manager</a> ${'<p>We make weirs.</p>'.repeat(20)}</body></html>`
    server.on('/door', send(board))
    server.on('/job/1', send('', {}, 404))
    const result = await crawlOf(jobposting, { pages: [`${server.origin}/door`] })
    assert.equal(result.outcome, 'blocked')
    assert.match(result.reason ?? '', /one of jobs\.lever\.co, which gives its adverts to programs as lever does/)
    server.on('/door', send(board.replace('jobs.lever.co', 'weirs.example')))
    assert.equal((await crawlOf(jobposting, { pages: [`${server.origin}/door`] })).outcome, 'suspect')
  })

  test('one whose adverts can be read is read', async () => {
    const advert = JSON.stringify({ '@type': 'JobPosting', title: 'Project Manager', description: 'Six months on a weir.' })
    const page = `<link rel="canonical" href="https://jobs.lever.co/millrace"><script type="application/ld+json">${advert}</script>`
    server.on('/door', send(`<!doctype html><html><head>${page}</head></html>`))
    assert.equal((await crawlOf(jobposting, { pages: [`${server.origin}/door`] })).outcome, 'complete')
  })
})
