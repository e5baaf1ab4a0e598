// @ts-check
import { useEffect, useRef } from '../vendor/preact-hooks/hooks.mjs';
import { html } from './html.js';
import { bindings } from './keys.js';
import { keysOn, switchKeys } from './session.js';

/** @type {Record<string, string>} */
const SHOWN = { ' ': 'Space', ArrowDown: '\u2193', ArrowUp: '\u2191', ArrowLeft: '\u2190', ArrowRight: '\u2192', Escape: 'Esc' };

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
        <span>${binding.keys.map((one) => html`<kbd key=${one}>${SHOWN[one] ?? one}</kbd> `)}</span>
        <span>${binding.does}</span></div>`)}
    </div></section>`)}
    <p class="note">Keys are off while you type in a field. Tab and Enter, and arrows in lists, charts and tabs, always do what they do elsewhere.</p>
    <label class="row"><input type="checkbox" checked=${keysOn.value} onChange=${(/** @type {any} */ event) => switchKeys(event.target.checked)} /> Single keys are on, in this browser</label>
  </dialog>`;
}
