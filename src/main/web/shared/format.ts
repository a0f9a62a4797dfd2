/** Numbers as people read them. One instance for each language. */
export interface Units {
  day: string;
  hour: string;
  minute: string;
  second: string;
}

export interface Format {
  /** Bytes in binary units, three digits at most: `1.25 GiB`. */
  bytes(count: number): string;
  /** A part of a whole, both in the whole's unit: `4.00 / 16.0 GiB`. */
  part(used: number, total: number): string;
  /** Bytes a second. */
  rate(bytesPerSecond: number): string;
  /** 0 to 100. */
  percent(value: number, digits?: number): string;
  /** A duration in its two greatest units: `10d 4h`. */
  duration(seconds: number): string;
  load(value: number): string;
  count(value: number): string;
  /** The hour and the minute, with the date where it is another day than now. */
  moment(unixSeconds: number, now: number): string;
  /** The hour and the minute, and the seconds where marks are close. */
  time(unixSeconds: number, seconds?: boolean): string;
  date(unixSeconds: number): string;
  /** A country's name; its code where the browser knows none. */
  country(code: string): string;
}

const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
const DAY = 86_400;
const HOUR = 3_600;
const MINUTE = 60;

export function formatFor(language: string, units: Units): Format {
  const digits = [0, 1, 2].map(
    (count) => new Intl.NumberFormat(language, { minimumFractionDigits: count, maximumFractionDigits: count }),
  );
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const exact = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const calendar = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' });
  const regions = new Intl.DisplayNames([language], { type: 'region', fallback: 'code' });

  function number(value: number, fraction: number): string {
    return digits[fraction]?.format(value) ?? String(value);
  }

  function digitsOf(value: number, unit: number): string {
    return number(value, unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2);
  }

  function scaled(count: number): { value: number; unit: number } {
    let value = Math.max(0, Number.isFinite(count) ? count : 0);
    let unit = 0;
    // 1000 and not 1024: four digits before the point would make a column jump.
    while (value >= 999.5 && unit < BINARY.length - 1) {
      value /= 1024;
      unit++;
    }
    return { value, unit };
  }

  function bytes(count: number): string {
    const { value, unit } = scaled(count);
    return `${digitsOf(value, unit)} ${BINARY[unit]}`;
  }

  function part(used: number, total: number): string {
    const { value, unit } = scaled(total);
    const share = total > 0 ? (value * Math.max(0, used)) / total : 0;
    return `${digitsOf(share, unit)} / ${digitsOf(value, unit)} ${BINARY[unit]}`;
  }

  function duration(seconds: number): string {
    const whole = Math.max(0, Math.floor(seconds));
    const days = Math.floor(whole / DAY);
    const hours = Math.floor((whole % DAY) / HOUR);
    const minutes = Math.floor((whole % HOUR) / MINUTE);
    if (days > 0) {
      return `${number(days, 0)}${units.day} ${hours}${units.hour}`;
    }
    if (hours > 0) {
      return `${hours}${units.hour} ${minutes}${units.minute}`;
    }
    return minutes > 0 ? `${minutes}${units.minute}` : `${whole}${units.second}`;
  }

  return {
    bytes,
    part,
    duration,
    rate: (bytesPerSecond) => `${bytes(bytesPerSecond)}/s`,
    percent: (value, fraction = 0) => `${number(value, fraction)}%`,
    load: (value) => number(value, value >= 100 ? 0 : value >= 10 ? 1 : 2),
    count: (value) => number(value, 0),
    time: (unixSeconds, seconds = false) => (seconds ? exact : clock).format(unixSeconds * 1000),
    date: (unixSeconds) => calendar.format(unixSeconds * 1000),
    moment(unixSeconds, now) {
      const time = clock.format(unixSeconds * 1000);
      const date = calendar.format(unixSeconds * 1000);
      return date === calendar.format(now * 1000) ? time : `${date}, ${time}`;
    },
    country(code) {
      const upper = code.toUpperCase();
      return /^[A-Z]{2}$/.test(upper) ? (regions.of(upper) ?? upper) : upper;
    },
  };
}
