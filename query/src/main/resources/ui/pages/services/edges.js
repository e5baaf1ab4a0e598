// @ts-check

/** @typedef {{ caller: string, callee: string, calls: number, errors: number, p50: number, p99: number }} Call */

/** Calls between services as numbers. @param {any} answer of the service graph, or none yet @returns {Call[]} */
export function edgesOf(answer) {
  return (answer?.edges ?? []).map((/** @type {any} */ edge) => ({ caller: edge.caller, callee: edge.callee, calls: Number(edge.calls), errors: Number(edge.errors),
    p50: nanos(edge.durations.quantiles[0]), p99: nanos(edge.durations.quantiles[2]) }));
}

/** @param {any} literal */
function nanos(literal) {
  return Number(literal?.whole ?? literal?.decimal ?? 0);
}
