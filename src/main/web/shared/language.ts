/** The first of the user's languages that there is a dictionary for, else English. */
export function chosen<T extends string>(wanted: readonly string[], known: readonly T[]): T | 'en' {
  for (const one of wanted) {
    const found = known.find((language) => one.toLowerCase().split('-')[0] === language);
    if (found !== undefined) {
      return found;
    }
  }
  return 'en';
}

/** A sentence with its `{names}` replaced. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
