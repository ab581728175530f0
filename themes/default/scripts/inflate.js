// The search index is compressed. Browsers from before 2023 have nothing to undo that with, so they fetch this.
"use strict";
{
  /** Lengths and distances begin at these numbers, with so many more bits to follow (RFC 1951, 3.2.5). */
  const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
  const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
  const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
  const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
  /** The order in which the lengths of the codes for code lengths are given (3.2.7). */
  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  const END = 256;

  /** How many codes there are of each length, and the symbols in the order of their codes (3.2.2). */
  function code(lengths) {
    const counts = new Uint16Array(16);
    for (const length of lengths) counts[length]++;
    counts[0] = 0;
    const symbols = [];
    for (let length = 1; length < 16; length++) {
      lengths.forEach((own, symbol) => own === length && symbols.push(symbol));
    }
    return { counts, symbols };
  }

  const FIXED = [
    code(Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8))),
    code(Array(30).fill(5)),
  ];

  /** The bytes of a deflate stream; fails where it is damaged. */
  globalThis.fundusInflate = (packed) => {
    let at = 0;
    let bit = 0;
    const bits = (count) => {
      let value = 0;
      for (let place = 0; place < count; place++) {
        if (at >= packed.length) throw new RangeError("the stream ends too early");
        value |= ((packed[at] >> bit) & 1) << place;
        if (++bit === 8) [at, bit] = [at + 1, 0];
      }
      return value;
    };
    const symbol = ({ counts, symbols }) => {
      let [value, first, index] = [0, 0, 0];
      for (let length = 1; length < 16; length++) {
        value |= bits(1);
        const count = counts[length];
        if (value - first < count) return symbols[index + value - first];
        index += count;
        first = (first + count) << 1;
        value <<= 1;
      }
      throw new RangeError("no such code");
    };
    const codes = () => {
      const [literals, distances, most] = [bits(5) + 257, bits(5) + 1, bits(4) + 4];
      const own = Array(19).fill(0);
      for (let place = 0; place < most; place++) own[ORDER[place]] = bits(3);
      const lengthCode = code(own);
      const lengths = [];
      while (lengths.length < literals + distances) {
        const length = symbol(lengthCode);
        if (length < 16) lengths.push(length);
        else if (length === 16) lengths.push(...Array(bits(2) + 3).fill(lengths[lengths.length - 1]));
        else lengths.push(...Array(length === 17 ? bits(3) + 3 : bits(7) + 11).fill(0));
      }
      return [code(lengths.slice(0, literals)), code(lengths.slice(literals))];
    };

    const bytes = [];
    let isLast = false;
    while (!isLast) {
      isLast = bits(1) === 1;
      const kind = bits(2);
      if (kind === 0) {
        if (bit) [at, bit] = [at + 1, 0];
        const length = packed[at] | (packed[at + 1] << 8);
        at += 4;
        if (at + length > packed.length) throw new RangeError("the stream ends too early");
        for (let place = 0; place < length; place++) bytes.push(packed[at++]);
        continue;
      }
      if (kind === 3) throw new RangeError("no such block");
      const [literalCode, distanceCode] = kind === 1 ? FIXED : codes();
      for (let found = symbol(literalCode); found !== END; found = symbol(literalCode)) {
        if (found < END) {
          bytes.push(found);
          continue;
        }
        const length = LENGTHS[found - 257] + bits(LENGTH_BITS[found - 257]);
        const way = symbol(distanceCode);
        const distance = DISTANCES[way] + bits(DISTANCE_BITS[way]);
        if (!(distance <= bytes.length)) throw new RangeError("before the beginning");
        for (let place = 0; place < length; place++) bytes.push(bytes[bytes.length - distance]);
      }
    }
    return Uint8Array.from(bytes);
  };
}
