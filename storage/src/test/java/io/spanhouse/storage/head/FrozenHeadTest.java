package io.spanhouse.storage.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A head that failed keeps what was published and follows the blocks. */
class FrozenHeadTest {
    private final TestClock clock = new TestClock();
    private final MemoryBlocks blocks = new MemoryBlocks();
    private final Head head = new Head(new HeadOptions(96 << 20, 1L << 40, 0, 384 << 20), clock, blocks, 3);

    private void insert(long offset, long trace, long span) {
        head.insert(1, 0, Spans.one(trace, span, 0, Spans.START), offset, offset, offset);
    }

    private static List<FragmentSource> disowned(HeadSnapshot snapshot) {
        List<FragmentSource> sources = new ArrayList<>();
        snapshot.disowned(1, (source, trace) -> sources.add(source));
        return sources;
    }

    @Test
    void whatWasPublishedStaysAndDisownedFragmentsAreFoundWhereTheyGo() {
        insert(1, 1, 1);
        head.forceClose();
        insert(2, 1, 2);
        Generation first = head.publish().parts().get(0).generation();
        insert(3, 2, 3);
        head.freeze();
        assertThat(disowned(head.snapshot())).containsExactly(first);

        HeadSnapshot sealed = blocks.seal(head, first);
        assertThat(sealed).isSameAs(head.snapshot());
        assertThat(sealed.parts()).singleElement().satisfies(part -> {
            assertThat(part.generation().number()).isEqualTo(4);
            assertThat(part.rowCount()).isEqualTo(1);
        });
        assertThat(disowned(sealed)).containsExactly(blocks.blocks.get(0));

        MemoryBlocks.Block merged = new MemoryBlocks.Block(
                1, 1, blocks.blocks.get(0).rows(), blocks.blocks.get(0).traces(), first);
        head.relocate((place, project, high, low) -> new FragmentPlace(merged, 0));
        assertThat(disowned(head.snapshot())).containsExactly(merged);
        assertThat(head.snapshot().rowCount()).isEqualTo(1);
    }
}
