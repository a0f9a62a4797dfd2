import { Chart, type Column, type Line } from '../shared/chart';
import { drawing, make, setAttribute, setText } from '../shared/dom';
import { fill } from '../shared/language';
import type { Api } from './api';
import { Events } from './events';
import { type Entry, type FleetEvent, type HistoryPage, level } from './model';
import { cores } from './row';
import { format, words } from './words';

const HOURS = [1, 6, 24] as const;
const HOUR = 3_600;
const REFRESH_MS = 15_000;
/** More points than this are narrower than a pixel. */
const POINTS = 720;
/** A young record is shown from its beginning, yet not closer than this. Seconds. */
const SHORTEST = 300;
const BACK = 'M15 5l-7 7 7 7';

interface Drawn {
  chart: Chart;
  place: HTMLElement;
  columns: readonly ('cpu' | 'memory' | 'disk' | 'in' | 'out')[];
  name: string;
  value: (value: number) => string;
}

/** One server: how it is, and how it was over the last day. */
export class Detail {
  readonly element: HTMLElement;
  readonly #api: Api;
  readonly #id: string;
  readonly #heading: HTMLElement;
  readonly #badge = make('span', { class: 'badge' });
  readonly #note = make('span', { class: 'note' });
  readonly #now = make('dl', { class: 'tiles' });
  readonly #facts = make('dl', { class: 'facts' });
  readonly #disks = make('ul', { class: 'disks', role: 'list' });
  readonly #charts: Drawn[] = [];
  readonly #chartPlace = make('div', { class: 'charts' });
  readonly #whole: HTMLButtonElement;
  readonly #events = new Events(50);
  #hours: number = 24;
  #zoom: { from: number; to: number } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  /** When the record begins, as far as is known (Unix seconds). */
  #begins = 0;
  #shownFacts = '';
  #shownDisks = '';

