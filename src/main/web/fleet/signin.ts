import { isToken } from '../shared/access';
import { make, setText } from '../shared/dom';
import { words } from './words';

/** Asks for the token. */
export class SignIn {
  readonly element: HTMLElement;
  readonly #problem = make('p', { class: 'problem', role: 'alert' });
  readonly #token: HTMLInputElement;
  readonly #remember = make('input', { type: 'checkbox', name: 'remember' });

  constructor(use: (token: string, remember: boolean) => void) {
    this.#token = make('input', {
      type: 'password',
      name: 'token',
      required: true,
      autocomplete: 'current-password',
      autocapitalize: 'off',
      spellcheck: 'false',
      id: 'token',
    });
    this.element = make(
      'main',
      { class: 'signin' },
      make(
        'form',
        {
          class: 'card',
          onsubmit: (event) => {
            event.preventDefault();
            const token = this.#token.value.trim();
            if (isToken(token)) {
              setText(this.#problem, '');
              use(token, this.#remember.checked);
            } else {
              this.ask(words.badToken);
            }
          },
        },
        make('h1', { text: words.signIn }),
        make('p', { text: words.signInHint }),
        make('label', { for: 'token', text: words.token }),
        this.#token,
        make('label', { class: 'remember' }, this.#remember, words.remember),
        this.#problem,
        make('button', { type: 'submit', class: 'main', text: words.signIn }),
      ),
    );
  }

  /** @param problem what was wrong with the last one; empty: nothing was */
  ask(problem: string): void {
    setText(this.#problem, problem);
    this.#token.value = '';
    this.#token.focus();
  }
}
