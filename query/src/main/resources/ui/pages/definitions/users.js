// @ts-check
import { useId } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { ask, search } from '../../api/client.js';
import { useLoad } from '../../api/load.js';

const OFFERED = 50;

/** One user, offered from those that were seen. @param {{ scripts: string[], value: string, onValue: (value: string) => void }} props */
export function Users({ scripts, value, onValue }) {
  const id = useId();
  const script = scripts[0];
  const load = useLoad((signal) => (script ? ask('scripts/' + encodeURIComponent(script) + '/values/runs' + search({ period: 'all', column: 'user', limit: OFFERED }), { signal }) : Promise.resolve(null)), [script ?? '']);
  /** @type {string[]} */
  const known = (load.data?.values ?? []).map((/** @type {any} */ one) => one.value).filter((/** @type {string} */ name) => name !== '');
  return html`<input list=${id} value=${value} spellcheck=${false} autocomplete="off" placeholder="everybody" onInput=${(/** @type {any} */ event) => onValue(event.target.value)} /><datalist id=${id}>${known.map((name) => html`<option key=${name} value=${name}></option>`)}</datalist>`;
}
