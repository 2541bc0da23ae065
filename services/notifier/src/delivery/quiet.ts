/** Hours in which nobody is asked, unless much is at stake. What was decided is brought at any hour. Pure. */

/** `from` and `until` are minutes of the day in the zone; `from` after `until`: over midnight. `days`: 0 is Sunday, of the day on which it begins. */
export interface QuietHours {
  readonly fromMinute: number
  readonly untilMinute: number
  readonly zone: string
  readonly days?: readonly number[]
}

const minuteMs = 60_000
const dayMinutes = 24 * 60
/** Clocks are put forward by no more than this. */
const skippedMinutesMax = 120
/** Days of quiet in a row, and one hour more where a clock is put back. */
const stepsMax = 26

/** When the quiet hours that this moment lies in are over; undefined: it lies in none. */
export function quietUntilMs(nowMs: number, hours: QuietHours | undefined): number | undefined {
  if (hours === undefined || !isQuiet(nowMs, hours)) return undefined
  let untilMs = nowMs
  // From end to end, until one lies outside: quiet days may follow each other, and days of 23 and 25 hours come right too.
  for (let step = 0; step < stepsMax && isQuiet(untilMs, hours); step++) {
    const { minute } = localOf(untilMs, hours.zone)
    const leftMinutes = (hours.untilMinute - minute + dayMinutes) % dayMinutes || dayMinutes
    const roughMs = (Math.floor(untilMs / minuteMs) + leftMinutes) * minuteMs
    // In a night of 23 hours that is an hour too late.
    const over = (localOf(roughMs, hours.zone).minute - hours.untilMinute + dayMinutes) % dayMinutes
    untilMs = over <= skippedMinutesMax ? roughMs - over * minuteMs : roughMs
  }
  return untilMs
}

function isQuiet(atMs: number, { fromMinute, untilMinute, zone, days }: QuietHours): boolean {
  const { minute, day } = localOf(atMs, zone)
  const isOvernight = fromMinute >= untilMinute
  const began = isOvernight && minute < untilMinute ? (day + 6) % 7 : day
  const isWithin = isOvernight
    ? minute >= fromMinute || minute < untilMinute
    : minute >= fromMinute && minute < untilMinute
  return isWithin && (days?.includes(began) ?? true)
}

const formats = new Map<string, Intl.DateTimeFormat>()
const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

function localOf(atMs: number, zone: string): { readonly minute: number; readonly day: number } {
  const format = formats.get(zone) ?? formatOf(zone)
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]))
  const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'))
  return { minute, day: dayNames.indexOf(parts.get('weekday') ?? '') }
}

/** Made once: it takes longer than all that is done with it. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', weekday: 'short' },
    ...{ hour: '2-digit', minute: '2-digit' },
  })
  formats.set(zone, format)
  return format
}

/** Throws RangeError for a zone that nobody knows. */
export function checkZone(zone: string): void {
  formatOf(zone)
}
