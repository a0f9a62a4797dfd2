const KEY = 'relayhub.token';

/** What a token may hold: it travels in a header. */
const TOKEN = /^[\x21-\x7e]{1,4096}$/;

/** The token of the person before the page: for this tab, or kept when that was asked for. */
export class Access {
  #token: string;

  constructor() {
    this.#token = taken(location, history) ?? sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY) ?? '';
    if (this.#token !== '' && localStorage.getItem(KEY) === null) {
      sessionStorage.setItem(KEY, this.#token);
    }
  }

  get token(): string {
    return this.#token;
  }

  use(token: string, remember: boolean): void {
    this.forget();
    this.#token = token;
    (remember ? localStorage : sessionStorage).setItem(KEY, token);
  }

  forget(): void {
    this.#token = '';
    sessionStorage.removeItem(KEY);
    localStorage.removeItem(KEY);
  }

  headers(): Record<string, string> {
    return this.#token === '' ? {} : { Authorization: `Bearer ${this.#token}` };
  }

  /** How a browser, which cannot set headers there, brings its token to a WebSocket (docs/protocol.md, "Handshake"). */
  subprotocols(): string[] {
    return this.#token === '' ? [] : ['relayhub.v1', `bearer.${base64url(this.#token)}`];
  }
}

export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

export function base64url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Takes the token out of the address's fragment, where neither servers nor their logs see it, and out of the history. */
export function taken(from: { href: string; hash: string }, past: Pick<History, 'replaceState'>): string | undefined {
  const found = /[#&]token=([^&]*)/.exec(from.hash);
  if (found === null) {
    return undefined;
  }
  const rest = from.hash.replace(found[0], '').replace(/^[#&]*/, '');
  past.replaceState(null, '', from.href.split('#')[0] + (rest === '' ? '' : `#${rest}`));
  let token: string;
  try {
    token = decodeURIComponent(found[1] ?? '');
  } catch {
    return undefined;
  }
  return isToken(token) ? token : undefined;
}
