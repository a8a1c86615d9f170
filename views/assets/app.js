// What the board does better with a script: results change in place, keys move through them. Without it every link and form works.
const search = document.getElementById('search')
const said = document.getElementById('said')
const isBoard = () => document.querySelector('.board') !== null
const ORDER = 'q rate unrated engagement discipline seniority remote place radius within sort'.split(' ')
let latest = 0
// The query whose results stand on the page: going to an anchor is "back and forward" too, but asks for nothing new.
let shown = location.search

/** The address of what the form asks for: empty fields and defaults left out, lists joined, as the server spells it. */
function address() {
  const typed = new FormData(search)
  const params = new URLSearchParams()
  for (const name of ORDER) {
    const values = typed.getAll(name).filter(value => value !== '')
    if (values.length > 0) params.set(name, values.join(','))
  }
  if (params.get('radius') === '25' || !params.has('place')) params.delete('radius')
  const query = params.toString().replaceAll('%2C', ',')
  return query ? `/?${query}` : '/'
}

/** Fetches a page of the board and puts its results where the old ones stand; a reader hears how many there are. */
async function show(href, { keep = 'push', form = false, top = false } = {}) {
  const mine = ++latest
  const answer = await fetch(href, { headers: { accept: 'text/html' } }).catch(() => undefined)
  if (mine !== latest) return
  if (!answer || !answer.ok) return void (location.href = href)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  if (mine !== latest) return
  const main = page.getElementById('main')
  if (!main || !page.querySelector('.board')) return void (location.href = href)
  if (keep === 'push') history.pushState({}, '', href)
  if (keep === 'replace') history.replaceState({}, '', href)
  const words = main.querySelector('h1').textContent
  shown = location.search
  document.title = page.title
  document.getElementById('main').replaceWith(main)
  const apply = page.querySelector('.apply')
  document.querySelector('.apply').replaceWith(apply)
  if (form) takeForm(page)
  if (top) scrollTo(0, 0)
  said.textContent = words
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
  let typing
  document.getElementById('q').addEventListener('input', () => {
    clearTimeout(typing)
    typing = setTimeout(() => show(address(), { keep: 'replace' }), 250)
  })
  document.addEventListener('click', event => {
    const link = event.target.closest?.('.chosen a, .sorts a, .pages a, .empty li a')
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
  const step = { j: 1, k: -1 }[event.key]
  if (!step) return
  const rows = [...document.querySelectorAll('.row h2 a')]
  const at = rows.findIndex(row => row.closest('.row').contains(document.activeElement))
  rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus()
})

// An alert's time zone: the browser's own, where the list has it.
const zone = document.querySelector('select[data-guess]')
const own = Intl.DateTimeFormat().resolvedOptions().timeZone
if (zone && [...zone.options].some(option => option.value === own)) zone.value = own

// Parts of a page that follow what happens on the server. Whoever stands on a link of a part stays on it.
const live = document.querySelector('[data-live]')
if (live) {
  const events = new EventSource(live.dataset.live)
  events.addEventListener('over', () => events.close())
  for (const part of live.querySelectorAll('[data-part]'))
    events.addEventListener(part.dataset.part, ({ data }) => {
      const href = part.contains(document.activeElement) && document.activeElement.getAttribute('href')
      part.replaceChildren(...new DOMParser().parseFromString(data, 'text/html').body.childNodes)
      if (href) part.querySelector(`[href="${href}"]`)?.focus()
    })
}
