#!/usr/bin/env node
// The `dayrate` command: which sub-commands there are and what they take. What they do is in commands/.
import { Command, CommanderError } from 'commander'
import { ConfigError } from './config.ts'
import { fileFault, UsageError } from './commands/faults.ts'
import { databaseFault } from './db/faults.ts'

const program = new Command('dayrate')
  .description('The board for contract project managers and PMO people.')
  .showHelpAfterError('(add --help for what it takes)')
  .exitOverride()
  .addHelpText(
    'after',
    '\nAnswers go to standard output, progress to standard error. Exit codes: 0 done, 1 it failed, 2 it was asked wrongly.',
  )

const examples = (...lines: string[]) => `\nExamples:\n${lines.map(line => `  $ ${line}`).join('\n')}`

program
  .command('crawl [source]')
  .description('crawl one source now, or every source that is due')
  .addHelpText('after', examples('dayrate crawl', 'dayrate crawl remotive'))
  .action(async source => (await import('./commands/crawl.ts')).crawl(source))

const source = program
  .command('source')
  .description('the places adverts come from')
  .addHelpText('after', examples('dayrate source list', 'dayrate source add https://example.com/careers'))
source
  .command('list')
  .description('every source with its last run')
  .addHelpText('after', examples('dayrate source list', 'dayrate source list | jq .lastRun.outcome'))
  .action(async () => (await import('./commands/sources.ts')).listAll())
source
  .command('add <url>')
  .description('find out what a careers page, feed or board is, show what it brings, and store it')
  .option('--yes', 'store it without asking')
  .option('--name <name>', 'what to call it')
  .option('--connector <kind>', 'how to read it, where that cannot be found out')
  .option('--settings <json>', 'what that kind must know; of a page, where on it the adverts stand')
  .addHelpText(
    'after',
    examples(
      'dayrate source add https://boards.greenhouse.io/acme',
      'dayrate source add https://example.com/jobs.rss --yes',
      `dayrate source add 'https://example.com/jobs?p={page}' --connector page --settings '{"list":"li.job","title":"h3","link":"a@href"}'`,
    ),
  )
  .action(async (url, options) => (await import('./commands/sources.ts')).addSource(url, options))
source
  .command('pause <source>')
  .description('stop crawling a source; its adverts stay until they age')
  .option('--because <words>', 'shown on the sources page')
  .addHelpText('after', examples('dayrate source pause remotive --because "their feed is down"'))
  .action(async (id, options) => (await import('./commands/sources.ts')).pause(id, options))
source
  .command('resume <source>')
  .description('crawl a paused source again')
  .addHelpText('after', examples('dayrate source resume remotive'))
  .action(async id => (await import('./commands/sources.ts')).resume(id))
source
  .command('accept-drift <source>')
  .description('a crawl looked wrong but is right: what the source shows next is what it shows')
  .addHelpText('after', examples('dayrate source accept-drift remotive'))
  .action(async id => (await import('./commands/sources.ts')).accept(id))

program
  .command('import <file>')
  .description('adverts from a JSONL or CSV file (.gz too): id, source, title, company, location, pay, contract, description, url, posted')
  .option('--accept <which>', '“all” puts adverts on the board that the readers would refuse')
  .addHelpText('after', examples('dayrate import adverts.jsonl.gz', 'dayrate import finds.csv --accept all'))
  .action(async (file, options) => (await import('./commands/crawl.ts')).importAdverts(file, options))

program
  .command('export')
  .description('the board as JSON lines')
  .option('--postings', 'every advert with the listing it belongs to: { posting, listing, source }')
  .option('--query <query>', 'only what fits, written as in the board’s address')
  .addHelpText('after', examples('dayrate export > board.jsonl', 'dayrate export --query "q=pmo&rate=500"', 'dayrate export --postings'))
  .action(async options => (await import('./commands/crawl.ts')).exportAll(options))

program
  .command('rejected')
  .description('the adverts that are not shown, and why')
  .option('--reason <reason>', 'only these, e.g. permanent, off-family')
  .option('--limit <n>', 'how many', '50')
  .addHelpText('after', examples('dayrate rejected --reason off-family --limit 200'))
  .action(async options => (await import('./commands/crawl.ts')).rejected(options))

program
  .command('rescue <id>')
  .description('put a refused advert on the board for good')
  .addHelpText('after', examples('dayrate rescue 1204'))
  .action(async id => (await import('./commands/crawl.ts')).rescue(id))

program
  .command('takedown [url]')
  .description('keep an advert, or everything of a source, from being shown, whatever later crawls bring; without either, list what is')
  .option('--source <source>', 'everything of this source, which then rests')
  .option('--because <words>', 'who asked and why, for the log')
  .option('--undo', 'show it again')
  .addHelpText(
    'after',
    examples(
      'dayrate takedown https://boards.example/jobs/12 --because "asked by its agency"',
      'dayrate takedown --source remotive --undo',
      'dayrate takedown',
    ),
  )
  .action(async (url, options) => (await import('./commands/takedowns.ts')).takedown(url, options))

