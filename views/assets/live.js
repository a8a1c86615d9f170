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
