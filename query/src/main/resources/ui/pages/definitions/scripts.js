// @ts-check
import { useId, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { Icon } from '../../shared/icons.js';
import { cutText } from '../../shared/text.js';

const OFFERED = 200;

/** The scripts of a definition. @param {{ chosen: string[], fixed: boolean, labelledby: string, onChosen: (chosen: string[]) => void }} props */
export function Scripts({ chosen, fixed, labelledby, onChosen }) {
  const id = useId();
  const load = useLoad((signal) => ask('scripts', { signal }), []);
  const [text, setText] = useState('');
  /** @type {string[]} */
  const known = (load.data?.scripts ?? []).map((/** @type {any} */ one) => one.script);
  const add = () => {
    const name = text.trim();
    if (name && !chosen.includes(name)) onChosen([...chosen, name]);
    setText('');
  };
  return html`<span class="values" role="group" aria-labelledby=${labelledby}>${chosen.map((name) => html`<button type="button" key=${name} class="plain condition" aria-label=${'Remove ' + name} onClick=${() => onChosen(chosen.filter((one) => one !== name))}>${cutText(name, 40)}${!fixed && html`<${Icon} name="close" />`}</button>`)}
    <input list=${id} aria-label="Add a script" placeholder=${chosen.length ? 'Add another' : 'Name of a script'} value=${text} spellcheck=${false} autocomplete="off" onInput=${(/** @type {any} */ event) => setText(event.target.value)} onBlur=${add}
      onChange=${add} onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === 'Enter') { event.preventDefault(); add(); } }} />
    <datalist id=${id}>${known.filter((name) => !chosen.includes(name)).slice(0, OFFERED).map((name) => html`<option key=${name} value=${name}></option>`)}</datalist></span>`;
}
