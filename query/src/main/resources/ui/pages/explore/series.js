// @ts-check
/** Answers of aggregate as columns for charts. */

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
 * The histogram of each step as one grid: measure 2.
 * @param {any} answer
 * @returns {import('../../charts/heat.js').Heat}
 */
export function heatOf(answer) {
  const cells = answer.groups[0]?.cells ?? [];
  let least = Infinity;
  let most = -Infinity;
  let scale = 1;
  for (const cell of cells) {
    const figure = cell.figures[2];
    if (!figure || figure.positive.counts.length === 0) continue;
    scale = figure.scale;
    least = Math.min(least, figure.positive.offset);
    most = Math.max(most, figure.positive.offset + figure.positive.counts.length - 1);
  }
  const columns = answer.steps.count;
  const t0 = Number(BigInt(answer.steps.first) / 1_000n) / 1_000;
  const stepMillis = Number(answer.steps.step) / 1e6;
  if (least > most) return { t0, stepMillis, columns, rows: 0, first: 0, scale, counts: new Float64Array(0) };
  const rows = most - least + 1;
  const counts = new Float64Array(columns * rows);
  for (const cell of cells) {
    const figure = cell.figures[2];
    if (!figure) continue;
    figure.positive.counts.forEach((/** @type {string} */ count, /** @type {number} */ i) => {
      counts[cell.step * rows + figure.positive.offset - least + i] += Number(count);
    });
    // Spans without any duration lie below the lowest bucket; they are shown in it.
    counts[cell.step * rows] += Number(figure.zeros);
  }
  return { t0, stepMillis, columns, rows, first: least, scale, counts };
}
