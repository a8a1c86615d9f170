// Sets of small whole numbers: a bit a number, and lists that become bits once bits are smaller. Lengths may differ; what is missing is 0.

/** Bit n of the set stands in word n >>> 5. */
export type Bits = Uint32Array

export function bitsFor(count: number): Bits {
  return new Uint32Array((count + 31) >>> 5)
}

export function setBit(bits: Bits, n: number): void {
  bits[n >>> 5] = (bits[n >>> 5] ?? 0) | (1 << (n & 31))
}

export function clearBit(bits: Bits, n: number): void {
  bits[n >>> 5] = (bits[n >>> 5] ?? 0) & ~(1 << (n & 31))
}

export function hasBit(bits: Bits, n: number): boolean {
  return (((bits[n >>> 5] ?? 0) >>> (n & 31)) & 1) === 1
}

/** Keeps in `into` only what `other` has too. */
export function keepCommon(into: Bits, other: Bits): void {
  const words = Math.min(into.length, other.length)
  for (let word = 0; word < words; word += 1) into[word] = (into[word] ?? 0) & (other[word] ?? 0)
  into.fill(0, words)
}

/**
 * Writes what all sets have in common, one at least, into the first `words` of `into`. Three at a time: a pass over a large board is a
 * pass over its memory.
 */
export function commonInto(into: Bits, sets: readonly Bits[], words: number): void {
  const [one = into, two = one, three = two] = sets
  // Every word is below the length of each.
  for (let word = 0; word < words; word += 1) into[word] = (one[word] as number) & (two[word] as number) & (three[word] as number)
  for (let n = 3; n < sets.length; n += 2) {
    const [four = into, five = four] = [sets[n], sets[n + 1]]
    for (let word = 0; word < words; word += 1) into[word] = (into[word] as number) & (four[word] as number) & (five[word] as number)
  }
}

export function takeAway(into: Bits, other: Bits): void {
  const words = Math.min(into.length, other.length)
  for (let word = 0; word < words; word += 1) into[word] = (into[word] ?? 0) & ~(other[word] ?? 0)
}

/** Writes what the first set has and the second has not into the first `words` of `into`, which may be one of them. */
export function differenceInto(into: Bits, one: Bits, other: Bits, words: number): void {
  for (let word = 0; word < words; word += 1) into[word] = (one[word] as number) & ~(other[word] as number) // below their lengths
}

export function addAll(into: Bits, other: Bits): void {
  const words = Math.min(into.length, other.length)
  for (let word = 0; word < words; word += 1) into[word] = (into[word] ?? 0) | (other[word] ?? 0)
}

/** How many numbers a set has from `from` to before `to`. */
export function countBetween(bits: Bits, from: number, to: number): number {
  if (from >= to) return 0
  const last = (to - 1) >>> 5
  const [front, back] = [-1 << (from & 31), -1 >>> (31 - ((to - 1) & 31))]
  if (from >>> 5 === last) return ones((bits[last] ?? 0) & front & back)
  let count = ones((bits[from >>> 5] ?? 0) & front) + ones((bits[last] ?? 0) & back)
  for (let word = (from >>> 5) + 1; word < last; word += 1) count += ones(bits[word] as number) // below its length
  return count
}

/** The numbers in the first `words` of a set in rising order, written into `room`, which must be large enough for them all. */
export function listOf(bits: Bits, words: number, room: Uint32Array): Uint32Array {
  let length = 0
  for (let word = 0; word < words; word += 1) {
    let rest = bits[word] as number // below its length
    while (rest !== 0) {
      const lowest = rest & -rest
      room[length++] = (word << 5) | (31 - Math.clz32(lowest))
      rest ^= lowest
    }
  }
  return room.subarray(0, length)
}

/**
 * Calls `visit` with every number that all of `sets` have in their first `words` and none of `others` has, largest first, until it
 * returns true: most of a large board is never looked at.
 */
