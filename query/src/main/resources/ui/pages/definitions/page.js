// @ts-check
/** Trace definitions: whose runs of which scripts are recorded, how finely, and for how long. */
import { html } from '../../app/html.js';
import { place } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { LoadState } from '../../shared/states.js';
import { RecordingList } from '../recordings/list.js';
import { Form } from './form.js';
import { DefinitionList } from './list.js';
import { newDefinition } from './links.js';
import { useRights } from './rights.js';

/** @param {{ id?: string }} props */
export default function Definitions({ id }) {
  if (id === undefined) return html`<${DefinitionList} />`;
  if (id === 'new') return html`<${New} />`;
  return html`<${One} key=${id} id=${id} />`;
}

function New() {
  const { params } = place.value;
  const run = params.get('run');
  return html`<div class="row"><a href=${newDefinition(null)}>Trace definitions</a><h1>New trace definition</h1></div>
    <${Form} key=${params.toString()} rights=${useRights()} before=${null} scripts=${params.getAll('script')} run=${run} />`;
}

/** @param {{ id: string }} props */
function One({ id }) {
  const rights = useRights();
  const load = useLoad((signal) => ask('trace-definitions/' + encodeURIComponent(id), { signal }), [id]);
  const one = load.data;
  return html`<div class="row"><a href=${newDefinition(null)}>Trace definitions</a><h1>Trace definition ${id}</h1>${one && html`<span class=${'status ' + (one.enabled ? 'ok' : 'going')}>${one.enabled ? 'Enabled' : 'Disabled'}</span>`}</div>
    <${LoadState} load=${load} what="trace definition" />
    ${one && html`<${Form} rights=${rights} before=${one} scripts=${one.scripts} run=${null} onChanged=${load.retry} />
      <section class="panel"><header><h2>Recordings</h2><span class="note">The newest first</span></header><${RecordingList} definition=${id} /></section>`}`;
}
