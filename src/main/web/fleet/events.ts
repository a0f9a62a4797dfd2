import { make } from '../shared/dom';
import type { FleetEvent } from './model';
import { format, words } from './words';

/** Who came and who went, the latest first. */
export class Events {
  readonly element: HTMLElement;
  readonly #list = make('ol', { role: 'list' });
  readonly #most: number;
  #shown = '';

  constructor(most: number) {
    this.#most = most;
    this.element = make('section', { class: 'events card' }, make('h2', { text: words.events }), this.#list);
  }

  show(events: readonly FleetEvent[], nameOf: ((id: string) => string) | null): void {
    const now = Date.now() / 1000;
    const latest = events.slice(-this.#most).reverse();
    const key = JSON.stringify(latest.map((event) => [event, nameOf?.(event.id)]));
    if (key === this.#shown) {
      return;
    }
    this.#shown = key;
    this.#list.replaceChildren(
      ...latest.map((event) =>
        make(
          'li',
          { 'data-state': event.event },
          make('time', { datetime: new Date(event.time * 1000).toISOString(), text: format.moment(event.time, now) }),
          make('span', {}, ...(nameOf === null ? [] : [make('a', { href: `#/${event.id}`, text: nameOf(event.id) }), ' ']),
            event.event === 'online' ? words.cameOnline : words.wentOffline),
        ),
      ),
      ...(latest.length === 0 ? [make('li', { class: 'nothing', text: words.noEvents })] : []),
    );
  }
}
