// What the board does better with a script: results change in place, keys move through them. Without it every link and form works.
const search = document.getElementById('search')
const said = document.getElementById('said')
const isBoard = () => document.querySelector('.board') !== null
let latest = 0
let typing
let again
/** Whoever is refused as often is shown the page that says so. */
const MOST_AGAIN = 5
// The query whose results stand on the page: going to an anchor is "back and forward" too, but asks for nothing new.
let shown = location.search

/** What the form asks for, without its empty fields and the usual circle; the page that comes back knows its address as it is shared. */
function address() {
  const params = new URLSearchParams([...new FormData(search)].filter(([name, value]) => value !== '' && name + value !== 'radius25'))
  return params.size > 0 ? `/?${params}` : '/'
}

/** Fetches a page of the board and puts its results where the old ones stand; a reader hears how many there are. */
async function show(href, how = {}) {
  const { keep = 'push', form, top, times = 0 } = how
  // Whatever is asked for now is younger than what waits to be asked for: that would take its place a moment later.
  stopWaiting()
  const mine = ++latest
  const answer = await fetch(href, { headers: { accept: 'text/html' } }).catch(() => undefined)
  if (mine !== latest) return
  if ((answer?.status === 429 || answer?.status === 503) && times < MOST_AGAIN) {
    // It passes by itself: what stands there stays, and the same is asked for again unless something else is before.
    const wait = Math.min(Math.max(Number(answer.headers.get('retry-after')) || 1, 1), 60)
    said.textContent = document.querySelector('h1').textContent = `Too much at once: trying again in ${wait} s`
    again = setTimeout(() => show(href, { ...how, times: times + 1 }), wait * 1000)
    return
  }
  if (!answer?.ok) return void (location.href = href)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  if (mine !== latest) return
  const main = page.getElementById('main')
  if (!main || !page.querySelector('.board')) return void (location.href = href)
  const own = '/' + new URL(page.querySelector('[rel=canonical]').href).search
  // Words that are being typed are one step of the history, not one a letter; Enter after them asks for what is there already.
  const typed = keep === 'typed'
  const stays = (typed && history.state?.typed) || own === '/' + location.search
  if (keep) history[stays ? 'replaceState' : 'pushState']({ typed }, '', own)
  const words = main.querySelector('h1').textContent
  shown = location.search
  document.title = page.title
  document.getElementById('main').replaceWith(main)
  // Its words alone: somebody may be on the button.
  document.querySelector('.apply button').textContent = page.querySelector('.apply button').textContent
  for (const group of page.querySelectorAll('.group')) takeGroup(group, form)
  if (form) takeForm(page)
  mark()
  if (top) scrollTo(0, 0)
  said.textContent = words
}

function stopWaiting() {
  clearTimeout(typing)
  clearTimeout(again)
}

/** New counts. The group somebody is busy in keeps its fields, and so the focus; only its figures change. */
function takeGroup(group, form) {
  const own = document.getElementById(group.id)
  const figures = part => [...part.querySelectorAll('.count, option')]
  const busy = !form && own.contains(document.activeElement) && figures(own).length === figures(group).length
  if (busy) return figures(own).forEach((figure, n) => (figure.textContent = figures(group)[n].textContent))
  group.open = own.open
  own.replaceWith(group)
}

/** Makes the form say what another page's form says: after a filter was removed or the person went back. */
function takeForm(page) {
  for (const field of page.querySelectorAll('#search [name], [form=search][name]')) {
    const same = [...search.elements].find(own => own.name === field.name && (own.type !== 'checkbox' || own.value === field.value))
    if (!same) continue
    const value = field.value
    if (field.type === 'checkbox') same.checked = field.checked
    else if (field.tagName === 'SELECT') same.replaceChildren(...field.children)
    if (field.type !== 'checkbox') same.value = value
  }
}

if (isBoard()) {
  search.addEventListener('submit', event => {
    event.preventDefault()
    document.getElementById('filters').hidePopover?.()
    show(address(), { top: true })
  })
  document.addEventListener('change', event => {
    if (event.target.form === search && event.target.type !== 'search') show(address())
  })
  document.getElementById('q').addEventListener('input', () => {
    stopWaiting()
    typing = setTimeout(() => show(address(), { keep: 'typed' }), 250)
  })
  document.addEventListener('click', event => {
    const link = event.target.closest?.('.chosen a, .sorts a, .pages a, .empty li a, .choice a')
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    show(link.href, { form: true, top: link.closest('.pages') !== null }).then(() =>
      document.getElementById('main').focus({ preventScroll: true }),
    )
  })
  addEventListener('popstate', () => location.search !== shown && show(location.href, { keep: '', form: true }))
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input:not([type=checkbox]), select, textarea')) return
  if (event.key === '/') {
    event.preventDefault()
    document.getElementById('q').select()
  }
  const press = { s: 'save', h: 'hide' }[event.key]
  const role = document.activeElement.closest('.row') ?? document.querySelector('.role .headline')
  if (press) role?.querySelector(`[name=${press}]`)?.click()
  const step = { j: 1, k: -1 }[event.key]
  if (!step) return
  const rows = [...document.querySelectorAll('.row h2 a')]
  const at = rows.findIndex(row => row.closest('.row').contains(document.activeElement))
  rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus()
})

// Words that roles have, to choose from while somebody types.
let asked
document.addEventListener('input', ({ target }) => {
  const { words } = target.dataset
  clearTimeout(asked)
  if (words && target.value) asked = setTimeout(() => offer(target, words), 120)
})

