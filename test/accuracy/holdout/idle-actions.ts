/** Actions in which there is nothing to find, and much that looks like it. */
import type { Chance } from './chance.ts'
import { envelope } from './envelope.ts'
import { harmless } from './parts.ts'
import type { Labelled } from './say.ts'

export function idleAction(c: Chance): Labelled {
  return c.one([
    () =>
      envelope(
        c,
        'deploy.rollout',
        {
          service: 'checkout',
          image: `registry.internal/checkout@${harmless.digest(c)}`,
          version: harmless.version(c),
          replicas: c.between(2, 40),
          strategy: { maxSurge: '25%', maxUnavailable: 0 },
        },
        'Error rate is back to normal; go on with the rollout.',
      ),
    () =>
      envelope(c, 'stock.reorder', {
        items: [
          { sku: harmless.sku(c), name: harmless.product(c), quantity: c.between(1, 500) },
          { sku: harmless.sku(c), name: harmless.product(c), quantity: 12 },
        ],
        warehouse: 'LEJ-2',
        supplier: harmless.company(c),
      }),
    () =>
      envelope(c, 'repo.merge', {
        repository: 'platform/gateway',
        pullRequest: c.between(100, 9999),
        head: harmless.commit(c),
        checks: ['unit', 'e2e'],
        branch: 'release/2025-06',
      }),
    () =>
      envelope(c, 'feature.flag', {
        flag: 'new-pricing',
        percentage: c.between(1, 100),
        environments: ['eu-west-1', 'us-east-2'],
        since: 1_718_000_000 + c.int(999_999),
      }),
    () =>
      envelope(c, 'report.export', {
        query: 'monthly revenue by region',
        output: harmless.bucket(c),
        rows: c.number(7),
        columns: ['region', 'month', 'net', 'gross'],
      }),
  ])()
}

export function idleOperation(c: Chance): Labelled {
  return c.one([
    () =>
      envelope(c, 'dns.update', {
        zone: 'example.org',
        record: { name: 'www', type: 'CNAME', value: 'edge.cdn.example.net', ttl: 300 },
        serial: 2025061401,
      }),
    () =>
      envelope(c, 'shipment.create', {
        order: harmless.order(c),
        tracking: harmless.tracking(c),
        weightGrams: c.number(5),
        dimensions: '40x30x20',
        insuredFor: harmless.amount(c),
      }),
  ])()
}
