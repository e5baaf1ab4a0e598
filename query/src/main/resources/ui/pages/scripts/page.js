// @ts-check
/** Scripts: which there are, their runs and logs, and one run as a record. */
import { html } from '../../app/html.js';
import { ScriptList } from './list.js';
import { Record } from './record.js';
import { Script } from './script.js';

/** @param {{ script?: string, run?: string }} props */
export default function Scripts({ script, run }) {
  if (script !== undefined && run !== undefined) return html`<${Record} script=${script} run=${run} />`;
  return html`<div class="scripts"><${ScriptList} chosen=${script} />
    ${script === undefined ? html`<div class="panel state empty">Choose a script.</div>` : html`<${Script} key=${script} script=${script} />`}</div>`;
}
