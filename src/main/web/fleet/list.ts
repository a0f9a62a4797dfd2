import { arrange, make, setAttribute, setText } from '../shared/dom';
import { fill } from '../shared/language';
import type { Api } from './api';
import { type Choice, type Entry, selected, type SortKey, type StateChoice, totals, Trend } from './model';
import { Row } from './row';
import { collator, format, words } from './words';

const STATES: readonly StateChoice[] = ['all', 'online', 'offline'];
const SORTS: readonly SortKey[] = ['name', 'cpu', 'memory', 'disk', 'network', 'load', 'uptime'];
/** Rows that moved at every push could not be read. */
const SORT_AGAIN_MS = 5_000;
const HISTORIES_AT_ONCE = 2;

class Tile {
  readonly element: HTMLElement;
  readonly #value = make('dd', { text: '–' });

  constructor(kind: string, label: string) {
    this.element = make('div', { class: `tile ${kind}` }, make('dt', { text: label }), this.#value);
  }

  show(text: string): void {
    setText(this.#value, text);
  }
}

interface Group {
  element: HTMLElement;
  list: HTMLUListElement;
  count: HTMLElement;
}

/** All servers by groups, with what chooses and orders them. */
export class List {
  readonly element: HTMLElement;
  readonly #api: Api;
  readonly #rows = new Map<string, Row>();
  readonly #rowOf = new WeakMap<Element, Row>();
  readonly #groups = new Map<string, Group>();
  readonly #choice: Choice = { text: '', state: 'all', group: '', sort: 'name', descending: false };
  readonly #online = new Tile('online', words.online);
  readonly #offline = new Tile('offline', words.offline);
  readonly #cpu = new Tile('cpu', words.meanCpu);
  readonly #in = new Tile('in', words.received);
  readonly #out = new Tile('out', words.sent);
  readonly #body = make('div', { class: 'groups' });
  readonly #empty = make('div', { class: 'empty', role: 'status' });
  readonly #silent = make('p', { class: 'silent' });
  readonly #groupChoice: HTMLSelectElement;
  readonly #sortChoice: HTMLSelectElement;
  readonly #heads = new Map<SortKey, HTMLButtonElement>();
  readonly #seen: IntersectionObserver;
  readonly search: HTMLInputElement;
  readonly #wanted = new Set<Row>();
  #fetching = 0;
  #sortedAt = 0;

  constructor(api: Api) {
    this.#api = api;
    this.#seen = new IntersectionObserver((changes) => this.#onSeen(changes), { rootMargin: '160px 0px' });
    this.search = make('input', {
      type: 'search',
      class: 'search',
      placeholder: words.search,
      'aria-label': words.search,
      autocomplete: 'off',
      spellcheck: 'false',
      oninput: () => {
        this.#choice.text = this.search.value;
        this.arrange();
      },
    });
    this.#groupChoice = make('select', {
      'aria-label': words.group,
      onchange: () => {
        this.#choice.group = this.#groupChoice.value;
        this.arrange();
      },
    });
    this.#groupChoice.hidden = true;
    this.#sortChoice = make(
      'select',
      { class: 'sort', 'aria-label': words.sortBy, onchange: () => this.#sortBy(this.#sortChoice.value as SortKey) },
      ...SORTS.map((key) => make('option', { value: key, text: `${words.sortBy}: ${words[key]}` })),
    );
    this.element = make(
      'main',
      { class: 'list' },
      make('h1', { class: 'unseen', text: words.heading }),
      make(
        'dl',
        { class: 'tiles' },
        ...[this.#online, this.#offline, this.#cpu, this.#in, this.#out].map((tile) => tile.element),
      ),
      make(
        'div',
        { class: 'tools', role: 'search' },
        make('div', { class: 'searchbox' }, this.search, make('kbd', { 'aria-hidden': 'true', text: '/' })),
        this.#states(),
        this.#groupChoice,
        this.#sortChoice,
      ),
      this.#header(),
      this.#empty,
      this.#body,
      this.#silent,
    );
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    setText(this.#empty, words.loading);
    this.#markSort();
  }

  get size(): number {
    return this.#rows.size;
  }

  entry(id: string): Entry | undefined {
    return this.#rows.get(id)?.entry;
  }

  /** A picture of all servers. */
  update(entries: readonly Entry[]): void {
    const now = Math.floor(Date.now() / 1000);
    let moved = false;
    const gone = new Set(this.#rows.keys());
    for (const entry of entries) {
      gone.delete(entry.id);
      const row = this.#rows.get(entry.id);
      if (row === undefined) {
        const added = new Row(entry);
        this.#rows.set(entry.id, added);
        this.#rowOf.set(added.element, added);
        added.update(entry, now);
        moved = true;
      } else {
        const before = row.entry;
        moved ||=
          before.isOnline !== entry.isOnline || before.group !== entry.group || before.name !== entry.name;
        row.update(entry, now);
      }
    }
    for (const id of gone) {
      const row = this.#rows.get(id);
      row?.show(false);
      this.#rows.delete(id);
      moved = true;
    }
    const sum = totals(entries);
    this.#online.show(format.count(sum.online));
    this.#offline.show(format.count(sum.offline));
    setAttribute(this.#offline.element, 'data-any', String(sum.offline > 0));
    this.#cpu.show(format.percent(sum.cpu));
    this.#in.show(format.rate(sum.in));
    this.#out.show(format.rate(sum.out));
    if (moved || (this.#choice.sort !== 'name' && Date.now() - this.#sortedAt >= SORT_AGAIN_MS)) {
      this.arrange();
    }
  }

  /** @param configured how many servers the hub knows of, whether or not they have reported */
  silent(configured: number): void {
    const count = Math.max(0, configured - this.#rows.size);
    setText(
      this.#silent,
      count === 0 ? '' : count === 1 ? words.oneSilent : fill(words.noneSilent, { count: format.count(count) }),
    );
  }

  redraw(): void {
    this.#rows.forEach((row) => row.redraw());
  }

  focus(id: string): void {
    this.#rows.get(id)?.link.focus({ preventScroll: true });
  }

  arrange(): void {
    this.#sortedAt = Date.now();
    const groups = selected(
      [...this.#rows.values()].map((row) => row.entry),
      this.#choice,
      (a, b) => collator.compare(a, b),
    );
    this.#offerGroups();
    const sections: HTMLElement[] = [];
    for (const [name, entries] of groups) {
      const group = this.#group(name);
      setText(
        group.count,
        `${format.count(entries.filter((entry) => entry.isOnline).length)} / ${format.count(entries.length)}`,
      );
      const rows = entries.map((entry) => this.#rows.get(entry.id)).filter((row) => row !== undefined);
      for (const row of rows) {
        if (row.element.parentElement !== group.list) {
          this.#seen.observe(row.element);
        }
      }
      arrange(group.list, rows.map((row) => row.element));
      sections.push(group.element);
    }
    arrange(this.#body, sections);
    this.#showEmpty(groups.size === 0);
  }

  #showEmpty(empty: boolean): void {
    this.#empty.hidden = !empty;
    if (!empty) {
      return;
    }
    if (this.#rows.size === 0) {
      setText(this.#empty, words.none);
      return;
    }
    this.#empty.replaceChildren(
      words.noMatch,
      make('button', { type: 'button', text: words.showAll, onclick: () => this.showAll() }),
    );
  }

  showAll(): void {
    this.search.value = '';
    Object.assign(this.#choice, { text: '', state: 'all', group: '' });
    this.#groupChoice.value = '';
    const all = this.element.querySelector<HTMLInputElement>('input[value=all]');
    if (all !== null) {
      all.checked = true;
    }
    this.arrange();
  }

  #group(name: string): Group {
    let group = this.#groups.get(name);
    if (group === undefined) {
      const list = make('ul', { role: 'list' });
      const count = make('span', { class: 'count' });
      const heading = make('h2', {}, make('span', { text: name }), count);
      group = { element: make('section', { 'aria-label': name }, heading, list), list, count };
      this.#groups.set(name, group);
    }
    return group;
  }

  #offerGroups(): void {
    const names = [...new Set([...this.#rows.values()].map((row) => row.entry.group))].sort((a, b) =>
      collator.compare(a, b),
    );
    const offered = [...this.#groupChoice.options].slice(1).map((option) => option.value);
    if (this.#groupChoice.options.length === 0 || names.join('\n') !== offered.join('\n')) {
      if (!names.includes(this.#choice.group)) {
        this.#choice.group = '';
      }
      this.#groupChoice.replaceChildren(
        make('option', { value: '', text: words.allGroups }),
        ...names.map((name) => make('option', { value: name, text: name })),
      );
      this.#groupChoice.value = this.#choice.group;
    }
    this.#groupChoice.hidden = names.length < 2;
  }

  #states(): HTMLElement {
    return make(
      'fieldset',
      { class: 'segments' },
      make('legend', { class: 'unseen', text: words.state }),
      ...STATES.map((state) =>
        make(
          'label',
          {},
          make('input', {
            type: 'radio',
            name: 'state',
            value: state,
            checked: state === 'all',
            onchange: () => {
              this.#choice.state = state;
              this.arrange();
            },
          }),
          make('span', { text: words[state] }),
        ),
      ),
    );
  }

  #header(): HTMLElement {
    const head = (key: SortKey): HTMLElement => {
      const button = make('button', { type: 'button', text: words[key], onclick: () => this.#sortBy(key) });
      this.#heads.set(key, button);
      return make('span', { class: `head ${key}` }, button);
    };
    return make('div', { class: 'heads', role: 'group', 'aria-label': words.sortBy }, ...SORTS.map(head));
  }

  #sortBy(key: SortKey): void {
    const choice = this.#choice;
    // The greatest first: that is what one looks for.
    choice.descending = choice.sort === key ? !choice.descending : key !== 'name';
    choice.sort = key;
    this.#markSort();
    this.arrange();
  }

  #markSort(): void {
    const { sort, descending } = this.#choice;
    for (const [key, button] of this.#heads) {
      const order = key !== sort ? '' : descending ? 'down' : 'up';
      button.dataset['order'] = order;
      button.setAttribute(
        'aria-label',
        order === '' ? words[key] : `${words[key]}, ${descending ? words.descending : words.ascending}`,
      );
      button.setAttribute('aria-pressed', String(order !== ''));
    }
    this.#sortChoice.value = sort;
  }

  #onKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0;
    if (step === 0 || !(event.target instanceof HTMLElement) || event.target.matches('input:not(.search), select')) {
      return;
    }
    if (event.target === this.search && event.key !== 'ArrowDown') {
      return;
    }
    const links = [...this.#body.querySelectorAll<HTMLAnchorElement>('a.row')];
    const at = links.indexOf(event.target as HTMLAnchorElement);
    if (at < 0 && step < 0) {
      return;
    }
    event.preventDefault();
    links[at + step]?.focus();
  }

  #onSeen(changes: readonly IntersectionObserverEntry[]): void {
    for (const change of changes) {
      const row = this.#rowOf.get(change.target);
      if (row === undefined) {
        continue;
      }
      if (!change.target.isConnected) {
        this.#seen.unobserve(change.target);
      }
      row.show(change.isIntersecting);
      if (change.isIntersecting && !row.trend.filled) {
        this.#wanted.add(row);
      } else {
        this.#wanted.delete(row);
      }
    }
    this.#fetchNext();
  }

  /** The past of what is on the screen, a few at a time: whoever scrolls by asks for nothing. */
  #fetchNext(): void {
    while (this.#fetching < HISTORIES_AT_ONCE) {
      const [row] = this.#wanted;
      if (row === undefined) {
        return;
      }
      this.#wanted.delete(row);
      this.#fetching++;
      const now = Date.now() / 1000;
      this.#api
        .history(row.entry.id, now - Trend.STEP * Trend.POINTS, now, Trend.STEP)
        .then(
          (page) => {
            row.trend.fill(page);
            row.sparks();
          },
          () => undefined,
        )
        .finally(() => {
          this.#fetching--;
          this.#fetchNext();
        });
    }
  }
}
