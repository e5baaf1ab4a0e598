// @ts-check
import { useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { count } from '../../shared/format.js';
import { saveText } from '../../shared/save.js';

/**
 * What is listed as CSV, and the address of the view.
 * @param {{ rows: any[], state: import('./model.js').Model }} props
 */
export function Export({ rows }) {
  const [told, setTold] = useState('');
  const csv = () => {
    const lines = [['traceId', 'start', 'durationNanos', 'spans', 'errors', 'rootService', 'rootName'].join(',')];
    for (const row of rows) {
      lines.push([row.traceId, row.start, row.duration, row.spans, row.errors, row.root?.service ?? '', row.root?.name ?? ''].map(field).join(','));
    }
    saveText('traces.csv', 'text/csv', lines.join('\r\n') + '\r\n');
    setTold('Exported ' + count(rows.length) + ' rows to traces.csv.');
  };
  const link = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      setTold('Link copied.');
    } catch {
      setTold('The browser does not let this page copy; the address bar has the link.');
    }
  };
  return html`<span class="note" role="status">${told}</span> <button onClick=${csv} disabled=${rows.length === 0}>CSV</button> <button onClick=${link}>Link</button>`;
}

/** A field that no spreadsheet takes for a formula. @param {unknown} value */
function field(value) {
  const text = String(value);
  const plain = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
  return /[",\r\n]/.test(plain) ? '"' + plain.replaceAll('"', '""') + '"' : plain;
}
