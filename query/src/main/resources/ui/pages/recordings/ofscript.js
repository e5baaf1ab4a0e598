// @ts-check
import { html } from '../../app/html.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { definitionLink, newDefinition } from '../definitions/links.js';
import { RecordingList } from './list.js';

/** Recordings of a script, under each definition that is of it. @param {{ script: string }} props */
export function RecordingsOfScript({ script }) {
  const load = useLoad((signal) => ask('trace-definitions', { signal }), []);
  /** @type {any[]} */
  const own = (load.data?.definitions ?? []).filter((/** @type {any} */ one) => one.scripts.includes(script));
  return html`<${LoadState} load=${load} what="trace definitions" />
    ${load.data && own.length === 0 && html`<div class="state empty">No trace definition is of this script, so nothing of it is recorded. <a class="button" href=${newDefinition({ scripts: [script] })}>Start tracing</a></div>`}
    ${own.map((one) => html`<section key=${one.id} class="ofdefinition"><header class="row"><h2><a href=${definitionLink(one.id)}>Trace definition ${one.id}</a></h2><span>${cutText(one.description, 80)}</span>
      <span class="note">${one.user ? 'of ' + cutText(one.user, 40) : 'of everybody'}, ${one.resolution === 1 ? 'every frame' : 'every ' + one.resolution + 'th frame'}, kept ${one.keep}</span>${!one.enabled && html`<span class="status going">Disabled</span>`}</header>
      <${RecordingList} definition=${one.id} script=${script} /></section>`)}`;
}
