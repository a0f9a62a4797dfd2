export type LiveState = 'connecting' | 'live' | 'waiting';

export interface Place {
  url: string;
  protocols: string[];
  /** After so long without a message the line counts as dead. */
  silenceMs: number;
}

export interface LiveEvents {
  message(text: string): void;
  /** @param retryAt when it tries again (milliseconds of Date.now), while it waits for that */
  state(state: LiveState, retryAt?: number): void;
}

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** How long to wait before an attempt: twice as long each time, and half of it by chance, so that pages do not come together. */
export function backoff(failures: number, chance: number): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return most / 2 + (most / 2) * chance;
}

/**
 * A WebSocket that comes back. Before each connection it asks `prepare`, which may take its time over HTTP (a refused
 * WebSocket does not tell why) and says where to connect, or null to stay away.
 */
export class Live {
  readonly #prepare: () => Promise<Place | null>;
  readonly #events: LiveEvents;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  /** Rises with each start and stop, so that what belongs to an earlier one is known. */
  #turn = 0;

  constructor(prepare: () => Promise<Place | null>, events: LiveEvents) {
    this.#prepare = prepare;
    this.#events = events;
    addEventListener('online', () => this.#atOnce());
    document.addEventListener('visibilitychange', () => document.hidden || this.#atOnce());
  }

  start(): void {
    this.stop();
    void this.#attempt(this.#turn);
  }

  stop(): void {
    this.#turn++;
    clearTimeout(this.#timer);
    clearTimeout(this.#watch);
    this.#timer = undefined;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #atOnce(): void {
    if (this.#timer !== undefined) {
      this.start();
    }
  }

  async #attempt(turn: number): Promise<void> {
    this.#timer = undefined;
    this.#events.state('connecting');
    let where;
    try {
      where = await this.#prepare();
    } catch {
      this.#again(turn);
      return;
    }
    if (turn !== this.#turn || where === null) {
      return;
    }
    const { url, protocols, silenceMs } = where;
    const socket = new WebSocket(url, protocols);
    this.#socket = socket;
    this.#listen(socket, silenceMs);
    socket.onmessage = (event) => {
      if (socket === this.#socket) {
        this.#failures = 0;
        this.#listen(socket, silenceMs);
        this.#events.state('live');
        this.#events.message(String(event.data));
      }
    };
    socket.onclose = () => {
      if (socket === this.#socket) {
        this.#again(turn);
      }
    };
  }

  /** A line that has died without a word is as closed as any other. */
  #listen(socket: WebSocket, silenceMs: number): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      if (socket === this.#socket) {
        socket.close();
        this.#again(this.#turn);
      }
    }, silenceMs);
  }

  #again(turn: number): void {
    if (turn !== this.#turn) {
      return;
    }
    clearTimeout(this.#watch);
    this.#socket = null;
    const wait = backoff(this.#failures++, Math.random());
    this.#events.state('waiting', Date.now() + wait);
    this.#timer = setTimeout(() => void this.#attempt(turn), wait);
  }
}
