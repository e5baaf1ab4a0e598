// @ts-check
/** A long list of rows of one height, of which only those in sight exist. The box scrolls; its end asks for more. */
import { useEffect, useRef, useState } from '../vendor/preact-hooks/hooks.mjs';
import { html } from '../app/html.js';

const MARGIN_ROWS = 12;

/**
 * @param {{ count: number, rowHeight: number, render: (index: number) => any, label: string, chosen?: number, header?: any,
 *   onEnd?: () => void, total?: number, role?: string }} props
 */
export function Windowed({ count, rowHeight, render, label, chosen = -1, header, onEnd, total, role = 'table' }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  useEffect(() => {
    const own = box.current;
    if (!own) return undefined;
    const observer = new ResizeObserver(() => setHeight(own.clientHeight));
    observer.observe(own);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const own = box.current;
    if (!own || chosen < 0) return;
    const y = chosen * rowHeight;
    if (y < own.scrollTop) own.scrollTop = y;
    else if (y + 2 * rowHeight > own.scrollTop + own.clientHeight) own.scrollTop = y + 2 * rowHeight - own.clientHeight;
  }, [chosen]);
  const first = Math.max(0, Math.floor(top / rowHeight) - MARGIN_ROWS);
  const last = Math.min(count, Math.ceil((top + height) / rowHeight) + MARGIN_ROWS);
  useEffect(() => {
    if (onEnd && last >= count - MARGIN_ROWS) onEnd();
  }, [last, count]);
  const rows = [];
  for (let i = first; i < last; i++) rows.push(render(i));
  return html`<div class="windowed" ref=${box} role=${role} aria-label=${label} aria-rowcount=${total ?? count} tabIndex=${0}
    onScroll=${(/** @type {any} */ event) => setTop(event.currentTarget.scrollTop)}>
    ${header}
    <div role="rowgroup" style=${{ height: count * rowHeight + 'px', position: 'relative' }}><div role="none" style=${{ position: 'absolute', left: 0, right: 0, top: first * rowHeight + 'px' }}>${rows}</div></div>
  </div>`;
}
