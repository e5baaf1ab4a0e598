// @ts-check
/** Links of a span, and those of other spans that lead to it. */
import { useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { href, kept } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { count, millis, time } from '../../shared/format.js';
import { Service } from '../../shared/parts.js';
import { LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { SERVICE } from '../explore/model.js';
import { Attributes } from './attributes.js';

const TRACES = 20;
const SPANS = 10;

/** @param {{ span: any, trace: string, id: string }} props */
export function Links({ span, trace, id }) {
  const [whole, setWhole] = useState(false);
  return html`<h3>To</h3>${!span.links?.length && html`<p class="note">No links of this span.</p>`}
    ${(span.links ?? []).map((/** @type {any} */ link, /** @type {number} */ i) => html`<section key=${i} class="event">
      <a class="mono" href=${href('trace/' + link.traceId, { ...kept(), span: link.spanId })}>${link.traceId}</a> <span class="mono note">${link.spanId}</span>
      <${Attributes} level="link" title="" list=${link.attributes} dropped=${link.droppedAttributesCount} /></section>`)}
    ${span.droppedLinksCount > 0 && html`<div class="warn">${count(span.droppedLinksCount)} links were dropped before they were sent.</div>`}
    <h3>From</h3><span class="segments" role="group" aria-label="What is linked to">${[false, true].map((one) => html`<button key=${String(one)} aria-pressed=${one === whole ? 'true' : 'false'} onClick=${() => setWhole(one)}>${one ? 'Any span of this trace' : 'This span'}</button>`)}</span>
    <${Incoming} trace=${trace} id=${whole ? '' : id} />`;
}

/** Spans with a link to this one. @param {{ trace: string, id: string }} props */
function Incoming({ trace, id }) {
  const query = `{ link:traceID = "${trace}"${id ? ` && link:spanID = "${id}"` : ''} }`;
  const load = useLoad((signal) => ask('search', { signal, body: { filter: { traceql: query }, spans: { of: { traceql: query }, limit: SPANS, values: [SERVICE] }, limit: TRACES, total: true } }), [query]);
  const total = Number(load.data?.total ?? 0);
  return html`<${LoadState} load=${load} what="links" />
    ${load.data && total === 0 && html`<p class="note">No span that is kept here has such a link.</p>`}
    ${(load.data?.traces ?? []).flatMap((/** @type {any} */ one) => (one.spanSets ?? []).flatMap((/** @type {any} */ set) => set.spans.map((/** @type {any} */ span) => html`<div key=${one.traceId + span.spanId} class="row event">
      <a href=${href('trace/' + one.traceId, { ...kept(), span: span.spanId })}>${cutText(span.name, 80)}</a> ${one.root && html`<${Service} name=${one.root.service} />`} <span class="note">${time(millis(span.start))}</span></div>`)))}
    ${total > TRACES && html`<p class="note">${count(total)} traces; the newest ${TRACES} are listed.</p>`}`;
}
