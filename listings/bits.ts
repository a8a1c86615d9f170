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

/** What all sets have in common, one at least; a new set. Three at a time: a pass over a large board is a pass over its memory. */
export function common(sets: readonly Bits[]): Bits {
  const [one = bitsFor(0), two = one, three = two, ...others] = sets
  const length = Math.min(...sets.map(set => set.length))
  const all = new Uint32Array(one.length)
  // Every word is below the length of each.
  for (let word = 0; word < length; word += 1) all[word] = (one[word] as number) & (two[word] as number) & (three[word] as number)
  for (let n = 0; n < others.length; n += 2) {
    const [four = one, five = four] = others.slice(n, n + 2)
    for (let word = 0; word < length; word += 1) all[word] = (all[word] as number) & (four[word] as number) & (five[word] as number)
  }
  return all
}

export function takeAway(into: Bits, other: Bits): void {
  const words = Math.min(into.length, other.length)
  for (let word = 0; word < words; word += 1) into[word] = (into[word] ?? 0) & ~(other[word] ?? 0)
}

export function addAll(into: Bits, other: Bits): void {
  const words = Math.min(into.length, other.length)
  for (let word = 0; word < words; word += 1) into[word] = (into[word] ?? 0) | (other[word] ?? 0)
}

export function countBits(bits: Bits): number {
  let count = 0
  for (let word = 0; word < bits.length; word += 1) count += ones(bits[word] ?? 0)
  return count
}

/** What the first set has and the second has not; a new set. */
export function without(one: Bits, other: Bits): Bits {
  const rest = one.slice()
  takeAway(rest, other)
  return rest
}

/** The numbers of a set in rising order, written into `room`, which must be large enough for them all. */
export function listOf(bits: Bits, room: Uint32Array): Uint32Array {
  let length = 0
  for (let word = 0; word < bits.length; word += 1) {
    let rest = bits[word] as number // below its length
    while (rest !== 0) {
      const lowest = rest & -rest
      room[length++] = (word << 5) | (31 - Math.clz32(lowest))
      rest ^= lowest
    }
  }
  return room.subarray(0, length)
}

/** Calls `visit` with every number of the set, largest first, until it returns true. */
export function eachFromTop(bits: Bits, visit: (n: number) => boolean | void): void {
  for (let word = bits.length - 1; word >= 0; word -= 1) {
    // Signed from the start: where it only became so, the compiler threw its code away again and again.
    let rest = (bits[word] ?? 0) | 0
    while (rest !== 0) {
      const bit = 31 - Math.clz32(rest)
      if (visit((word << 5) | bit) === true) return
      rest &= ~(1 << bit)
    }
  }
}

/** The same for the numbers that two sets have in common and none of the others has: most of them are never looked at. */
export function eachCommonFromTop(one: Bits, two: Bits, others: readonly Bits[], visit: (n: number) => boolean | void): void {
  for (let word = Math.min(one.length, two.length) - 1; word >= 0; word -= 1) {
    let rest = (one[word] as number) & (two[word] as number) // below both lengths
    for (let n = 0; rest !== 0 && n < others.length; n += 1) rest &= ~(others[n]?.[word] ?? 0)
    while (rest !== 0) {
      const bit = 31 - Math.clz32(rest)
      if (visit((word << 5) | bit) === true) return
      rest &= ~(1 << bit)
    }
  }
}

/** How many two sets have in common. */
export function countCommon(one: Bits, other: Bits): number {
  const length = Math.min(one.length, other.length)
  let count = 0
  for (let word = 0; word < length; word += 1) count += ones((one[word] as number) & (other[word] as number)) // below both lengths
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

  /** The set as bits; not to be changed by whoever asks. */
  toBits(count: number): Bits {
    if (this.#bits) return this.#bits
    const bits = bitsFor(count)
    this.addTo(bits)
    return bits
  }

  addTo(bits: Bits): void {
    if (this.#bits) addAll(bits, this.#bits)
    else for (let at = 0; at < this.size; at += 1) setBit(bits, this.#list?.[at] ?? 0)
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
