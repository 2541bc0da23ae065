/** Counters and gauges of one service, for `/metrics`. Labels are names from our own code, never from input: their number stays small. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Seconds: from a local hop to a long poll. */
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]

export interface Metrics {
  readonly registry: Registry
  counter(name: string, help: string, labels?: readonly string[]): Counter
  /** `read` is called when somebody scrapes. */
  gauge(name: string, help: string, read?: () => number, labels?: readonly string[]): Gauge
  /** In seconds. */
  histogram(
    name: string,
    help: string,
    labels?: readonly string[],
    buckets?: readonly number[],
  ): Histogram
}

/** A registry of its own, so that services sharing a process don't meet. Names get `holdpoint_` in front. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  const common = (name: string, help: string, labels: readonly string[] = []) => ({
    name: `holdpoint_${name}`,
    help,
    labelNames: [...labels],
    registers: [registry],
  })
  const metrics: Metrics = {
    registry,
    counter: (name, help, labels) => new Counter(common(name, help, labels)),
    gauge: (name, help, read, labels) =>
      new Gauge({
        ...common(name, help, labels),
        ...(read === undefined ? {} : { collect: collecting(read) }),
      }),
    histogram: (name, help, labels, buckets = secondsBuckets) =>
      new Histogram({ ...common(name, help, labels), buckets: [...buckets] }),
  }
  // Read only when scraped: the library's own defaults keep timers running in an idle process.
  metrics.gauge('memory_bytes', 'Resident memory', () => process.memoryUsage.rss())
  metrics.gauge('cpu_seconds_total', 'User and system time', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
  metrics.gauge('uptime_seconds', 'Since the process started', () => process.uptime())
  return metrics
}

function collecting(read: () => number): (this: Gauge) => void {
  return function collect() {
    this.set(read())
  }
}
