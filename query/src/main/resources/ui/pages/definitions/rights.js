// @ts-check
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';

/** @typedef {{ known: boolean, edit: boolean, why: string }} Rights */

/** Whether this session may change definitions, and if not, why. @returns {Rights} */
export function useRights() {
  const load = useLoad((signal) => ask('status', { signal }), []);
  if (!load.data) return { known: false, edit: true, why: '' };
  if (load.data.restricted) return { known: true, edit: false, why: 'This key sees only some services; trace definitions are of the whole project.' };
  const edit = load.data.scopes.includes('edit');
  return { known: true, edit, why: edit ? '' : 'This key lacks the scope edit: definitions can be looked at, not changed.' };
}
