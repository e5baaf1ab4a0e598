// @ts-check
import { useEffect, useState } from '../../vendor/preact-hooks/hooks.mjs';

const NARROW = matchMedia('(max-width: 640px)');

/** The height of a row: on narrow screens it is a card of several lines. @param {number} wide @param {number} narrow */
export function useRow(wide, narrow) {
  const [is, setIs] = useState(NARROW.matches);
  useEffect(() => {
    const changed = () => setIs(NARROW.matches);
    NARROW.addEventListener('change', changed);
    return () => NARROW.removeEventListener('change', changed);
  }, []);
  return is ? narrow : wide;
}