async function offer(field, words) {
  const begun = field.value
  const answer = await fetch(`/words.json?${new URLSearchParams({ for: words, begun })}`).catch(() => undefined)
  const found = answer?.ok && (await answer.json())
  // Answers may overtake each other: one to what stood there before is none to what stands there now.
  if (!found || field.value !== begun) return
  const id = `words-${words}`
  const list = document.getElementById(id) ?? document.createElement('datalist')
  list.id = id
  list.replaceChildren(...found.map(value => Object.assign(document.createElement('option'), { value })))
  document.body.append(list)
  field.setAttribute('list', id)
}

// What somebody saved, hid and has seen stays in this browser: roles by their address, each with words for the list at /saved. What else
// stands there is not ours, and would break all that follows.
const kept = name => {
  try {
    const all = Object.entries(JSON.parse(localStorage.getItem(name)) ?? {})
    return Object.fromEntries(all.filter(([href, words]) => href.startsWith('/roles/') && typeof words === 'string'))
  } catch {
    return {}
  }
}
const keep = (name, href, words) => {
  const all = kept(name)
  if (words) all[href] = words
  else delete all[href]
  try {
    localStorage.setItem(name, JSON.stringify(Object.fromEntries(Object.entries(all).slice(-2000))))
  } catch {
    // A browser that keeps nothing shows everything.
  }
}
let showHidden = false
// A role is a row of the board, or the head of its own page.
const hrefOf = row => row.querySelector('h2 a')?.getAttribute('href') ?? location.pathname
const titleOf = row => row.querySelector('h1, h2').textContent

/** Makes the roles say what is kept of them. */
function mark() {
  const [saved, hidden, seen] = [kept('saved'), kept('hidden'), kept('seen')]
  const rows = [...document.querySelectorAll('.row, .role .headline')]
  for (const row of rows) {
    const href = hrefOf(row)
    row.hidden = href in hidden && !showHidden && row.matches('.row')
    row.classList.toggle('seen', href in seen)
    for (const [button, done, words] of [
      [row.querySelector('[name=save]'), href in saved, ['save', 'saved']],
      [row.querySelector('[name=hide]'), href in hidden, ['hide', 'unhide']],
    ]) {
      if (!button) continue
      button.textContent = words[Number(done)]
      button.ariaLabel = `${button.textContent}: ${titleOf(row)}`
    }
  }
  const line = document.getElementById('kept')
  if (line) {
    const gone = rows.filter(row => hrefOf(row) in hidden).length
    line.hidden = gone === 0
    line.firstChild.textContent = showHidden ? 'hide them again' : `show ${gone} you hid`
  }
}

/** Saves or hides a role, or takes that back; the next row gets the focus of one that goes. */
function toggle(name, row) {
  const href = hrefOf(row)
  const had = href in kept(name)
  const title = titleOf(row)
  const facts = [...row.querySelectorAll('.pill, .facts:not(.facts ~ .facts), .term p')].map(part => part.textContent).join(' · ')
  keep(name, href, had ? '' : `${row.querySelector('.figure').textContent} · ${title}\n${facts}`)
  const next = row.nextElementSibling ?? row.previousElementSibling
  mark()
  if (row.hidden) next?.querySelector('h2 a').focus()
  said.textContent = `${had ? 'no longer ' : ''}${{ saved: 'saved', hidden: 'hidden' }[name]}: ${title}`
}

document.addEventListener('click', event => {
  const button = event.target.closest?.('.own button')
  if (button) toggle(button.name === 'save' ? 'saved' : 'hidden', button.closest('.row, .headline'))
  if (event.target.closest?.('#kept')) {
    showHidden = !showHidden
    mark()
  }
})
if (location.pathname.startsWith('/roles/')) keep('seen', location.pathname, '1')
mark() // before the first paint: the page waits for this script (blocking=render), so that nothing hidden is seen to go
addEventListener('pageshow', event => event.persisted && mark())

const list = document.getElementById('saved')
if (list) {
  for (const [href, stored] of Object.entries(kept('saved')).reverse()) {
    const [words, facts = ''] = stored.split('\n')
    const item = list.querySelector('template').content.cloneNode(true)
    Object.assign(item.querySelector('a'), { href, textContent: words })
    item.querySelector('.facts').textContent = facts
    item.querySelector('input').value = href.split('/').at(-1)
    item.querySelector('button').ariaLabel = `remove: ${words}`
    list.append(item)
  }
  const count = () => {
    list.classList.toggle('none', !list.querySelector('li'))
    document.getElementById('dates').search = 'role=' + [...list.querySelectorAll('input')].map(box => box.value)
  }
  list.addEventListener('click', event => {
    const item = event.target.closest('button')?.closest('li')
    if (!item) return
    const role = item.querySelector('a')
    keep('saved', role.getAttribute('href'))
    // Whoever presses it by a key goes on from the row that takes its place.
    const next = (item.nextElementSibling ?? item.previousElementSibling).querySelector('button')
    item.remove()
    count()
    ;(next ?? document.getElementById('main')).focus()
    said.textContent = `no longer saved: ${role.textContent}`
  })
  // A comparison has room for four; the box that is one too many says so beside itself.
  const tooMany = document.getElementById('too-many')
  list.addEventListener('change', ({ target }) => {
    tooMany.hidden = list.querySelectorAll(':checked').length < 5
    if (tooMany.hidden) return
    target.checked = false
    target.closest('li').querySelector('a').after(tooMany)
    said.textContent = tooMany.textContent
  })
  count()
}

// An alert's time zone: the browser's own, where the list has it.
const zone = document.querySelector('select[data-guess]')
const own = Intl.DateTimeFormat().resolvedOptions().timeZone
if (zone && [...zone.options].some(option => option.value === own)) zone.value = own
