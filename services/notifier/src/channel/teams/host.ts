/** Whether an address is one of Microsoft's, as the settings name them: tokens go nowhere else. */

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** HTTPS, and on these hosts or below them; plain HTTP on this machine alone. */
export function isAt(url: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username, password } = new URL(url)
  if (username !== '' || password !== '') return false
  if (protocol !== 'https:' && !(protocol === 'http:' && loopback.has(hostname))) return false
  return hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`))
}
