import type { Access } from '../shared/access';
import { fact } from '../shared/dom';
import type { Entry, FleetEvent, HistoryPage } from './model';

/** Why the hub would not answer. */
export class Refused extends Error {
  readonly status: number;
  readonly retryAfterSeconds: number;

  constructor(status: number, retryAfterSeconds: number) {
    super(`HTTP ${status}`);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const TIMEOUT_MS = 15_000;

/** The hub below whichever path a proxy has put it. */
const root = location.pathname.replace(/\/fleet(\.html)?\/?$/, '');

export class Api {
  readonly #access: Access;

  constructor(access: Access) {
    this.#access = access;
  }

  async servers(): Promise<Entry[]> {
    return (await this.#get<{ data: Entry[] }>('/api/server/statusInfo')).data;
  }

  async configured(): Promise<number> {
    return (await this.#get<{ data: { configServersLen: number } }>('/api/statistics')).data.configServersLen;
  }

  async events(): Promise<FleetEvent[]> {
    return (await this.#get<{ events: FleetEvent[] }>('/api/fleet/events')).events;
  }

  history(id: string, from: number, to: number, step: number): Promise<HistoryPage> {
    const query = `from=${Math.floor(from)}&to=${Math.ceil(to)}&step=${Math.max(1, Math.ceil(step))}`;
    return this.#get(`/api/fleet/${encodeURIComponent(id)}/history?${query}`);
  }

  /** Where pictures of all servers are pushed. */
  pushes(intervalMs: number): string {
    const url = new URL(root + fact('frontend-path'), location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.search = `?format=envelope&interval=${intervalMs}`;
    url.hash = '';
    return url.href;
  }

  async #get<T>(path: string): Promise<T> {
    const answer = await fetch(root + path, {
      headers: this.#access.headers(),
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) {
      throw new Refused(answer.status, Number(answer.headers.get('Retry-After') ?? 60));
    }
    return (await answer.json()) as T;
  }
}
