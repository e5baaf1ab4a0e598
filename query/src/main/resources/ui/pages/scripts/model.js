// @ts-check
/** What the parameters of the scripts' pages mean, and the paths that are asked for them. */
import { search } from '../../api/client.js';
import { param, place } from '../../app/url.js';

export const PERIODS = /** @type {const} */ ([['today', 'Today'], ['yesterday', 'Yesterday'], ['last7Days', 'Last 7 days'], ['thisWeek', 'This week'], ['thisMonth', 'This month'], ['lastMonth', 'Last month'],
  ['last30Days', 'Last 30 days'], ['last90Days', 'Last 90 days'], ['thisYear', 'This year'], ['lastYear', 'Last year'], ['all', 'All time']]);

/** What narrows a list, as the server takes it. */
export function narrowing() {
  const zone = param('tz', 'local');
  const filters = place.value.params.getAll('f').map(readFilter).filter((one) => one !== null);
  return {
    period: param('period', 'last7Days', PERIODS.map(([id]) => id)),
    tz: zone === 'local' ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone === 'utc' ? 'UTC' : zone,
    search: param('s', ''),
    filter: filters.length ? JSON.stringify({ op: param('op', 'and', ['and', 'or']), filters }) : '',
  };
}

/** @param {string} text column~is,not,has~value,value */
function readFilter(text) {
  const [column, comparison, values] = text.split('~');
  const operator = { is: 'equals', not: 'notEquals', has: 'contains' }[comparison];
  return column && operator && values ? { column, operator, values: values.split(',') } : null;
}

/** @param {string} script @param {string} path @param {Record<string, string | number | undefined | null>} more */
export function scriptPath(script, path, more) {
  return 'scripts/' + encodeURIComponent(script) + path + search({ ...narrowing(), ...more });
}
