package io.spanhouse.storage.rocks;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bucket of a partition. Sequence numbers grow with receipt and are never used twice in a lane.
 *
 * @param lane the retention class, 0 to {@link #LANE_MAX}
 * @param sequence from 1 on
 */
public record BucketId(int lane, long sequence) implements Comparable<BucketId> {
    /** Lanes are few: each has an open bucket of its own. */
    public static final int LANE_MAX = 7;

    private static final Pattern DIRECTORY = Pattern.compile("lane-([0-7])-bucket-(\\d{10})");

    public BucketId {
        if (lane < 0 || lane > LANE_MAX) {
            throw new IllegalArgumentException("lane is " + lane + ", expected 0 to " + LANE_MAX);
        }
        if (sequence < 1 || sequence > 9_999_999_999L) {
            throw new IllegalArgumentException("bucket sequence is " + sequence + ", expected 1 to 9999999999");
        }
    }

    /** Name of its directory; sorts by lane, then sequence. */
    public String directoryName() {
        return "lane-%d-bucket-%010d".formatted(lane, sequence);
    }

    /** The bucket of a directory name, null if it is none. */
    static @Nullable BucketId ofDirectory(String name) {
        Matcher matcher = DIRECTORY.matcher(name);
        if (!matcher.matches() || Long.parseLong(matcher.group(2)) == 0) {
            return null;
        }
        return new BucketId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    @Override
    public int compareTo(BucketId other) {
        int byLane = Integer.compare(lane, other.lane);
        return byLane != 0 ? byLane : Long.compare(sequence, other.sequence);
    }

    @Override
    public String toString() {
        return directoryName();
    }
}
