import 'uplot/dist/uPlot.min.css';
import '../shared/base.css';
import './fleet.css';
import { Access } from '../shared/access';
import { drawing, fact, make, setAttribute, setText } from '../shared/dom';
import { fill } from '../shared/language';
import { Live, type LiveState, type Place } from '../shared/live';
import { nextTheme, onTheme, startTheme, theme, type Theme } from '../shared/theme';
import { Api, Refused } from './api';
import { Detail } from './detail';
import { Events } from './events';
import { List } from './list';
import { type Entry, type FleetEvent, intervalFor } from './model';
import { SignIn } from './signin';
import { documentLanguage, words } from './words';

const PULSE = 'M3 13h4l3-9 4 16 3-7h4';
const SUN = 'M12 4V2m0 20v-2m8-8h2M2 12h2m13.7-5.7 1.4-1.4M4.9 19.1l1.4-1.4m0-11.4L4.9 4.9m14.2 14.2-1.4-1.4M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z';
const MOON = 'M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5Z';
const HALF = 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Zm0 0v17m4-2v-13M19 7.5v9';
const THEMES: Record<Theme, { word: string; path: string }> = {
  auto: { word: words.themeAuto, path: HALF },
  light: { word: words.themeLight, path: SUN },
  dark: { word: words.themeDark, path: MOON },
};
const NEWS_MS = 15_000;
/** Beyond the interval: a hub that says nothing for so long has gone. */
const SILENCE_MS = 20_000;

