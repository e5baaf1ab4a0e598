// @ts-check
import { useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { request } from '../../api/client.js';
import { bytes, count } from '../../shared/format.js';
import { saveText } from '../../shared/save.js';
import { shownText } from '../../shared/text.js';
import { searchRequest } from './model.js';

const TRACES_MAX = 100_000;

/** @type {Record<string, [string, string, string]>} the interface's name, the file's, its type */
const FORMATS = { CSV: ['csv', 'traces.csv', 'text/csv'], 'OTLP JSON': ['otlpJson', 'traces.jsonl', 'application/x-ndjson'] };

/**
 * Everything that the query and the selection find, not only what is listed yet: as CSV, a line a trace, or with all spans as
 * OTLP JSON; and the address of the view.
 * @param {{ state: import('./model.js').Model, total: bigint | null }} props
 */
export function Export({ state, total }) {
  const [told, setTold] = useState('');
  const running = useRef(/** @type {AbortController | null} */ (null));
  /** @param {string} title */
  const save = async (title) => {
    const [format, name, type] = FORMATS[title];
    const { window, filter, order } = searchRequest(state, null, 1);
    const own = new AbortController();
    running.current = own;
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const parts = [];
    let size = 0;
    try {
      const response = await request('export', { body: { window, filter, order, format, limit: TRACES_MAX }, signal: own.signal, accept: '*/*' });
      const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        parts.push(part.value);
        size += part.value.length;
        setTold('Exporting: ' + bytes(size));
      }
      const partial = response.headers.get('Spanhouse-Partial');
      saveText(name, type, new Blob(parts));
      setTold('Exported ' + (total === null ? '' : count(total < TRACES_MAX ? total : BigInt(TRACES_MAX)) + ' traces, ') + bytes(size) + ' to ' + name + '.'
        + (total !== null && total > TRACES_MAX ? ' There are more: an export takes ' + count(TRACES_MAX) + '.' : '') + (partial ? ' Incomplete: ' + shownText(partial) + '.' : ''));
    } catch (error) {
      setTold(own.signal.aborted ? 'Export cancelled; nothing was saved.' : 'Export failed after ' + bytes(size) + ': ' + shownText(String(/** @type {Error} */ (error).message)) + ' Nothing was saved.');
    } finally {
      running.current = null;
    }
  };
  const link = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      setTold('Link copied.');
    } catch {
      setTold('The browser does not let this page copy; the address bar has the link.');
    }
  };
  return html`<span class="note" role="status">${told}</span> ${running.current && html`<button onClick=${() => running.current?.abort()}>Cancel</button>`}
    ${Object.keys(FORMATS).map((title) => html`<button key=${title} onClick=${() => save(title)} disabled=${!total || running.current !== null}>${title}</button> `)}<button onClick=${link}>Link</button>`;
}
