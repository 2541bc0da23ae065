/** Strings that no reviewer can read: mostly control characters. They are masked whole. */
import { controlShareMax } from './limits.ts'

export function isBinary(text: string): boolean {
  let controls = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) controls++
  }
  return controls > text.length * controlShareMax
}
