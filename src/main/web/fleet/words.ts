import { formatFor } from '../shared/format';
import { chosen } from '../shared/language';
import { en, type Words } from './words.en';
import { zh } from './words.zh';

export const dictionaries = { en, zh };

const language = chosen(navigator.languages, ['en', 'zh'] as const);

/** The page's words in the browser's language. */
export const words: Words = dictionaries[language];

export const format = formatFor(language === 'zh' ? 'zh-CN' : navigator.language, words);

export const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });

export const documentLanguage = language === 'zh' ? 'zh-CN' : 'en';
