// @ts-check
/** A line chart over time. Dragging chooses a range; a table for readers of text stands beside it. */
// @ts-ignore its types have no default export
import uPlot from '../vendor/uplot/uPlot.mjs';
import { useEffect, useRef, useState } from '../vendor/preact-hooks/hooks.mjs';
import { html } from '../app/html.js';
import { shade } from '../app/session.js';
import { token } from '../shared/colour.js';
import { axisTime, time } from '../shared/format.js';
import { Exemplars } from './exemplars.js';
import { CHART_HEIGHT, useWidth } from './size.js';

const HEIGHT = CHART_HEIGHT;

/** A trace at a second and a value. @typedef {{ x: number, y: number, traceId: string, spanId: string, title: string }} Exemplar */

/** @type {Exemplar[]} */
const NONE = [];

/**
 * @param {{ x: number[], lines: { values: (number | null)[], colour: string, label: string }[], show: (value: number) => string,
 *   onRange: (from: number, to: number) => void, label: string, height?: number, exemplars?: Exemplar[] }} props x in seconds since 1970
 */
export function LineChart({ x, lines, show, onRange, label, height = HEIGHT, exemplars = NONE }) {
  const [element, width] = useWidth();
  const [points, setPoints] = useState(/** @type {import('./exemplars.js').Point[]} */ ([]));
  const hover = useRef(/** @type {HTMLElement | null} */ (null));
  const range = useRef(onRange);
  range.current = onRange;
  const theme = shade.value;
  useEffect(() => {
    if (!element.current || width === 0 || x.length === 0) return undefined;
    const span = (x[x.length - 1] - x[0]) * 1_000;
    const axis = { stroke: token('text-3'), font: '11px system-ui', grid: { stroke: token('line'), width: 1 }, ticks: { show: false } };
    /** @type {any} */
    const options = {
      width, height,
      legend: { show: false },
      cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 6 } },
      padding: [8, 8, 0, 0],
      scales: { y: { range: (/** @type {any} */ _, /** @type {number} */ __, /** @type {number} */ most) => [0, most > 0 ? most * 1.1 : 1] } },
      axes: [
        { ...axis, values: (/** @type {any} */ _, /** @type {number[]} */ ticks) => ticks.map((tick) => axisTime(tick * 1_000, span)), size: 24, space: 64 },
        { ...axis, values: (/** @type {any} */ _, /** @type {number[]} */ ticks) => ticks.map(show), size: 48, space: 28 },
      ],
      series: [{}, ...lines.map((line) => ({ stroke: token(line.colour), width: 1.5, fill: lines.length === 1 ? token(line.colour) + '22' : undefined, points: { show: false } }))],
      hooks: {
        // Where points lie is known once the axes have their room.
        ready: [(/** @type {any} */ self) => setPoints(exemplars.map((one) => ({ ...one, left: self.over.offsetLeft + self.valToPos(one.x, 'x'), top: self.over.offsetTop + self.valToPos(one.y, 'y'), weight: one.y })))],
        setSelect: [(/** @type {any} */ self) => {
          if (self.select.width > 3) {
            range.current(self.posToVal(self.select.left, 'x') * 1_000, self.posToVal(self.select.left + self.select.width, 'x') * 1_000);
          }
          self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        }],
        setCursor: [(/** @type {any} */ self) => {
          const i = self.cursor.idx;
          if (hover.current) {
            hover.current.textContent = i == null ? '' : time(x[i] * 1_000) + '  ' + lines.map((line) => show(line.values[i] ?? 0) + ' ' + line.label).join(', ');
          }
        }],
      },
    };
    const chart = new uPlot(options, [x, ...lines.map((line) => line.values)], element.current);
    return () => chart.destroy();
  }, [x, width, theme, height, exemplars]);
  const first = lines[0]?.values ?? [];
  return html`<figure class="chart" aria-label=${label}><div class="withmarks"><div ref=${element} style=${{ minHeight: height + 'px' }} aria-hidden="true"></div><${Exemplars} points=${points} /></div>
    <figcaption class="note" ref=${hover}></figcaption>
    <span class="visually-hidden">${label}: largest ${show(Math.max(0, ...first.map((value) => value ?? 0)))} ${lines[0]?.label}, of ${x.length} steps.</span></figure>`;
}
