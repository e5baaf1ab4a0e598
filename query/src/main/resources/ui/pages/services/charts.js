// @ts-check
import { html } from '../../app/html.js';
import { change } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { LineChart } from '../../charts/line.js';
import { brief, duration } from '../../shared/format.js';
import { step } from '../../shared/range.js';
import { LoadState } from '../../shared/states.js';
import { ENTRY, ofService } from './red.js';

const STEPS_MAX = 90;

/** One service over time. @param {{ name: string, entry: boolean, range: import('../../shared/range.js').Range }} props */
export function ServiceCharts({ name, entry, range }) {
  const seconds = step(range, STEPS_MAX);
  const body = { window: range.window, condition: { all: [...(entry ? [ENTRY] : []), ...ofService(name)] }, step: String(seconds * 1e9),
    measures: [{ count: true }, { errors: true }, { quantiles: { of: { field: 'duration' }, shares: [0.5, 0.9, 0.99] } }], limit: 1 };
  const load = useLoad((signal) => ask('aggregate', { body, signal }), [body]);
  const steps = load.data?.steps;
  if (!steps) return html`<${LoadState} load=${load} what="charts" />`;
  const first = Number(BigInt(steps.first) / 1_000_000n) / 1_000;
  const x = Array.from({ length: steps.count }, (_, i) => first + i * seconds);
  const lines = [0, 1, 2, 3, 4].map((line) => new Array(steps.count).fill(line < 2 ? 0 : null));
  for (const cell of load.data.groups[0]?.cells ?? []) {
    lines[0][cell.step] = Number(cell.figures[0].whole) / seconds;
    lines[1][cell.step] = Number(cell.figures[1].whole) / seconds;
    [0, 1, 2].forEach((q) => { const one = cell.figures[2]?.quantiles[q]; lines[2 + q][cell.step] = one ? Number(one.whole ?? one.decimal) : null; });
  }
  /** @param {number} from @param {number} to */
  const zoom = (from, to) => change({ from: String(Math.round(from)), to: String(Math.round(to)) });
  return html`<section class=${'overview thirds' + (load.stale ? ' dim' : '')} aria-label="Over time">
    <div class="panel"><header><h2>Rate</h2></header><${LineChart} x=${x} lines=${[{ values: lines[0], colour: 'accent', label: 'per second' }]} show=${brief} onRange=${zoom} label="Rate" /></div>
    <div class="panel"><header><h2>Errors</h2></header><${LineChart} x=${x} lines=${[{ values: lines[1], colour: 'err', label: 'errors per second' }]} show=${brief} onRange=${zoom} label="Errors" /></div>
    <div class="panel"><header><h2>Duration</h2><span class="note">p50, p90, p99</span></header><${LineChart} x=${x} lines=${[{ values: lines[2], colour: 'ok', label: 'p50' }, { values: lines[3], colour: 'accent', label: 'p90' }, { values: lines[4], colour: 'slower', label: 'p99' }]} show=${duration} onRange=${zoom} label="Duration" /></div>
    <${LoadState} load=${load} /></section>`;
}
