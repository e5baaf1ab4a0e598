// @ts-check
import { useMemo } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { change } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { LineChart } from '../../charts/line.js';
import { brief, duration, millis, perTime, time } from '../../shared/format.js';
import { step } from '../../shared/range.js';
import { LoadState } from '../../shared/states.js';
import { ENTRY, ofService } from './red.js';

const STEPS_MAX = 90;
const QUANTILES = /** @type {const} */ ([['p50', 'ok'], ['p90', 'accent'], ['p99', 'slower']]);
const FAILED = { compare: { operand: { field: 'statusCode' }, operator: 'equal', value: { whole: '2' } } };

/** One service over time; marks are traces. @param {{ name: string, entry: boolean, range: import('../../shared/range.js').Range }} props */
export function ServiceCharts({ name, entry, range }) {
  const seconds = step(range, STEPS_MAX);
  const all = [...(entry ? [ENTRY] : []), ...ofService(name)];
  const body = { window: range.window, condition: { all }, step: String(seconds * 1e9),
    measures: [{ count: true }, { errors: true }, { quantiles: { of: { field: 'duration' }, shares: [0.5, 0.9, 0.99] } }, { example: 'longest' }], limit: 1 };
  const load = useLoad((signal) => ask('aggregate', { body, signal }), [body]);
  const failedBody = { window: range.window, condition: { all: [...all, FAILED] }, step: String(seconds * 1e9), measures: [{ count: true }, { example: 'latest' }], limit: 1 };
  const failed = useLoad((signal) => ask('aggregate', { body: failedBody, signal }), [failedBody]);
  const charts = useMemo(() => (load.data?.steps ? chartsOf(load.data, failed.data, seconds) : null), [load.data, failed.data]);
  if (!charts) return html`<${LoadState} load=${load} what="charts" />`;
  /** @param {number} from @param {number} to */
  const zoom = (from, to) => change({ from: String(Math.round(from)), to: String(Math.round(to)) });
  return html`<section class=${'overview thirds' + (load.stale ? ' dim' : '')} aria-label="Over time">
    ${charts.map((chart) => html`<div key=${chart.title} class="panel"><header><h2>${chart.title}</h2><span class="note keyed">${chart.lines.length > 1 ? chart.lines.map((line) => html`<span key=${line.label}><i class=${'keyline ' + line.colour}></i>${line.label}</span>`) : chart.unit}</span></header>
      <${LineChart} ...${chart} onRange=${zoom} label=${chart.title} /></div>`)}
    <${LoadState} load=${load} /></section>`;
}

/** @param {any} answer @param {any} failed or none yet @param {number} seconds */
function chartsOf(answer, failed, seconds) {
  const { steps } = answer;
  const first = Number(BigInt(steps.first) / 1_000_000n) / 1_000;
  const x = Array.from({ length: steps.count }, (_, i) => first + i * seconds);
  const lines = [0, 1, 2, 3, 4].map((line) => new Array(steps.count).fill(line < 2 ? 0 : null));
  const longest = [];
  for (const cell of answer.groups[0]?.cells ?? []) {
    lines[0][cell.step] = Number(cell.figures[0].whole) / seconds;
    lines[1][cell.step] = Number(cell.figures[1].whole) / seconds;
    [0, 1, 2].forEach((q) => { const one = cell.figures[2]?.quantiles[q]; lines[2 + q][cell.step] = one ? Number(one.whole ?? one.decimal) : null; });
    const example = cell.figures[3];
    if (example) longest.push({ ...marked(example), x: x[cell.step], y: Number(example.duration) });
  }
  const [perRate, rateUnit] = perTime(lines[0]);
  const [perError, errorUnit] = perTime(lines[1]);
  const errors = (failed?.groups[0]?.cells ?? []).flatMap((/** @type {any} */ cell) => (cell.figures[1] ? [{ ...marked(cell.figures[1]), x: x[cell.step], y: (lines[1][cell.step] ?? 0) * perError }] : []));
  return [
    { title: 'Rate', x, lines: [{ values: lines[0].map((one) => one * perRate), colour: 'accent', label: rateUnit }], show: brief, unit: rateUnit },
    { title: 'Errors', x, lines: [{ values: lines[1].map((one) => one * perError), colour: 'err', label: 'errors ' + errorUnit }], show: brief, unit: errorUnit, exemplars: errors },
    { title: 'Duration', x, lines: QUANTILES.map(([label, colour], q) => ({ values: lines[2 + q], colour, label })), show: duration, unit: '', exemplars: longest },
  ];
}

/** @param {any} example */
function marked(example) {
  return { traceId: example.traceId, spanId: example.spanId, title: duration(Number(example.duration)) + ' at ' + time(millis(example.start)) };
}
