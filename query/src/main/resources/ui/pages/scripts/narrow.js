// @ts-check
import { useEffect, useState } from '../../vendor/preact-hooks/hooks.mjs';

const NARROW = matchMedia('(max-width: 640px)');

/** Of two numbers that for the width of the screen: rows of narrow ones are cards of several lines, and fewer. @param {number} wide @param {number} narrow */
export function useRow(wide, narrow) {
  const [is, setIs] = useState(NARROW.matches);
  useEffect(() => {
    const changed = () => setIs(NARROW.matches);
    NARROW.addEventListener('change', changed);
    return () => NARROW.removeEventListener('change', changed);
  }, []);
  return is ? narrow : wide;
}