  constructor(api: Api, id: string) {
    this.#api = api;
    this.#id = id;
    this.#heading = make('h1', { tabindex: '-1', text: id });
    this.#whole = make('button', { type: 'button', text: words.zoomedOut, onclick: () => this.#look(null) });
    this.#whole.hidden = true;
    this.element = make(
      'main',
      { class: 'detail' },
      make('a', { class: 'back', href: '#/' }, drawing(BACK), words.back),
      make('header', {}, this.#heading, this.#badge, this.#note),
      this.#now,
      make(
        'section',
        { class: 'card' },
        make(
          'div',
          { class: 'cardhead' },
          make('h2', { text: words.history }),
          make('small', { class: 'hint', text: words.zoomHint }),
          this.#whole,
          this.#periods(),
        ),
        this.#chartPlace,
      ),
      make(
        'div',
        { class: 'columns' },
        make('section', { class: 'card' }, make('h2', { text: words.disks }), this.#disks),
        make('section', { class: 'card' }, make('h2', { text: words.system }), this.#facts),
        this.#events.element,
      ),
    );
  }

  /** Once the element is in the page. */
  open(): void {
    const percent = (value: number): string => format.percent(value, 1);
    const axis = (value: number): string => format.percent(value);
    this.#add('cpu', words.cpu, [{ label: words.cpu, color: '--cpu', filled: true }], ['cpu'], percent, axis, 170);
    this.#add(
      'space',
      `${words.memory}, ${words.disk}`,
      [
        { label: words.memory, color: '--memory', filled: true },
        { label: words.disk, color: '--disk' },
      ],
      ['memory', 'disk'],
      percent,
      axis,
      170,
    );
    this.#add(
      'net',
      words.network,
      [
        { label: words.received, color: '--in', filled: true },
        { label: words.sent, color: '--out' },
      ],
      ['in', 'out'],
      (value) => format.rate(value),
      (value) => format.rate(value),
      190,
    );
    this.#heading.focus({ preventScroll: true });
    void this.#load();
  }

  close(): void {
    this.#turn++;
    clearTimeout(this.#timer);
    this.#charts.forEach(({ chart }) => chart.close());
  }

  redraw(): void {
    this.#charts.forEach(({ chart }) => chart.redraw());
  }

  missing(): void {
    setText(this.#note, fill(words.notFound, { id: this.#id }));
  }

  update(entry: Entry): void {
    setText(this.#heading, entry.name);
    setText(this.#badge, entry.isOnline ? words.online : words.offline);
    setAttribute(this.element, 'data-state', entry.isOnline ? 'online' : 'offline');
    const silent = Math.max(0, Math.floor(Date.now() / 1000) - entry.lastReportTime);
    setText(
      this.#note,
      entry.isOnline
        ? [entry.group, format.country(entry.loc)].filter(Boolean).join(' · ')
        : `${words.lastReport}: ${fill(words.ago, { time: format.duration(silent) })}`,
    );
    this.#showNow(entry);
    this.#showDisks(entry);
    this.#showFacts(entry);
  }

  events(events: readonly FleetEvent[]): void {
    this.#events.show(
      events.filter((event) => event.id === this.#id),
      null,
    );
  }

  #showNow(entry: Entry): void {
    const host = entry.hostInfo;
    const { load1, load5, load15 } = host.avgStat;
    const tiles: [string, string, string, number | null][] = [
      [words.cpu, format.percent(entry.cpuPercent, 1), cores(host.cpuInfo), entry.cpuPercent],
      [words.memory, format.percent(entry.RAMPercent, 1), format.part(host.RAMUsed, host.RAMTotal), entry.RAMPercent],
      [words.disk, format.percent(entry.diskPercent, 1), format.part(host.diskUsed, host.diskTotal), entry.diskPercent],
      [words.received, format.rate(entry.netInSpeed), format.bytes(host.netInTransfer), null],
      [words.sent, format.rate(entry.netOutSpeed), format.bytes(host.netOutTransfer), null],
      [words.load, format.load(load1), `${format.load(load5)} · ${format.load(load15)}`, null],
      [words.uptime, format.duration(entry.uptime), '', null],
    ];
    if (this.#now.childElementCount !== tiles.length) {
      this.#now.replaceChildren(
        ...tiles.map(([label]) =>
          make('div', { class: 'tile' }, make('dt', { text: label }), make('dd'), make('dd', { class: 'more' })),
        ),
      );
    }
    tiles.forEach(([, value, more, percent], index) => {
      const tile = this.#now.children[index];
      if (tile?.children[1] !== undefined && tile.children[2] !== undefined) {
        setText(tile.children[1], value);
        setText(tile.children[2], more);
        setAttribute(tile, 'data-level', percent === null ? 'usual' : level(percent));
      }
    });
  }

  #showDisks(entry: Entry): void {
    const disks = entry.hostInfo.diskPartitions;
    const key = JSON.stringify(disks);
    if (key === this.#shownDisks) {
      return;
    }
    this.#shownDisks = key;
    this.#disks.replaceChildren(
      ...disks.map((disk) => {
        const bar = make('i');
        bar.style.transform = `scaleX(${Math.min(100, disk.usedPercent) / 100})`;
        return make(
          'li',
          { class: 'meter', 'data-level': level(disk.usedPercent) },
          make('span', { class: 'path' }, make('b', { text: disk.mountPoint }), make('small', { text: disk.fstype })),
          make('b', { class: 'value', text: format.percent(disk.usedPercent) }),
          make('span', { class: 'bar', 'aria-hidden': 'true' }, bar),
          make('small', { text: format.part(disk.used, disk.total) }),
        );
      }),
    );
  }

  #showFacts(entry: Entry): void {
    const host = entry.hostInfo;
    const facts: [string, string][] = [
      [words.identifier, entry.id],
      [words.group, entry.group],
      [words.country, entry.loc === '' ? '' : `${format.country(entry.loc)} (${entry.loc.toUpperCase()})`],
      [words.platform, [host.os, entry.platform].filter(Boolean).join(' · ')],
      [words.kernel, host.kernelVersion],
      [words.architecture, host.kernelArch],
      [words.virtualization, host.virtualizationSystem],
      [words.processor, host.cpuInfo.map((model) => model.trim().replace(/ x (\d+)$/, ' × $1')).join(', ')],
      [
        words.swap,
        host.swapTotal === 0 ? '' : format.part(host.swapUsed, host.swapTotal),
      ],
      [
        words.transferred,
        fill(words.inOut, { in: format.bytes(host.netInTransfer), out: format.bytes(host.netOutTransfer) }),
      ],
    ];
    const key = JSON.stringify(facts);
    if (key !== this.#shownFacts) {
      this.#shownFacts = key;
      this.#facts.replaceChildren(
        ...facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => make('div', {}, make('dt', { text: name }), make('dd', { text: value }))),
      );
    }
  }

  #periods(): HTMLElement {
    return make(
      'fieldset',
      { class: 'segments' },
      make('legend', { class: 'unseen', text: words.history }),
      ...HOURS.map((hours) =>
        make(
          'label',
          { title: fill(words.hours, { count: hours }) },
          make('input', {
            type: 'radio',
            name: 'hours',
            checked: hours === this.#hours,
            'aria-label': fill(words.hours, { count: hours }),
            onchange: () => {
              this.#hours = hours;
              this.#look(null);
            },
          }),
          make('span', { text: `${hours} h` }),
        ),
      ),
    );
  }

  #add(
    kind: string,
    name: string,
    lines: readonly Line[],
    columns: Drawn['columns'],
    value: Drawn['value'],
    axis: Drawn['value'],
    height: number,
  ): void {
    const place = make('div', { class: 'plot', role: 'img', 'aria-label': name });
    this.#chartPlace.append(make('figure', { class: kind }, make('figcaption', { text: name }), place));
    const chart = new Chart(place, {
      lines,
      height,
      scale: kind === 'net' ? 'open' : 'percent',
      timeLabel: words.time,
      value,
      axis,
      time: (unixSeconds, seconds) => format.time(unixSeconds, seconds),
      moment: (unixSeconds) => format.moment(unixSeconds, Date.now() / 1000),
      zoomed: (from, to) => this.#look({ from, to }),
      sync: this.#id,
    });
    place.addEventListener('dblclick', () => this.#look(null));
    this.#charts.push({ chart, place, columns, name, value });
  }

  #look(zoom: { from: number; to: number } | null): void {
    this.#zoom = zoom !== null && zoom.to - zoom.from < 60 ? { from: zoom.from, to: zoom.from + 60 } : zoom;
    this.#whole.hidden = zoom === null;
    void this.#load();
  }

  async #load(): Promise<void> {
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    const now = Date.now() / 1000;
    const whole = { from: Math.max(now - this.#hours * HOUR, Math.min(this.#begins, now - SHORTEST)), to: now };
    const { from, to } = this.#zoom ?? whole;
    const step = Math.max(1, Math.ceil((to - from) / POINTS));
    let page: HistoryPage | null = null;
    try {
      page = await this.#api.history(this.#id, from, to, step);
    } catch {
      // The next attempt is not far; until then what is shown stays.
    }
    if (turn !== this.#turn) {
      return;
    }
    if (page !== null && this.#zoom === null && this.#begins === 0) {
      const first = page.cpu.findIndex((point) => point !== null);
      this.#begins = first < 0 ? 0 : (page.time[first] ?? 0);
      if (this.#begins > from + page.step * 2) {
        void this.#load();
        return;
      }
    }
    if (page !== null) {
      this.#show(page, from, to);
    }
    this.#timer = setTimeout(() => void this.#load(), REFRESH_MS);
  }

  #show(page: HistoryPage, from: number, to: number): void {
    for (const { chart, place, columns, name, value } of this.#charts) {
      const shown: Column[] = columns.map((column) => page[column]);
      chart.show(page.time, shown, from, to);
      setAttribute(place, 'aria-label', summary(name, shown[0] ?? [], value));
    }
  }
}

/** What a chart shows, for whoever does not see it: of its first line. */
export function summary(name: string, column: Column, value: (value: number) => string): string {
  const points = column.filter((point) => point !== null);
  if (points.length === 0) {
    return `${name}: ${words.noHistory}`;
  }
  const mean = points.reduce((sum, point) => sum + point, 0) / points.length;
  return fill(words.chartOf, { name, mean: value(mean), most: value(Math.max(...points)) });
}
