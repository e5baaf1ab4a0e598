// @ts-check
/** Answers of aggregate as columns for charts. */
import { millis, time } from '../../shared/format.js';

/** @typedef {{ x: number[], rates: number[], errors: number[], total: number, errorsTotal: number, perSecond: number, p50: number | null, p90: number | null, p99: number | null, exact: boolean }} Series */

/** A number of an answer; null for none. @param {any} figure @returns {number | null} */
export function numberOf(figure) {
  return figure == null ? null : Number(figure.whole ?? figure.decimal);
}

/**
 * Counts, errors and quantiles by step: measures 0, 1 and 3.
 * @param {any} answer
 * @returns {Series}
 */
export function seriesOf(answer) {
  const step = Number(answer.steps.step) / 1e9;
  const first = Number(BigInt(answer.steps.first) / 1_000_000n) / 1_000;
  const size = answer.steps.count;
  const x = Array.from({ length: size }, (_, i) => first + i * step);
  const rates = new Array(size).fill(0);
  const errors = new Array(size).fill(0);
  const group = answer.groups[0];
  for (const cell of group?.cells ?? []) {
    rates[cell.step] = (numberOf(cell.figures[0]) ?? 0) / step;
    errors[cell.step] = (numberOf(cell.figures[1]) ?? 0) / step;
  }
  const total = numberOf(group?.figures[0]) ?? 0;
  const quantiles = group?.figures[3]?.quantiles ?? [];
  return {
    x, rates, errors, total,
    errorsTotal: numberOf(group?.figures[1]) ?? 0,
    perSecond: total / (size * step),
    p50: numberOf(quantiles[0]), p90: numberOf(quantiles[1]), p99: numberOf(quantiles[2]),
    exact: group?.figures[3]?.exact ?? true,
  };
}

/**
 * Traces that stand for errors of each step, at their rate: measures 0 and 1.
 * @param {any} answer
 * @returns {import('../../charts/line.js').Exemplar[]}
 */
export function failedOf(answer) {
  const step = Number(answer.steps.step) / 1e9;
  const first = Number(BigInt(answer.steps.first) / 1_000_000n) / 1_000;
  return (answer.groups[0]?.cells ?? []).flatMap((/** @type {any} */ cell) => {
    const [found, example] = cell.figures;
    return example ? [{ x: first + cell.step * step, y: (numberOf(found) ?? 0) / step, traceId: example.traceId, spanId: example.spanId, title: 'an error at ' + time(millis(example.start)) }] : [];
  });
}

/** Where no bucket is filled, and few are, the grid is not of a few huge rows. */
const ROWS_LEAST = 8;

/**
 * The histogram of each step as one grid, with the longest of each step: measures 2 and 4.
 * @param {any} answer
 * @returns {import('../../charts/heat.js').Heat}
 */
export function heatOf(answer) {
  const cells = answer.groups[0]?.cells ?? [];
  let least = Infinity;
  let most = -Infinity;
  let scale = 1;
  let zeros = false;
  for (const cell of cells) {
    const figure = cell.figures[2];
    if (!figure) continue;
    zeros ||= figure.zeros !== '0';
    if (figure.positive.counts.length === 0) continue;
    scale = figure.scale;
    least = Math.min(least, figure.positive.offset);
    most = Math.max(most, figure.positive.offset + figure.positive.counts.length - 1);
  }
  const columns = answer.steps.count;
  const t0 = Number(BigInt(answer.steps.first) / 1_000n) / 1_000;
  const stepMillis = Number(answer.steps.step) / 1e6;
  const empty = least > most;
  if (empty && !zeros) return { t0, stepMillis, columns, rows: 0, first: 0, scale, zeros, counts: new Float64Array(0), exemplars: [] };
  if (empty) [least, most] = [0, 0];
  const base = zeros ? 1 : 0;
  const rows = Math.max(ROWS_LEAST, most - least + 1) + base;
  const counts = new Float64Array(columns * rows);
  const exemplars = [];
  for (const cell of cells) {
    const figure = cell.figures[2];
    if (!figure) continue;
    figure.positive.counts.forEach((/** @type {string} */ count, /** @type {number} */ i) => {
      counts[cell.step * rows + base + figure.positive.offset - least + i] += Number(count);
    });
    if (zeros) counts[cell.step * rows] += Number(figure.zeros);
    const longest = cell.figures[4];
    if (longest) exemplars.push({ t: Number(BigInt(longest.start) / 1_000n) / 1_000, d: Number(longest.duration), traceId: longest.traceId, spanId: longest.spanId });
  }
  return { t0, stepMillis, columns, rows, first: least, scale, zeros, counts, exemplars };
}
