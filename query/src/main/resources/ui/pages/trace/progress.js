// @ts-check
/** What is known of a trace while it is on its way: how many spans it has, and how much of them has come. */
import { useEffect, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { ask } from '../../api/client.js';
import { bytes as sized, count } from '../../shared/format.js';
import { cutText } from '../../shared/text.js';

/** A trace that is there sooner needs no words. */
const PATIENCE_MILLIS = 400;
const EVERY_MILLIS = 250;

/** @param {{ id: string, bytes: { current: number } }} props */
export function Progress({ id, bytes }) {
  const [now, setNow] = useState(-1);
  const [summary, setSummary] = useState(/** @type {any} */ (null));
  useEffect(() => {
    const controller = new AbortController();
    const timer = setInterval(() => setNow(bytes.current), EVERY_MILLIS);
    const look = setTimeout(() => {
      // A list knows how large a trace is without reading it. Without this answer there is less to tell, and no harm.
      if (/^[0-9a-f]{1,32}$/i.test(id)) ask('search', { signal: controller.signal, body: { filter: { traceql: `{ trace:id = "${id}" }` }, limit: 1 } }).then((answer) => setSummary(answer.traces[0] ?? null), () => undefined);
    }, PATIENCE_MILLIS);
    return () => { clearInterval(timer); clearTimeout(look); controller.abort(); };
  }, [id]);
  if (!summary) return null;
  const { root } = summary;
  return html`<div class="panel state" role="status">${root && html`<span><span class="note">${cutText(root.service, 40)}</span> <b>${cutText(root.name, 80)}</b></span>`}
    <span>Reading ${count(summary.spans)} spans${now > 0 ? ': ' + sized(now) + ' have come' : ''}.</span></div>`;
}
