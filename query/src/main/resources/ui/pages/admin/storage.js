// @ts-check
/** What lies on disk: for how long, in which buckets, and what of it is damaged. */
import { html } from '../../app/html.js';
import { change, param } from '../../app/url.js';
import { bytes, count, duration, time } from '../../shared/format.js';
import { Meter, SortHead } from '../../shared/parts.js';
import { shownText } from '../../shared/text.js';

const DAY_SECONDS = 86_400;
const SORTS = /** @type {const} */ (['lastReceiptMillis', 'bytes', 'spans', 'traces', 'blocks']);

/** @param {string | null} seconds */
function age(seconds) {
  if (seconds === null) return 'no limit';
  const number = Number(seconds);
  return number % DAY_SECONDS === 0 ? count(number / DAY_SECONDS) + (number === DAY_SECONDS ? ' day' : ' days') : duration(number * 1e9);
}

/** @param {any} storage @param {string} name */
function sum(storage, name) {
  return storage.buckets.reduce((/** @type {bigint} */ total, /** @type {any} */ one) => total + BigInt(one[name]), 0n);
}

/** @param {{ answers: any[] }} props */
export function Retention({ answers }) {
  const [storage] = answers;
  const { retention } = storage;
  const held = Number(sum(storage, 'bytes'));
  const journal = storage.partitions.reduce((/** @type {number} */ total, /** @type {any} */ one) => total + Number(one.journalBytes), 0);
  const oldest = storage.buckets.length ? Math.min(...storage.buckets.map((/** @type {any} */ one) => Number(one.firstReceiptMillis))) : null;
  const most = retention.bytesMax === null ? null : Number(retention.bytesMax);
  /** @type {[string, any][]} */
  const facts = [['Spans are kept for', age(retention.ageSeconds)], ['or until they take', most === null ? 'no limit' : bytes(most)], ['Dropped by buckets of', age(retention.bucketSpanSeconds) + ' at most'],
    ['They take now', bytes(held)], ['Journal', bytes(journal)], ['Free on the volume', bytes(Number(storage.diskFreeBytes))], ['Oldest spans came', oldest === null ? '-' : time(oldest)], ['Acknowledged when', storage.durability === 'sync' ? 'on disk' : 'written; synced within 100 ms'], ['Store', storage.storeId], ['Format', storage.formatVersion]];
  return html`${!storage.accepting && html`<div class="state error" role="alert">No spans are taken: ${shownText(storage.refusal)}</div>`}
    <dl class="times">${facts.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${shownText(value)}</dd></div>`)}</dl>
    ${most !== null && html`<p class="state"><${Meter} share=${held / most} err=${held / most > 0.9} /> ${((100 * held) / most).toFixed(2)} % of the size that is kept.</p>`}
    <p class="note">Set by <code>store.retention-age</code> and <code>store.retention-size</code>.</p>`;
}

/** @param {{ answers: any[] }} props */
export function Buckets({ answers }) {
  const [storage] = answers;
  const sort = param('sort', 'lastReceiptMillis', SORTS);
  const descending = param('dir', 'desc') !== 'asc';
  const head = { sort, descending, onSort: (/** @type {string} */ id, /** @type {boolean} */ down) => change({ sort: id === SORTS[0] ? null : id, dir: down ? null : 'asc' }) };
  const rows = [...storage.buckets].sort((a, b) => (descending ? -1 : 1) * (Number(a[sort]) - Number(b[sort])));
  const most = Math.max(1, ...rows.map((one) => Number(one.bytes)));
  const inMemory = storage.partitions.reduce((/** @type {bigint} */ total, /** @type {any} */ one) => total + BigInt(one.headSpans), 0n);
  return html`<div class="row count"><span><b>${count(rows.length)}</b> ${rows.length === 1 ? 'bucket' : 'buckets'}, ${bytes(Number(sum(storage, 'bytes')))}, ${count(sum(storage, 'spans'))} spans</span><span class="note">${count(inMemory)} spans are in memory and the journal, not in a bucket yet</span></div>
    ${rows.length === 0 ? html`<div class="state empty">No bucket yet: the first is made when spans are moved from the journal.</div>` : html`<div class="scroll-x"><table><thead><tr><${SortHead} id="lastReceiptMillis" ...${head}>Received<//><th class="number">Lane</th><th class="number">Partition</th><${SortHead} id="spans" number ...${head}>Spans<//><${SortHead} id="traces" number ...${head}>Traces<//>
      <${SortHead} id="blocks" number ...${head}>Blocks<//><${SortHead} id="bytes" number ...${head}>Size<//><th></th><th class="number">Bytes a span</th></tr></thead>
      <tbody>${rows.map((one) => html`<tr key=${[one.partition, one.lane, one.sequence].join()}><td>${time(Number(one.firstReceiptMillis))} \u2013 ${time(Number(one.lastReceiptMillis))}</td><td class="number">${one.lane}</td><td class="number">${one.partition}</td><td class="number">${count(one.spans)}</td><td class="number">${count(one.traces)}</td>
        <td class="number">${count(one.blocks)}</td><td class="number" title=${count(one.bytes) + ' bytes'}>${bytes(Number(one.bytes))}</td><td><${Meter} share=${Number(one.bytes) / most} /></td><td class="number">${one.spans === '0' ? '-' : (Number(one.bytes) / Number(one.spans)).toFixed(1)}</td></tr>`)}</tbody></table></div>`}`;
}

/** @param {{ answers: any[] }} props */
export function Damage({ answers }) {
  /** @type {string[]} */
  const damage = answers[0].damage;
  if (damage.length === 0) return html`<div class="state empty">No damage is known. Blocks are verified when they are read, and all of them in turn in the background.</div>`;
  return html`<div class="row count"><b>${count(damage.length)}</b> not mended</div><ul class="damage">${damage.map((one) => html`<li key=${one}>${shownText(one)}</li>`)}</ul>
    <p class="note">Answers that lack what is damaged say so. <code>repair</code> on the server's machine sets it aside or mends it.</p>`;
}
