// @ts-check
/** Everything of one span, as it was sent. */
import { useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { DOUBTS, spanId } from '../../api/trees.js';
import { count, duration, percent } from '../../shared/format.js';
import { Icon } from '../../shared/icons.js';
import { Copy, Service, Tabs } from '../../shared/parts.js';
import { LoadState } from '../../shared/states.js';
import { cutText, shownText } from '../../shared/text.js';
import { Attributes } from './attributes.js';
import { Links } from './links.js';

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUSES = ['unset', 'ok', 'error'];

/** @param {{ trace: string, data: import('../../api/trees.js').TraceData, span: number, rooted: boolean, onShow: (span: number) => void, onRoot: (span: number) => void, onClose: () => void }} props */
export function SpanPanel({ trace, data, span, rooted, onShow, onRoot, onClose }) {
  const { tree } = data;
  const id = spanId(tree, span);
  const load = useLoad((signal) => ask('traces/' + encodeURIComponent(trace) + '/spans/' + id, { signal }), [trace, id]);
  const [tab, setTab] = useState('attributes');
  const found = load.data ? pick(load.data, tree, span) : null;
  const doubts = DOUBTS.filter((_, bit) => tree.doubts[span] & (1 << bit));
  const children = tree.end[span] - span - 1;
  return html`<aside class="spanpanel" aria-label="Span">
    <header><div class="row"><h2>${cutText(tree.names[tree.name[span]], 200)}</h2><button class="plain right" aria-label="Close the span" onClick=${onClose}><${Icon} name="close" /></button></div>
      <div class="row facts"><${Service} name=${tree.serviceNames[tree.service[span]]} /><span>${KINDS[tree.kind[span]] ?? 'kind ' + tree.kind[span]}</span>
        <span class=${tree.status[span] === 2 ? 'bad' : ''}>${STATUSES[tree.status[span]] ?? 'status ' + tree.status[span]}</span></div>
      <dl class="times"><div><dt>Duration</dt><dd title=${count(tree.duration[span]) + ' ns'}>${duration(tree.duration[span])}</dd></div><div><dt>Self</dt><dd>${duration(tree.self[span])}</dd></div>
        <div><dt>Start</dt><dd>+${duration(tree.start[span])}</dd></div><div><dt>Critical</dt><dd>${tree.critical[span] > 0 && data.path.duration > 0 ? percent(tree.critical[span] / data.path.duration) : '-'}</dd></div>
        <div><dt>Below</dt><dd>${count(children)}</dd></div></dl>
      <div class="row facts"><span class="mono">${id}</span><${Copy} text=${id} label="Copy the span id" />
        ${tree.parent[span] >= 0 && html`<button class="plain" onClick=${() => onShow(tree.parent[span])}>Parent</button>`}
        ${children > 0 && html`<button class="plain" onClick=${() => onRoot(rooted ? -1 : span)} title="Show only this span and what is below it (r)">${rooted ? 'Whole trace' : 'Show alone'}</button>`}</div>
      ${doubts.map(([name, words]) => html`<div key=${name} class="warn">? ${words}</div>`)}
      ${found?.span.status?.message && html`<div class="state error">${shownText(found.span.status.message)}</div>`}
    </header>
    <${LoadState} load=${load} what="span" />
    ${found && html`<${Tabs} label="Parts" chosen=${tab} onChoose=${setTab} tabs=${[['attributes', 'Attributes'], ['events', 'Events ' + (found.span.events?.length ?? 0)], ['links', 'Links ' + (found.span.links?.length ?? 0)], ['raw', 'Raw']]} />
      <div class="parts">
      ${tab === 'attributes' && html`<${Attributes} level="span" title="Span" list=${found.span.attributes} dropped=${found.span.droppedAttributesCount} />
        <${Attributes} level="resource" title="Resource" list=${found.resource?.attributes} dropped=${found.resource?.droppedAttributesCount} />
        <${Attributes} level="scope" title=${'Scope ' + cutText([found.scope?.name, found.scope?.version].filter(Boolean).join(' '), 80)} list=${found.scope?.attributes} dropped=${found.scope?.droppedAttributesCount} />`}
      ${tab === 'events' && html`<${Events} span=${found.span} start=${tree.start[span]} duration=${tree.duration[span]} base=${data.start} />`}
      ${tab === 'links' && html`<${Links} span=${found.span} trace=${trace} id=${id} />`}
      ${tab === 'raw' && html`<${Raw} value=${found} />`}
      </div>`}
  </aside>`;
}

/** The span among those that share its id: by service and name. @param {any} answer @param {import('../../api/trees.js').Tree} tree @param {number} place */
function pick(answer, tree, place) {
  const service = tree.serviceNames[tree.service[place]];
  /** @type {any} */
  let first = null;
  for (const resourceSpans of answer.resourceSpans) {
    const own = resourceSpans.resource?.attributes?.find((/** @type {any} */ one) => one.key === 'service.name')?.value?.stringValue ?? '';
    for (const scopeSpans of resourceSpans.scopeSpans) {
      for (const span of scopeSpans.spans) {
        const one = { span, scope: scopeSpans.scope, resource: resourceSpans.resource, scopeSchemaUrl: scopeSpans.schemaUrl, resourceSchemaUrl: resourceSpans.schemaUrl };
        first ??= one;
        if (own === service && (span.name ?? '') === tree.names[tree.name[place]]) return one;
      }
    }
  }
  return first;
}

/** @param {{ span: any, start: number, duration: number, base: string }} props */
function Events({ span, start, duration: length, base }) {
  if (!span.events?.length) return html`<div class="state empty">No events.</div>`;
  return html`${span.events.map((/** @type {any} */ event, /** @type {number} */ i) => {
    const at = Number(BigInt(event.timeUnixNano ?? 0) - BigInt(base)) - start;
    return html`<section key=${i} class="event"><div class="row"><h3>${shownText(event.name ?? '')}</h3><span class="note" title=${String(event.timeUnixNano)}>+${duration(at)}</span>
      <span class="axis" aria-hidden="true"><i style=${{ left: Math.max(0, Math.min(100, length > 0 ? (at / length) * 100 : 0)) + '%' }}></i></span></div>
      <${Attributes} level="event" title="" list=${event.attributes} dropped=${event.droppedAttributesCount} /></section>`;
  })}${span.droppedEventsCount > 0 && html`<div class="warn">${count(span.droppedEventsCount)} events were dropped before they were sent.</div>`}`;
}

/** @param {{ value: any }} props */
function Raw({ value }) {
  const text = JSON.stringify(value, null, 2);
  const [all, setAll] = useState(false);
  const most = 65_536;
  return html`<div class="raw"><${Copy} text=${text} label="Copy the JSON" /><pre tabIndex=${0}>${shownText(all ? text : text.slice(0, most))}</pre>
    ${!all && text.length > most && html`<button onClick=${() => setAll(true)}>Show all ${count(text.length)} characters</button>`}</div>`;
}

