// @ts-check
import { useState } from '../vendor/preact-hooks/hooks.mjs';
import { html } from './html.js';
import { signIn } from './session.js';

/**
 * Asks for a key. It goes into a header of each request, and nowhere else.
 * @param {{ why: string }} props
 */
export function SignIn({ why }) {
  const [text, setText] = useState('');
  const [keep, setKeep] = useState(false);
  return html`<form class="panel state" onSubmit=${(/** @type {Event} */ event) => {
    event.preventDefault();
    if (text.trim()) signIn(text.trim(), keep);
  }}>
    <label for="sign-in-key">Sign in with a key that may read this project.</label>
    <input id="sign-in-key" type="password" autocomplete="off" spellcheck=${false} value=${text}
      onInput=${(/** @type {any} */ event) => setText(event.target.value)} />
    <label><input type="checkbox" checked=${keep} onChange=${(/** @type {any} */ event) => setKeep(event.target.checked)} />
      keep it in this browser</label>
    <button class="primary">Sign in</button>
    <span class="note">${why}</span>
  </form>`;
}
