package io.spanhouse.storage.journal;

import java.util.List;
import java.util.SortedMap;

/**
 * A journal that was opened, with what was found.
 *
 * @param journal the journal, ready to append
 * @param records records that were shown
 * @param cutBytes length of the torn end that was cut, 0 as a rule
 * @param damages what is damaged; empty unless there is a reason for an alarm
 * @param sealed what the newest segment said of seals, by lane: blocks that know less have lost some
 * @param <A> what appenders give along
 */
public record JournalOpening<A>(
        Journal<A> journal,
        long records,
        long cutBytes,
        List<JournalDamage> damages,
        SortedMap<Integer, Long> sealed) {}
