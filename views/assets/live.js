// Parts of a page that follow what happens on the server. Whoever stands on a link of a part stays on it.
const live = document.querySelector('[data-live]')
let tries = 0

function follow() {
  const events = new EventSource(live.dataset.live)
  events.addEventListener('open', () => (tries = 0))
  events.addEventListener('over', () => {
    events.close()
    giveUp()
  })
  // A browser tries again by itself where nobody answers, but not where a proxy says that nobody does.
  events.addEventListener('error', () => {
    if (events.readyState !== EventSource.CLOSED) return
    if (++tries > 30) giveUp()
    else setTimeout(follow, 10_000)
  })
  for (const part of live.querySelectorAll('[data-part]')) events.addEventListener(part.dataset.part, ({ data }) => show(part, data))
}

function show(part, html) {
  const href = part.contains(document.activeElement) && document.activeElement.getAttribute('href')
  part.replaceChildren(...new DOMParser().parseFromString(html, 'text/html').body.childNodes)
  if (href) part.querySelector(`[href="${href}"]`)?.focus()
}

function giveUp() {
  const said = Object.assign(document.createElement('p'), { className: 'notice', textContent: 'This page follows no more. Load it again.' })
  said.setAttribute('role', 'status')
  live.querySelector('[data-part]').before(said)
}

if (live) follow()
