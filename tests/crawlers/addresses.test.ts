import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalUrl, withoutSecrets } from '../../crawlers/canonical-url.ts'

test('B8: addresses of one page have one canonical spelling', () => {
  const one = 'https://board.example/jobs?a=1&b=2'
  const same = [
    'https://board.example/jobs?b=2&a=1',
    'https://BOARD.example:443/jobs?a=1&b=2#apply',
    'https://board.example/jobs?a=1&utm_source=x&utm_medium=y&b=2&gclid=z',
    'https://board.example/jobs;jsessionid=0A1B2C?a=1&b=2&PHPSESSID=123',
    'https://board.example/jobs?a=1&a=1&b=2',
  ]
  for (const address of same) assert.equal(canonicalUrl(address), one, address)
})

test('addresses of different pages stay different', () => {
  const different = [
    'https://board.example/jobs',
    'https://board.example/jobs?a=1',
    'https://board.example/jobs?a=2',
    'http://board.example/jobs?a=1',
    'https://board.example/Jobs?a=1',
  ]
  assert.equal(new Set(different.map(canonicalUrl)).size, different.length)
  assert.equal(canonicalUrl('not an address'), 'not an address')
})

test('keys are blotted out of addresses that are kept', () => {
  assert.equal(
    withoutSecrets('https://api.example/x?app_id=me&app_key=S3CRET&page=2'),
    'https://api.example/x?app_id=***&app_key=***&page=2',
  )
  assert.equal(withoutSecrets('https://user:S3CRET@api.example/x'), 'https://api.example/x')
  assert.equal(withoutSecrets('https://api.example/x?keyword=pm'), 'https://api.example/x?keyword=pm')
})
