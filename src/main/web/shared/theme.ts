export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'relayhub.theme';
const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

type Listener = () => void;

const listeners = new Set<Listener>();
const colors = new Map<string, string>();

export function theme(): Theme {
  const kept = localStorage.getItem(KEY);
  return THEMES.find((one) => one === kept) ?? 'auto';
}

/** Shows the theme that was chosen before, and follows the system where none was. */
export function startTheme(): void {
  apply();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', tell);
}

export function nextTheme(): Theme {
  const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length] ?? 'auto';
  localStorage.setItem(KEY, next);
  apply();
  tell();
  return next;
}

export function onTheme(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What a custom property of the style sheet is at present, as a canvas understands it. */
export function color(property: string): string {
  let value = colors.get(property);
  if (value === undefined) {
    const probe = document.createElement('i');
    probe.style.color = `var(${property})`;
    document.body.append(probe);
    value = getComputedStyle(probe).color;
    probe.remove();
    colors.set(property, value);
  }
  return value;
}

function apply(): void {
  document.documentElement.dataset['theme'] = theme();
}

function tell(): void {
  colors.clear();
  listeners.forEach((listener) => listener());
}
