/** Lines of logs and small actions, half of each, as they come by: most hold nothing. */

export function sampleTexts(count: number): string[] {
  return Array.from({ length: count }, (_, n) => (n % 2 === 0 ? logLine(n) : actionText(n)))
}

function logLine(n: number): string {
  const who = n % 8 === 0 ? ` user=u${n}@shop.example` : ''
  const time = `2026-03-${String((n % 27) + 1).padStart(2, '0')}T08:15:${String(n % 60).padStart(2, '0')}Z`
  return `${time} INFO worker-${n % 7} finished job ${n * 7919} in ${n % 900} ms, retries=${n % 3}${who}`
}

function actionText(n: number): string {
  return JSON.stringify({
    type: 'payments.refund',
    target: { system: 'billing', resource: `invoice/${n * 31}` },
    params: { amount: n, currency: 'EUR', note: `second part of order ${n}, as agreed by phone` },
    ...(n % 6 === 1 ? { customer: { email: `c${n}@mail.example`, card: '4111111111111111' } } : {}),
  })
}
