/** The two pictures that a Teams app must have, drawn by our own hand: two upright bars, held. PNG as in RFC 2083. */
import { crc32, deflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Each pixel is looked at in so many places across, so that edges are smooth. */
const samples = 4

export type Color = readonly [red: number, green: number, blue: number]
export const markColor: Color = [0x1f, 0x3a, 0x5f]
const white: Color = [255, 255, 255]

/** 192 × 192: the mark in white on a full square of colour. */
export function colorIcon(): Buffer {
  return png(192, (x, y) => {
    const share = covered(x, y, 192)
    return [...mix(markColor, white, share), 255]
  })
}

/** 32 × 32: white and transparent, and nothing else. */
export function outlineIcon(): Buffer {
  return png(32, (x, y) => [...white, Math.round(covered(x, y, 32) * 255)])
}

/** How much of the pixel belongs to the mark. */
function covered(x: number, y: number, size: number): number {
  let inside = 0
  for (let at = 0; at < samples * samples; at++) {
    const px = (x + ((at % samples) + 0.5) / samples) / size
    const py = (y + (Math.floor(at / samples) + 0.5) / samples) / size
    if (isMark(px, py)) inside++
  }
  return inside / (samples * samples)
}

/** A ring, and two bars in it; in parts of the side. */
function isMark(x: number, y: number): boolean {
  const radius = Math.hypot(x - 0.5, y - 0.5)
  const isBar = Math.abs(y - 0.5) <= 0.16 && [0.42, 0.58].some((at) => Math.abs(x - at) <= 0.045)
  return (radius >= 0.3 && radius <= 0.36) || isBar
}

const mix = (from: Color, to: Color, share: number): number[] =>
  from.map((value, at) => Math.round(value + ((to[at] ?? value) - value) * share))

function png(size: number, pixel: (x: number, y: number) => readonly number[]): Buffer {
  const rows = Array.from({ length: size }, (_, y) => {
    const pixels = Array.from({ length: size }, (_, x) => pixel(x, y)).flat()
    // Each row begins with its filter: none.
    return Buffer.from([0, ...pixels])
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  // 8 bits for each of red, green, blue and alpha.
  header.set([8, 6, 0, 0, 0], 8)
  const packed = deflateSync(Buffer.concat(rows), { level: 9 })
  const parts = [chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([signature, ...parts])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
