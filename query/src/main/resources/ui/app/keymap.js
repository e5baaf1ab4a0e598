// @ts-check
import { useEffect, useRef } from '../vendor/preact-hooks/hooks.mjs';
import { html } from './html.js';
import { bindings } from './keys.js';

/**
 * All keys that do something just now.
 * @param {{ onClose: () => void }} props
 */
export function KeyMap({ onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => { dialog.current?.showModal(); }, []);
  const groups = [...new Set(bindings.value.map((binding) => binding.group))];
  return html`<dialog ref=${dialog} onClose=${onClose} aria-label="Keys">
    <div class="row"><h1>Keys</h1><button class="right" onClick=${() => dialog.current?.close()}>Close</button></div>
    ${groups.map((group) => html`<section key=${group}><h3>${group}</h3><div class="keymap">
      ${bindings.value.filter((binding) => binding.group === group).map((binding) => html`<div key=${binding.keys[0]}>
        <span>${binding.keys.map((one) => html`<kbd key=${one}>${one === ' ' ? 'Space' : one}</kbd> `)}</span>
        <span>${binding.does}</span></div>`)}
    </div></section>`)}
    <p class="note">Keys are off while you type in a field.</p>
  </dialog>`;
}
