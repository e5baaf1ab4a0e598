// @ts-check
/** Spans that came since the trace was opened: they are told, and shown when the reader wants them, so that nothing jumps. */
import { useEffect, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { ask } from '../../api/client.js';
import { count } from '../../shared/format.js';

const WAIT_MILLIS = 5_000;
const WAIT_MILLIS_MAX = 60_000;

/**
 * @param {{ id: string, spans: string, onShow: () => void }} props spans that are shown
 */
export function Arrived({ id, spans, onShow }) {
  const [now, setNow] = useState(spans);
  useEffect(() => {
    const controller = new AbortController();
    let wait = WAIT_MILLIS;
    /** @type {ReturnType<typeof setTimeout>} */
    let timer;
    const look = async () => {
      if (document.visibilityState === 'visible') {
        try {
          const answer = await ask('search', { signal: controller.signal, body: { filter: { traceql: `{ trace:id = "${id}" }` }, limit: 1 } });
          if (answer.traces[0] && answer.completeness.complete) setNow(answer.traces[0].spans);
        } catch {
          // The next look may reach the server; the trace that is shown does not change by it.
        }
      }
      if (controller.signal.aborted) return;
      // A trace that has not changed for long will hardly change at once.
      wait = Math.min(WAIT_MILLIS_MAX, wait * 1.5);
      timer = setTimeout(look, wait);
    };
    timer = setTimeout(look, wait);
    return () => { clearTimeout(timer); controller.abort(); };
  }, [id, spans]);
  const more = BigInt(now) - BigInt(spans);
  return more > 0n ? html`<div class="state arrived" role="status">${count(more)} ${more === 1n ? 'span' : 'spans'} arrived. <button onClick=${onShow}>Show</button></div>` : null;
}