export function eachFromTop(sets: readonly Bits[], others: readonly Bits[], words: number, visit: (n: number) => boolean | void): void {
  const [one = bitsFor(0), two = one, three = two] = sets
  for (let word = words - 1; word >= 0; word -= 1) {
    let rest = (one[word] as number) & (two[word] as number) & (three[word] as number) // below all lengths
    if (rest === 0) continue
    for (let n = 3; n < sets.length; n += 1) rest &= sets[n]?.[word] ?? 0
    for (const other of others) rest &= ~(other[word] ?? 0)
    while (rest !== 0) {
      const bit = 31 - Math.clz32(rest)
      if (visit((word << 5) | bit) === true) return
      rest &= ~(1 << bit)
    }
  }
}

/** How many numbers all sets have in common in their first `words`. */
export function countCommon(sets: readonly Bits[], words: number): number {
  const [one = bitsFor(0), two = one, three = two, ...more] = sets
  let count = 0
  // Every word is below the length of each.
  if (more.length > 0) {
    for (let word = 0; word < words; word += 1) {
      let rest = (one[word] as number) & (two[word] as number) & (three[word] as number)
      for (let n = 0; rest !== 0 && n < more.length; n += 1) rest &= more[n]?.[word] ?? 0
      if (rest !== 0) count += ones(rest)
    }
  } else for (let word = 0; word < words; word += 1) count += ones((one[word] as number) & (two[word] as number) & (three[word] as number))
  return count
}

function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Below this a list is never turned into bits. */
const FEW = 64

/** A growing set: numbers come in rising order. */
export class Posting {
  #list: Uint32Array | undefined = new Uint32Array(2)
  #bits: Bits | undefined
  size = 0

  /** @param n larger than every number before */
  push(n: number): void {
    if (this.#list && this.size >= FEW && this.size * 32 > n) this.#becomeBits(n)
    if (this.#list) this.#list = pushed(this.#list, this.size, n)
    else {
      this.#bits = longEnough(this.#bits ?? bitsFor(n + 1), n)
      setBit(this.#bits, n)
    }
    this.size += 1
  }

  /** Its numbers from the word `from` to before the word `to`, that word's as the first; not to be changed by whoever asks. */
  window(from: number, to: number): Bits {
    // The bits may be fewer than asked for: the last words of what is given are then missing, and what is missing is 0.
    if (this.#bits) return this.#bits.subarray(from, to)
    const bits = new Uint32Array(to - from)
    this.addTo(bits, from)
    return bits
  }

  /** Adds its numbers from the word `from` on to a set that begins with that word. */
  addTo(bits: Bits, from = 0): void {
    if (this.#bits) addAll(bits, from === 0 ? this.#bits : this.#bits.subarray(from))
    else
      for (let at = this.size - 1; at >= 0; at -= 1) {
        const n = (this.#list?.[at] ?? 0) - from * 32
        if (n < 0) return
        if (n >>> 5 < bits.length) setBit(bits, n)
      }
  }

  /** Calls `visit` with its numbers that all of `sets` have too, largest first, until it returns true. */
  eachFromTop(sets: readonly Bits[], words: number, visit: (n: number) => boolean | void): void {
    if (this.#bits) return eachFromTop([this.#bits, ...sets], [], Math.min(words, this.#bits.length), visit)
    for (let at = this.size - 1; at >= 0; at -= 1) {
      const n = this.#list?.[at] ?? 0
      let isIn = true
      for (let set = 0; isIn && set < sets.length; set += 1) isIn = hasBit(sets[set] as Bits, n) // below its length
      if (isIn && visit(n) === true) return
    }
  }

  get bytes(): number {
    return (this.#list ?? this.#bits)?.byteLength ?? 0
  }

  #becomeBits(n: number): void {
    const bits = bitsFor(n + 1)
    this.addTo(bits)
    this.#bits = bits
    this.#list = undefined
  }
}

function pushed(list: Uint32Array, size: number, n: number): Uint32Array {
  let roomy = list
  if (size === list.length) {
    roomy = new Uint32Array(size + Math.max(2, size >>> 1))
    roomy.set(list)
  }
  roomy[size] = n
  return roomy
}

function longEnough(bits: Bits, n: number): Bits {
  if (n >>> 5 < bits.length) return bits
  const longer = new Uint32Array((n >>> 5) + 1 + (bits.length >>> 3))
  longer.set(bits)
  return longer
}
