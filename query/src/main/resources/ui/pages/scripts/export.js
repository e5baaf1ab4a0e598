// @ts-check
/** What the list holds as CSV, by the server's own hand: the same script, period, filters, search and order. */
import { useEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { param } from '../../app/url.js';
import { request } from '../../api/client.js';
import { count } from '../../shared/format.js';
import { saveBlob } from '../../shared/save.js';
import { cutText, shownText } from '../../shared/text.js';
import { ORDERS, scriptPath } from './model.js';

const TOLD_EVERY_MILLIS = 200;
const QUOTE = 34;
const LINE_FEED = 10;

/** @param {{ script: string, kind: import('./model.js').Kind }} props */
export function Export({ script, kind }) {
  const [told, setTold] = useState(/** @type {{ text: string, bad?: boolean } | null} */ (null));
  const [running, setRunning] = useState(false);
  const controller = useRef(/** @type {AbortController | null} */ (null));
  useEffect(() => () => controller.current?.abort(), []);
  const run = async () => {
    const own = new AbortController();
    controller.current = own;
    setRunning(true);
    setTold({ text: 'Exporting' });
    let rows = 0;
    try {
      const order = kind === 'runs' ? param('sort', '-executedOn', ORDERS) : param('logs', '-timestamp', ['timestamp', '-timestamp']);
      const response = await request(scriptPath(script, '/export/' + kind, { order }, kind), { signal: own.signal, accept: 'text/csv' });
      const parts = await received(response, (number) => { rows = number; setTold({ text: 'Exporting: ' + count(number) + ' rows' }); });
      const name = fileName(response.headers.get('Content-Disposition') ?? '') ?? kind + '_data.csv';
      saveBlob(name, new Blob(parts.chunks, { type: 'text/csv' }));
      const partial = response.headers.get('Spanhouse-Partial');
      setTold(partial ? { text: `Exported ${count(parts.rows)} rows to ${name}. Incomplete: ${partial}.`, bad: true } : { text: `Exported ${count(parts.rows)} ${parts.rows === 1 ? 'row' : 'rows'} to ${name}.` });
    } catch (error) {
      const why = own.signal.aborted ? 'cancelled' : String(/** @type {Error} */ (error).message);
      setTold({ text: `Export failed after ${count(rows)} rows: ${why.replace(/\.$/, '')}. No file was saved.`, bad: true });
    } finally {
      setRunning(false);
    }
  };
  return html`<span class=${'told ' + (told?.bad ? 'bad' : 'note')} role=${told?.bad ? 'alert' : 'status'} title=${told ? shownText(told.text) : undefined}>${told ? cutText(told.text, 160) : ''}</span>
    ${running ? html`<button onClick=${() => controller.current?.abort()}>Cancel</button>` : html`<button onClick=${run} title="Download what is listed as CSV">Export</button>`}`;
}

/**
 * All of an answer, with the number of its rows: line feeds outside of quotes, but for that of the titles.
 * @param {Response} response
 * @param {(rows: number) => void} onRows
 */
async function received(response, onRows) {
  const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body).getReader();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const chunks = [];
  let rows = -1;
  let quoted = false;
  let toldAt = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { chunks, rows: Math.max(0, rows) };
    chunks.push(value);
    for (let i = 0; i < value.length; i++) {
      if (value[i] === QUOTE) quoted = !quoted;
      else if (value[i] === LINE_FEED && !quoted) rows++;
    }
    const now = performance.now();
    if (now - toldAt > TOLD_EVERY_MILLIS) {
      toldAt = now;
      onRows(Math.max(0, rows));
    }
  }
}

/** @param {string} disposition */
function fileName(disposition) {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1];
  try {
    return encoded ? decodeURIComponent(encoded) : null;
  } catch {
    return null;
  }
}
