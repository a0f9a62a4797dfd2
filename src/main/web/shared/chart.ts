import uPlot from 'uplot';
import { color } from './theme';

export interface Line {
  label: string;
  /** A custom property of the style sheet. */
  color: string;
  filled?: boolean;
}

export interface ChartChoice {
  lines: readonly Line[];
  height: number;
  /** 0 to 100, or from 0 to whatever there is. */
  scale: 'percent' | 'open';
  /** What the legend calls the time. */
  timeLabel: string;
  value(value: number): string;
  axis(value: number): string;
  time(unixSeconds: number, seconds: boolean): string;
  moment(unixSeconds: number): string;
  zoomed(from: number, to: number): void;
  /** Charts of one key show the same moment. */
  sync: string;
}

/** A column with null where nothing was reported. */
export type Column = (number | null)[];

const FONT = '11px system-ui, sans-serif';

function washed(property: string, part: number): string {
  return `color-mix(in srgb, ${color(property)} ${part}%, transparent)`;
}

/** Lines over time, as wide as their place, with a legend that follows the pointer. Times are Unix seconds. */
export class Chart {
  readonly #plot: uPlot;
  readonly #size: ResizeObserver;

  constructor(place: HTMLElement, choice: ChartChoice) {
    const grid = { stroke: () => color('--line'), width: 1 };
    const axis = { stroke: () => color('--muted'), font: FONT, ticks: { ...grid, size: 4 }, grid };
    const options: uPlot.Options = {
      width: Math.max(100, place.clientWidth),
      height: choice.height,
      cursor: {
        sync: { key: choice.sync, setSeries: false },
        drag: { x: true, y: false, setScale: false },
        points: { size: 6 },
        y: false,
      },
      hooks: {
        setSelect: [
          (plot) => {
            if (plot.select.width > 4) {
              choice.zoomed(
                plot.posToVal(plot.select.left, 'x'),
                plot.posToVal(plot.select.left + plot.select.width, 'x'),
              );
            }
            plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
      },
      scales: {
        x: { time: true },
        y: { range: choice.scale === 'percent' ? [0, 100] : (_plot, _min, max) => [0, Math.max(1024, max * 1.1)] },
      },
      axes: [
        {
          ...axis,
          size: 28,
          space: 64,
          values: (_plot, splits) => {
            const close = (splits[1] ?? 60) - (splits[0] ?? 0) < 60;
            return splits.map((split) => choice.time(split, close));
          },
        },
        {
          ...axis,
          size: choice.scale === 'percent' ? 44 : 72,
          space: 36,
          values: (_plot, splits) => splits.map((split) => choice.axis(split)),
          ...(choice.scale === 'percent' ? {} : { incrs: binarySteps() }),
        },
      ],
      series: [
        { label: choice.timeLabel, value: (_plot, value) => (value === null ? '–' : choice.moment(value)) },
        ...choice.lines.map(
          (line): uPlot.Series => ({
            label: line.label,
            width: 1.5,
            stroke: () => color(line.color),
            ...(line.filled === true ? { fill: () => washed(line.color, 14) } : {}),
            points: { show: false },
            value: (_plot, value) => (value === null || value === undefined ? '–' : choice.value(value)),
          }),
        ),
      ],
    };
    this.#plot = new uPlot(options, [[], ...choice.lines.map(() => [])], place);
    this.#size = new ResizeObserver(() => {
      const width = place.clientWidth;
      if (width > 0 && width !== this.#plot.width) {
        this.#plot.setSize({ width, height: choice.height });
      }
    });
    this.#size.observe(place);
  }

  /** @param from the first moment of the axis, whether or not there is something to show */
  show(time: readonly number[], columns: readonly Column[], from: number, to: number): void {
    this.#plot.batch(() => {
      this.#plot.setData([[...time], ...columns.map((column) => [...column])] as uPlot.AlignedData, false);
      this.#plot.setScale('x', { min: from, max: to });
    });
  }

  /** After another theme. */
  redraw(): void {
    this.#plot.redraw(false, true);
  }

  close(): void {
    this.#size.disconnect();
    this.#plot.destroy();
  }
}

/** So that the marks of an axis of bytes are whole numbers of its units. */
function binarySteps(): number[] {
  const steps: number[] = [];
  for (let unit = 1; unit < 2 ** 60; unit *= 1024) {
    for (let step = 1; step < 1024; step *= 2) {
      steps.push(unit * step);
    }
  }
  return steps;
}

/** A line of a word's size. */
export class Spark {
  readonly #plot: uPlot;

  constructor(place: HTMLElement, property: string, width: number, height: number, most: number | null) {
    this.#plot = new uPlot(
      {
        width,
        height,
        legend: { show: false },
        cursor: { show: false },
        padding: [2, 0, 1, 0],
        axes: [{ show: false }, { show: false }],
        scales: {
          x: { time: false },
          y: { range: (_plot, _min, max) => [0, most ?? Math.max(1024, max)] },
        },
        series: [
          {},
          {
            width: 1.25,
            stroke: () => color(property),
            fill: () => washed(property, 16),
            points: { show: false },
          },
        ],
      },
      [[], []],
      place,
    );
  }

  show(times: number[], values: Column): void {
    this.#plot.setData([times, values]);
  }

  redraw(): void {
    this.#plot.redraw(false, true);
  }

  close(): void {
    this.#plot.destroy();
  }
}
