/** One server as the envelope and /api/server/statusInfo have it (docs/fleet.md, "Watching"). */
export interface Entry {
  id: string;
  name: string;
  group: string;
  lastReportTime: number;
  uptime: number;
  platform: string;
  cpuPercent: number;
  RAMPercent: number;
  SWAPPercent: number;
  diskPercent: number;
  netInSpeed: number;
  netOutSpeed: number;
  loc: string;
  isOnline: boolean;
  hostInfo: {
    cpuInfo: string[];
    avgStat: { load1: number; load5: number; load15: number };
    RAMTotal: number;
    RAMUsed: number;
    swapTotal: number;
    swapUsed: number;
    diskTotal: number;
    diskUsed: number;
    diskPartitions: { mountPoint: string; fstype: string; total: number; used: number; usedPercent: number }[];
    netInTransfer: number;
    netOutTransfer: number;
    os: string;
    platform: string;
    platformVersion: string;
    virtualizationSystem: string;
    kernelVersion: string;
    kernelArch: string;
  };
}

export interface FleetEvent {
  time: number;
  id: string;
  event: 'online' | 'offline';
}

export interface HistoryPage {
  from: number;
  to: number;
  step: number;
  time: number[];
  cpu: (number | null)[];
  memory: (number | null)[];
  disk: (number | null)[];
  in: (number | null)[];
  out: (number | null)[];
}

export type SortKey = 'name' | 'cpu' | 'memory' | 'disk' | 'network' | 'load' | 'uptime';
export type StateChoice = 'all' | 'online' | 'offline';

export interface Choice {
  text: string;
  state: StateChoice;
  /** Empty: all. */
  group: string;
  sort: SortKey;
  descending: boolean;
}

export interface Totals {
  online: number;
  offline: number;
  in: number;
  out: number;
  /** Of those on-line; 0 when there is none. */
  cpu: number;
}

const MEASURES: Record<Exclude<SortKey, 'name'>, (entry: Entry) => number> = {
  cpu: (entry) => entry.cpuPercent,
  memory: (entry) => entry.RAMPercent,
  disk: (entry) => entry.diskPercent,
  network: (entry) => entry.netInSpeed + entry.netOutSpeed,
  load: (entry) => entry.hostInfo.avgStat.load1,
  uptime: (entry) => entry.uptime,
};

export function totals(entries: Iterable<Entry>): Totals {
  const sum = { online: 0, offline: 0, in: 0, out: 0, cpu: 0 };
  for (const entry of entries) {
    if (entry.isOnline) {
      sum.online++;
      sum.in += entry.netInSpeed;
      sum.out += entry.netOutSpeed;
      sum.cpu += entry.cpuPercent;
    } else {
      sum.offline++;
    }
  }
  sum.cpu = sum.online === 0 ? 0 : sum.cpu / sum.online;
  return sum;
}

/** Whether each word of the text is somewhere in what the row shows of the server. */
function matches(entry: Entry, words: readonly string[]): boolean {
  if (words.length === 0) {
    return true;
  }
  const shown = `${entry.name}\n${entry.id}\n${entry.group}\n${entry.platform}\n${entry.loc}`.toLowerCase();
  return words.every((word) => shown.includes(word));
}

/** What is to be seen, by groups in the order of their names. What is off-line has no numbers to sort by and comes last. */
export function selected(
  entries: Iterable<Entry>,
  choice: Choice,
  compareNames: (a: string, b: string) => number,
): Map<string, Entry[]> {
  const words = choice.text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [...entries].filter(
    (entry) =>
      (choice.state === 'all' || entry.isOnline === (choice.state === 'online')) &&
      (choice.group === '' || entry.group === choice.group) &&
      matches(entry, words),
  );
  const sign = choice.descending ? -1 : 1;
  const byName = (a: Entry, b: Entry): number => compareNames(a.name, b.name) || compareNames(a.id, b.id);
  const measure = choice.sort === 'name' ? null : MEASURES[choice.sort];
  found.sort((a, b) => {
    if (measure === null) {
      return sign * byName(a, b);
    }
    return Number(b.isOnline) - Number(a.isOnline) || sign * (measure(a) - measure(b)) || byName(a, b);
  });
  const groups = new Map<string, Entry[]>();
  for (const name of [...new Set(found.map((entry) => entry.group))].sort(compareNames)) {
    groups.set(name, []);
  }
  found.forEach((entry) => groups.get(entry.group)?.push(entry));
  return groups;
}

/** How often to ask for pictures: one of a large fleet is large. Milliseconds. */
export function intervalFor(servers: number): number {
  return servers <= 100 ? 1_000 : servers <= 400 ? 2_000 : 5_000;
}

/** The last quarter of an hour of one server in steps of 10 s, from its history and from what came since. */
export class Trend {
  static readonly STEP = 10;
  static readonly POINTS = 90;

  /** Unix seconds of the last step; 0: there is none. */
  #last = 0;
  readonly #cpu: (number | null)[] = new Array<number | null>(Trend.POINTS).fill(null);
  readonly #network: (number | null)[] = new Array<number | null>(Trend.POINTS).fill(null);
  filled = false;

  static readonly places = Array.from({ length: Trend.POINTS }, (_, index) => index);

  add(unixSeconds: number, cpu: number, network: number): void {
    const step = Math.floor(unixSeconds / Trend.STEP) * Trend.STEP;
    this.#advance(step);
    this.#put(step, cpu, network);
  }

  /** Puts the history before what has come already. */
  fill(page: Pick<HistoryPage, 'time' | 'cpu' | 'in' | 'out'>): void {
    this.filled = true;
    const newest = page.time.at(-1);
    if (newest !== undefined) {
      this.#advance(Math.floor(newest / Trend.STEP) * Trend.STEP);
    }
    page.time.forEach((time, index) => {
      const cpu = page.cpu[index] ?? null;
      if (cpu !== null) {
        const step = Math.floor(time / Trend.STEP) * Trend.STEP;
        if (this.#at(step) !== null) {
          return;
        }
        this.#put(step, cpu, (page.in[index] ?? 0) + (page.out[index] ?? 0));
      }
    });
  }

  get cpu(): (number | null)[] {
    return this.#cpu;
  }

  get network(): (number | null)[] {
    return this.#network;
  }

  #place(step: number): number {
    return Trend.POINTS - 1 - (this.#last - step) / Trend.STEP;
  }

  #at(step: number): number | null {
    return this.#cpu[this.#place(step)] ?? null;
  }

  #put(step: number, cpu: number, network: number): void {
    const place = this.#place(step);
    if (place >= 0 && place < Trend.POINTS) {
      this.#cpu[place] = cpu;
      this.#network[place] = network;
    }
  }

  #advance(step: number): void {
    if (step <= this.#last) {
      return;
    }
    const steps = this.#last === 0 ? Trend.POINTS : Math.min(Trend.POINTS, (step - this.#last) / Trend.STEP);
    for (let i = 0; i < steps; i++) {
      this.#cpu.shift();
      this.#cpu.push(null);
      this.#network.shift();
      this.#network.push(null);
    }
    this.#last = step;
  }
}

export type Level = 'usual' | 'high' | 'full';

export function level(percent: number): Level {
  return percent >= 92 ? 'full' : percent >= 80 ? 'high' : 'usual';
}