class Page {
  readonly #access = new Access();
  readonly #api = new Api(this.#access);
  readonly #list = new List(this.#api);
  readonly #events = new Events(12);
  readonly #signIn = new SignIn((token, remember) => this.#begin(token, remember));
  readonly #live = new Live(() => this.#prepare(), {
    message: (text) => this.#message(text),
    state: (state, retryAt) => this.#state(state, retryAt),
  });
  readonly #status = make('span', { class: 'status', role: 'status' });
  readonly #theme = make('button', { type: 'button', class: 'icon', onclick: () => this.#showTheme(nextTheme()) });
  readonly #leave = make('button', { type: 'button', text: words.signOut, onclick: () => this.#signOut() });
  readonly #view = make('div', { class: 'view' });
  #detail: Detail | null = null;
  #happened: FleetEvent[] = [];
  #online = new Set<string>();
  #interval = 1_000;
  #countdown: ReturnType<typeof setTimeout> | undefined;
  #news: ReturnType<typeof setTimeout> | undefined;
  #last = '';
  #scroll = 0;

  show(): void {
    document.documentElement.lang = documentLanguage;
    document.title = words.title;
    startTheme();
    this.#list.element.append(this.#events.element, make('p', { class: 'keys', text: words.keys }));
    document.body.append(
      make(
        'header',
        { class: 'top' },
        make('a', { class: 'brand', href: '#/' }, drawing(PULSE), make('span', { text: words.title })),
        this.#status,
        this.#leave,
        this.#theme,
      ),
      this.#view,
    );
    this.#showTheme(theme());
    onTheme(() => {
      this.#list.redraw();
      this.#detail?.redraw();
    });
    addEventListener('hashchange', () => this.#route());
    addEventListener('keydown', (event) => this.#onKey(event));
    if (this.#needsToken()) {
      this.#ask('');
    } else {
      this.#enter();
    }
  }

  #needsToken(): boolean {
    return fact('access') !== 'public' && this.#access.token === '';
  }

  #begin(token: string, remember: boolean): void {
    this.#access.use(token, remember);
    this.#live.start();
  }

  #enter(): void {
    this.#route();
    this.#live.start();
  }

  #ask(problem: string): void {
    this.#live.stop();
    clearTimeout(this.#news);
    this.#news = undefined;
    clearInterval(this.#countdown);
    this.#closeDetail();
    this.#access.forget();
    this.#leave.hidden = true;
    this.#status.hidden = true;
    this.#view.replaceChildren(this.#signIn.element);
    this.#signIn.ask(problem);
  }

  #signOut(): void {
    this.#list.update([]);
    this.#ask('');
  }

  /** Reads all servers once: that shows a picture at once, and tells a wrong token from a hub that is not there. */
  async #prepare(): Promise<Place | null> {
    let entries: Entry[];
    try {
      entries = await this.#api.servers();
    } catch (problem) {
      if (problem instanceof Refused && [401, 403, 429].includes(problem.status)) {
        this.#ask(
          problem.status === 401
            ? words.wrongToken
            : problem.status === 403
              ? words.noViewer
              : fill(words.tooMany, { seconds: problem.retryAfterSeconds }),
        );
        return null;
      }
      throw problem;
    }
    this.#leave.hidden = this.#access.token === '';
    if (this.#signIn.element.isConnected) {
      this.#route();
    }
    this.#update(entries);
    void this.#readNews();
    this.#interval = intervalFor(entries.length);
    return {
      url: this.#api.pushes(this.#interval),
      protocols: this.#access.subprotocols(),
      silenceMs: this.#interval + SILENCE_MS,
    };
  }

  #message(text: string): void {
    const message = JSON.parse(text) as { type: string; data: Entry[] | null };
    if (message.type === 'server_status_update') {
      this.#update(message.data ?? []);
      if (intervalFor(this.#list.size) > this.#interval) {
        this.#live.start();
      }
    }
  }

  #update(entries: readonly Entry[]): void {
    this.#list.update(entries);
    const online = new Set(entries.filter((entry) => entry.isOnline).map((entry) => entry.id));
    if (online.size !== this.#online.size || [...online].some((id) => !this.#online.has(id))) {
      this.#online = online;
      // An event is one only after a while of the hub's.
      clearTimeout(this.#news);
      this.#news = setTimeout(() => void this.#readNews(), 6_000);
    }
    document.title = `${online.size}/${entries.length} · ${words.title}`;
    this.#updateDetail();
  }

  #updateDetail(): void {
    const id = location.hash.slice(2);
    const entry = this.#list.entry(id);
    if (this.#detail !== null && entry !== undefined) {
      this.#detail.update(entry);
    } else if (this.#list.size > 0) {
      this.#detail?.missing();
    }
  }

  async #readNews(): Promise<void> {
    clearTimeout(this.#news);
    try {
      this.#happened = await this.#api.events();
      this.#showEvents();
      this.#list.silent(await this.#api.configured());
    } catch {
      // The live connection finds out by itself what is wrong.
    }
    clearTimeout(this.#news);
    if (!this.#signIn.element.isConnected) {
      this.#news = setTimeout(() => void this.#readNews(), NEWS_MS);
    }
  }

  #showEvents(): void {
    this.#events.show(this.#happened, (id) => this.#list.entry(id)?.name ?? id);
    this.#detail?.events(this.#happened);
  }

  #state(state: LiveState, retryAt = 0): void {
    clearInterval(this.#countdown);
    this.#status.hidden = false;
    setAttribute(this.#status, 'data-state', state);
    setAttribute(this.#view, 'data-stale', String(state === 'waiting'));
    if (state === 'waiting') {
      const tell = (): void => {
        const seconds = Math.max(1, Math.ceil((retryAt - Date.now()) / 1000));
        setText(this.#status, fill(words.waiting, { seconds }));
      };
      tell();
      this.#countdown = setInterval(tell, 1_000);
    } else {
      setText(this.#status, words[state]);
    }
  }

  #route(): void {
    const id = /^#\/([A-Za-z0-9_-]{1,50})$/.exec(location.hash)?.[1] ?? '';
    if (this.#needsToken()) {
      return;
    }
    if (id === '') {
      this.#closeDetail();
      if (!this.#list.element.isConnected) {
        this.#view.replaceChildren(this.#list.element);
        scrollTo(0, this.#scroll);
        this.#list.focus(this.#last);
      }
      return;
    }
    if (this.#list.element.isConnected) {
      this.#scroll = scrollY;
    }
    this.#closeDetail();
    this.#last = id;
    const detail = new Detail(this.#api, id);
    this.#detail = detail;
    this.#view.replaceChildren(detail.element);
    scrollTo(0, 0);
    detail.open();
    this.#updateDetail();
    detail.events(this.#happened);
  }

  #closeDetail(): void {
    this.#detail?.close();
    this.#detail = null;
  }

  #showTheme(chosen: Theme): void {
    this.#theme.replaceChildren(drawing(THEMES[chosen].path));
    setAttribute(this.#theme, 'aria-label', THEMES[chosen].word);
    setAttribute(this.#theme, 'title', THEMES[chosen].word);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.#signIn.element.isConnected) {
      return;
    }
    const typing = event.target instanceof HTMLInputElement && event.target.type !== 'radio';
    if (event.key === '/' && !typing) {
      event.preventDefault();
      if (this.#detail !== null) {
        location.hash = '#/';
        this.#route();
      }
      this.#list.search.focus();
      this.#list.search.select();
    } else if (event.key === 'Escape') {
      if (this.#detail !== null) {
        location.hash = '#/';
      } else if (typing) {
        this.#list.showAll();
        this.#list.search.blur();
      }
    }
  }
}

new Page().show();
