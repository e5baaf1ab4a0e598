// @ts-check
/** Traces that match as they are acknowledged: the newest on top; waits while somebody reads further down. */
import { useEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { events } from '../../api/events.js';
import { href, kept } from '../../app/url.js';
import { count } from '../../shared/format.js';
import { Windowed } from '../../shared/windowed.js';
import { isEvery } from '../../shared/traceql.js';
import { HeadRow, Row, ROW } from './row.js';

const SHOWN_MAX = 200;

/** @param {{ state: import('./model.js').Model }} props */
export function Live({ state }) {
  const [rows, setRows] = useState(/** @type {any[]} */ ([]));
  const [told, setTold] = useState({ matched: 0, dropped: 0, lost: '' });
  const waiting = useRef(/** @type {Map<string, any>} */ (new Map()));
  const [held, setHeld] = useState(0);
  const [open, setOpen] = useState(false);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const flush = () => {
    if (waiting.current.size === 0) return;
    const fresh = waiting.current;
    waiting.current = new Map();
    setHeld(0);
    setRows((old) => [...[...fresh.values()].reverse(), ...old.filter((row) => !fresh.has(row.traceId))].slice(0, SHOWN_MAX));
  };
  useEffect(() => {
    const controller = new AbortController();
    setRows([]);
    setOpen(false);
    waiting.current = new Map();
    void events('live', isEvery(state.q) ? {} : { filter: { traceql: state.q } }, controller.signal, (name, data) => {
      if (name === 'trace') {
        waiting.current.set(data.traceId, data);
        if (waiting.current.size > SHOWN_MAX) waiting.current.delete(/** @type {string} */ (waiting.current.keys().next().value));
      } else if (name === 'look') {
        setTold((old) => ({ lost: '', matched: old.matched + Number(data.matched ?? 0), dropped: old.dropped + Number(data.dropped ?? 0) }));
        // Nothing moves under the eyes of somebody who reads further down.
        if ((box.current?.querySelector('.windowed')?.scrollTop ?? 0) > ROW) setHeld(waiting.current.size);
        else flush();
      }
    }, (lost) => {
      setTold((old) => ({ ...old, lost }));
      setOpen(lost === '');
    });
    return () => controller.abort();
  }, [state.q]);
  const longest = rows.reduce((most, row) => Math.max(most, Number(row.duration)), 1);
  return html`<div ref=${box}><div class="row listbar"><b class="live">${open ? 'Live' : 'Connecting'}</b><span>${count(told.matched)} matched since this view was opened</span>
      ${told.dropped > 0 && html`<span class="note">${count(told.dropped)} were too many to send; the newest are shown</span>`}
      ${told.lost && html`<span class="warn" role="alert">Connection lost: ${told.lost} Trying again.</span>`}
      ${held > 0 && html`<button onClick=${flush}>${count(held)} waiting</button>`}</div>
    ${rows.length === 0 ? html`<div class="state empty" role="status">Waiting for a trace that matches.</div>` : html`<${Windowed} count=${rows.length} rowHeight=${ROW} label="Live traces" header=${html`<${HeadRow} state=${state} />`}
      render=${(/** @type {number} */ i) => html`<${Row} key=${rows[i].traceId} row=${rows[i]} link=${href('trace/' + rows[i].traceId, kept())} chosen=${false} longest=${longest} spans=${false} />`} />`}</div>`;
}
