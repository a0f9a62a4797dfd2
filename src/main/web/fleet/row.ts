import { Spark } from '../shared/chart';
import { drawing, make, setAttribute, setText } from '../shared/dom';
import { type Entry, level, Trend } from './model';
import { format, words } from './words';
import { fill } from '../shared/language';

const DOWN = 'M12 4v15m-6-6 6 6 6-6';
const UP = 'M12 20V5m-6 6 6-6 6 6';

const SPARK_WIDTH = 88;
const SPARK_HEIGHT = 26;

class Meter {
  readonly element: HTMLElement;
  readonly #value = make('b');
  readonly #note = make('small');
  readonly #bar = make('i');

  constructor(kind: string, label: string) {
    this.element = make(
      'span',
      { class: `meter ${kind}` },
      make('span', { class: 'label', text: label }),
      this.#value,
      this.#note,
      make('span', { class: 'bar', 'aria-hidden': 'true' }, this.#bar),
    );
  }

  show(percent: number, note: string): void {
    setText(this.#value, format.percent(percent));
    setText(this.#note, note);
    setAttribute(this.element, 'data-level', level(percent));
    this.#bar.style.transform = `scaleX(${Math.min(100, Math.max(0, percent)) / 100})`;
  }
}

/** One server in the list. Draws only while it is on the screen. */
export class Row {
  readonly element: HTMLLIElement;
  readonly link: HTMLAnchorElement;
  readonly trend = new Trend();
  readonly #name = make('b', { class: 'name' });
  readonly #country = make('abbr', { class: 'country' });
  readonly #note = make('small', { class: 'note' });
  readonly #badge = make('span', { class: 'badge' });
  readonly #cpu = new Meter('cpu', words.cpu);
  readonly #memory = new Meter('memory', words.memory);
  readonly #disk = new Meter('disk', words.disk);
  readonly #in = make('span');
  readonly #out = make('span');
  readonly #load = make('span', { class: 'value' });
  readonly #uptime = make('span', { class: 'value' });
  readonly #cpuPlace = make('span', { class: 'spark', 'aria-hidden': 'true' });
  readonly #netPlace = make('span', { class: 'spark', 'aria-hidden': 'true' });
  #entry: Entry;
  #cpuSpark: Spark | null = null;
  #netSpark: Spark | null = null;
  #visible = false;

  constructor(entry: Entry) {
    this.#entry = entry;
    this.link = make(
      'a',
      { class: 'row', href: `#/${entry.id}` },
      make(
        'span',
        { class: 'who' },
        make('span', { class: 'line' }, this.#name, this.#country),
        make('span', { class: 'line' }, this.#badge, this.#note),
      ),
      this.#cpu.element,
      this.#cpuPlace,
      this.#memory.element,
      this.#disk.element,
      make(
        'span',
        { class: 'net' },
        make('span', { class: 'label', text: words.network }),
        make('span', { class: 'flow in', title: words.received }, drawing(DOWN), this.#in),
        make('span', { class: 'flow out', title: words.sent }, drawing(UP), this.#out),
      ),
      this.#netPlace,
      make('span', { class: 'load' }, make('span', { class: 'label', text: words.load }), this.#load),
      make('span', { class: 'uptime' }, make('span', { class: 'label', text: words.uptime }), this.#uptime),
    );
    this.element = make('li', {}, this.link);
    this.#draw();
  }

  get entry(): Entry {
    return this.#entry;
  }

  update(entry: Entry, now: number): void {
    this.#entry = entry;
    if (entry.isOnline) {
      this.trend.add(now, entry.cpuPercent, entry.netInSpeed + entry.netOutSpeed);
    }
    if (this.#visible) {
      this.#draw();
      this.sparks();
    }
  }

  show(visible: boolean): void {
    if (visible === this.#visible) {
      return;
    }
    this.#visible = visible;
    if (visible) {
      this.#cpuSpark = new Spark(this.#cpuPlace, '--cpu', SPARK_WIDTH, SPARK_HEIGHT, 100);
      this.#netSpark = new Spark(this.#netPlace, '--in', SPARK_WIDTH, SPARK_HEIGHT, null);
      this.#draw();
      this.sparks();
    } else {
      this.#cpuSpark?.close();
      this.#netSpark?.close();
      this.#cpuSpark = null;
      this.#netSpark = null;
    }
  }

  sparks(): void {
    this.#cpuSpark?.show(Trend.places, this.trend.cpu);
    this.#netSpark?.show(Trend.places, this.trend.network);
  }

  redraw(): void {
    this.#cpuSpark?.redraw();
    this.#netSpark?.redraw();
  }

  #draw(): void {
    const entry = this.#entry;
    const host = entry.hostInfo;
    const state = entry.isOnline ? words.online : words.offline;
    setText(this.#name, entry.name);
    setText(this.#country, entry.loc.toUpperCase());
    setAttribute(this.#country, 'title', entry.loc === '' ? '' : format.country(entry.loc));
    this.#country.hidden = entry.loc === '';
    setText(this.#badge, state);
    setAttribute(this.element, 'data-state', entry.isOnline ? 'online' : 'offline');
    const silent = Math.max(0, Math.floor(Date.now() / 1000) - entry.lastReportTime);
    setText(this.#note, entry.isOnline ? entry.platform : fill(words.ago, { time: format.duration(silent) }));
    this.#cpu.show(entry.cpuPercent, cores(host.cpuInfo));
    this.#memory.show(entry.RAMPercent, format.part(host.RAMUsed, host.RAMTotal));
    this.#disk.show(entry.diskPercent, format.part(host.diskUsed, host.diskTotal));
    setText(this.#in, format.rate(entry.netInSpeed));
    setText(this.#out, format.rate(entry.netOutSpeed));
    setText(this.#load, format.load(host.avgStat.load1));
    setText(this.#uptime, format.duration(entry.uptime));
  }
}

/** The number of cores, which the envelope has at the end of the processor's name: `… x 8 `. */
export function cores(models: readonly string[]): string {
  const found = /x (\d+) ?$/.exec(models[0] ?? '');
  return found === null ? '' : fill(words.cores, { count: found[1] ?? '' });
}