program
  .command('tag <file>')
  .description('the contract card of each advert: one JSON object a line in, one a line out; - reads standard input')
  .addHelpText(
    'after',
    examples('dayrate tag adverts.jsonl', 'echo \'{"id":1,"title":"PMO Analyst, £450 a day outside IR35"}\' | dayrate tag -'),
  )
  .action(async file => (await import('./commands/adverts.ts')).tag(file))

program
  .command('retag')
  .description('read again what older readers read, and file it anew; a run that is stopped goes on where it was')
  .option('--dry-run', 'show what would change: examples from old to new, then the counts; stores nothing')
  .option('--all', 'with --dry-run: adverts that the present readers have read, too, for trying out a changed reader')
  .option('--source <source>', 'only the adverts of this source')
  .option('--examples <n>', 'how many of each kind of change --dry-run shows', '3')
  .addHelpText(
    'after',
    examples('dayrate retag --dry-run', 'dayrate retag --dry-run --examples 20 | jq \'select(.change == "pay")\'', 'dayrate retag'),
  )
  .action(async options => (await import('./commands/retag.ts')).retag(options))

program
  .command('relink')
  .description('decide again what is one role, after the rules changed; a run that is stopped goes on where it was')
  .option('--dry-run', 'show the pairs of adverts that would come together or apart, and why; stores nothing')
  .option('--all', 'with --dry-run: what the present rules decided, too, for trying out changed rules')
  .addHelpText(
    'after',
    examples('dayrate relink --dry-run', 'dayrate relink --dry-run --all | jq \'select(.change == "apart")\'', 'dayrate relink'),
  )
  .action(async options => (await import('./commands/relink.ts')).relink(options))

program
  .command('same <file>')
  .description('whether two adverts are one role, and why: { id, a, b } a line in; - reads standard input')
  .addHelpText('after', examples('dayrate same pairs.jsonl'))
  .action(async file => (await import('./commands/adverts.ts')).same(file))

program
  .command('inspect [target]')
  .description('the adverts a connector reads from a file or an address, with their cards; stores nothing')
  .option('--connector <kind>', 'how to read it; found out by itself otherwise')
  .option('--url <url>', 'where a file came from')
  .option('--batch <file>', 'many captures: { id, file, connector, url } a line; - reads standard input')
  .addHelpText(
    'after',
    examples(
      'dayrate inspect https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true',
      'dayrate inspect page.html --connector jobposting',
    ),
  )
  .action(async (target, options) => (await import('./commands/adverts.ts')).inspect(target, options))

const digest = program
  .command('digest')
  .description('send the digests that are due')
  .option('--now', 'those of today whose hour has not come, too')
  .addHelpText('after', examples('dayrate digest --now', 'dayrate digest preview ada@example.org'))
  .action(async options => (await import('./commands/digests.ts')).digest(options))
digest
  .command('preview <who>')
  .description('show the mails that an address would be sent now, or one alert or digest by its id; sends and keeps nothing')
  .option('--html', 'the HTML part in place of the text')
  .addHelpText(
    'after',
    examples('dayrate digest preview ada@example.org', 'dayrate digest preview 01936b5e-0000-7000-8000-000000000001 --html > mail.html'),
  )
  .action(async (who, options) => (await import('./commands/digests.ts')).preview(who, options))

program
  .command('bounce <file>')
  .description('read a report of a mail that could not be delivered, or a complaint; - reads standard input')
  .addHelpText(
    'after',
    examples('dayrate bounce report.eml', 'bounces: "|npm --prefix /srv/dayrate run dayrate bounce -"   # in /etc/aliases'),
  )
  .action(async file => (await import('./commands/bounce.ts')).bounce(file))

const admin = program
  .command('admin')
  .description('who may sign in at /admin by a token of their own')
  .addHelpText('after', examples('dayrate admin add mira', 'dayrate admin list'))
admin
  .command('add <name>')
  .description('print an address that signs somebody in; the log then says what they did')
  .addHelpText('after', examples('dayrate admin add mira'))
  .action(async name => (await import('./commands/admins.ts')).add(name))
admin
  .command('list')
  .description('everybody who has such a token')
  .addHelpText('after', examples('dayrate admin list'))
  .action(async () => (await import('./commands/admins.ts')).list())
admin
  .command('remove <name>')
  .description('sign somebody out everywhere; their token opens nothing any more')
  .addHelpText('after', examples('dayrate admin remove mira'))
  .action(async name => (await import('./commands/admins.ts')).remove(name))

program
  .command('doctor')
  .description('check this installation and say how to mend what is wrong')
  .option('--quick', 'only whether the database answers and a worker’s clock ticks, without changing or mailing anything')
  .addHelpText('after', examples('dayrate doctor', 'dayrate doctor --quick'))
  .action(async options => (await import('./commands/doctor.ts')).doctor(options))

// A reader that stops reading (`| head`) is no error; a command that holds a database is asked to close it first.
process.stdout.on('error', error => {
  if (!('code' in error && error.code === 'EPIPE')) throw error
  process.exitCode = 0
  if (!process.emit('SIGTERM')) process.exit()
})

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    const file = fileFault(error)
    const asked = file !== undefined || error instanceof UsageError || error instanceof ConfigError
    const sentence = file ?? databaseFault(error)
    process.stderr.write(`${sentence ?? (error instanceof Error ? error.message : String(error))}\n`)
    process.exitCode = asked ? 2 : 1
  }
}
