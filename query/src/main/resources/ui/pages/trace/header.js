// @ts-check
import { html } from '../../app/html.js';
import { base, href, kept } from '../../app/url.js';
import { DOUBTS } from '../../api/trees.js';
import { count, duration, millis, percent, time } from '../../shared/format.js';
import { Copy, Service } from '../../shared/parts.js';
import { ComparePick } from '../compare/pick.js';
import { cutText, shownText } from '../../shared/text.js';
import { quoted } from '../../shared/traceql.js';

/** @param {{ id: string, data: import('../../api/trees.js').TraceData }} props */
export function Header({ id, data }) {
  const { summary, tree } = data;
  const root = summary.root;
  const doubts = DOUBTS.filter(([name]) => data.doubts[name] !== '0');
  const similar = root ? href('explore', { ...kept(), q: `{ rootName = ${quoted(root.name)} && rootServiceName = ${quoted(root.service)} }`, sort: 'duration' }) : null;
  const critical = data.services.filter((one) => one.critical !== '0').slice(0, 4);
  let depth = 0;
  for (const one of tree.depth) depth = Math.max(depth, one + 1);
  return html`<section class="panel traceheader">
    <div class="row">
      <h1>${root ? html`<span class="note">${cutText(root.service, 40)}</span> ${cutText(root.name, 120)}` : html`<span class="note">root not received</span>`}</h1>
      <span class="right row">
        <${ComparePick} id=${id} root=${root} />
        ${similar && html`<a class="button" href=${similar}>Find similar</a>`}
        <a class="button" href=${base + 'api/spanhouse/v1/traces/' + id} download=${'trace-' + id + '.json'}>Download</a>
      </span>
    </div>
    <div class="row facts">
      <span class="mono">${id}</span><${Copy} text=${id} label="Copy the trace id" />
      <span>${time(millis(summary.start))}</span>
      <span title=${count(summary.duration) + ' ns'}><b>${duration(Number(summary.duration))}</b></span>
      <span>${count(summary.spans)} ${summary.spans === '1' ? 'span' : 'spans'}</span>
      <span>${count(data.services.length)} ${data.services.length === 1 ? 'service' : 'services'}</span><span>depth ${count(depth)}</span>
      ${summary.errors !== '0' && html`<span class="bad">${count(summary.errors)} ${summary.errors === '1' ? 'error' : 'errors'}</span>`}
    </div>
    ${critical.length > 0 && html`<div class="row facts"><span class="note">Waited for</span>${critical.map((one) => html`<span key=${one.service}><${Service} name=${one.service} /> ${percent(one.share)} <span class="note">${duration(Number(one.critical))}</span></span>`)}
      ${data.path.gap > 0 && html`<span class="note">no span ${duration(data.path.gap)}</span>`}</div>`}
    ${(doubts.length > 0 || data.hiddenSpans !== '0' || summary.expiredPart) && html`<div class="row facts doubts">
      ${doubts.map(([name, words]) => html`<span key=${name} class="warn">? ${count(data.doubts[name])} ${data.doubts[name] === '1' ? 'span' : 'spans'}: ${words}</span>`)}
      ${data.skews.slice(0, 3).map((skew) => html`<span key=${skew.service} class="warn">${shownText(skew.service)} is up to ${duration(Number(skew.most))} before ${shownText(skew.parentService)}</span>`)}
      ${data.hiddenSpans !== '0' && html`<span class="warn">${count(data.hiddenSpans)} spans of services that this key may not see</span>`}
      ${summary.expiredPart && html`<span class="warn">an older part of the trace has expired</span>`}</div>`}
  </section>`;
}
