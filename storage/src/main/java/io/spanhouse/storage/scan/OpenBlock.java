package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.DictionaryReader;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.block.KeptParts;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.block.TraceFlag;
import io.spanhouse.storage.head.FragmentSource;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.rocks.StoredBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A block as views have it: opened once, shared by all views that have it. Told apart by identity. Takes some 450 bytes a
 * row group.
 */
public final class OpenBlock implements FragmentSource {
    /**
     * A fragment that continues an older one.
     *
     * @param fragment its number in the block
     * @param idHigh first half of the trace's id
     * @param idLow second half
     * @param age see {@link BlockFragment#age}
     * @param reborn whether it has all of the trace, so that older fragments are dead and not only disowned
     * @param firstBucket sequence of the bucket with the oldest fragment, 0 if that is not said
     */
    record Continuing(int fragment, long idHigh, long idLow, long age, boolean reborn, long firstBucket) {
        /** Whether a block may have an older fragment: those of buckets before the first and after its own cannot. */
        boolean mayContinue(StoredBlock own, StoredBlock other) {
            long bucket = other.bucket().sequence();
            return bucket >= firstBucket && bucket <= own.bucket().sequence();
        }
    }

    private final StoredBlock stored;
    private final BlockReader reader;
    private final ScratchPool scratches;
    private final List<Continuing> continuing = new ArrayList<>();
    private volatile @Nullable ResourceServices services;

    /** By resource: its service, as text and as a code. */
    private record ResourceServices(String[] texts, int[] codes) {}

    private OpenBlock(StoredBlock stored, BlockReader reader, ScratchPool scratches) {
        this.stored = stored;
        this.reader = reader;
        this.scratches = scratches;
    }

    /**
     * Opens a block: reads its directories, and which of its fragments continue older ones.
     *
     * @throws io.spanhouse.storage.model.StoreException CORRUPT or TOO_NEW
     */
    static OpenBlock open(StoredBlock stored, ScratchPool scratches, KeptParts kept) {
        BlockReader reader = BlockReader.open(
                new MeteredChunks(stored.chunks()), kept, stored.identity().block(), stored.project());
        OpenBlock block = new OpenBlock(stored, reader, scratches);
        block.readContinuing();
        return block;
    }

    private void readContinuing() {
        ReadScratch scratch = scratches.take();
        try {
            for (int group = 0; group < reader.directory().groups(); group++) {
                if (reader.bounds().get(Bound.CONTINUING, group) > 0) {
                    try (GroupReader groupReader = reader.group(group, scratch)) {
                        readContinuing(group, new GroupTraces(groupReader));
                    }
                }
            }
        } finally {
            scratches.give(scratch);
        }
    }

    private void readContinuing(int group, GroupTraces traces) {
        long[] ids = traces.ids();
        for (int i = 0; i < traces.size(); i++) {
            int flags = (int) traces.flags()[i];
            if (TraceFlag.CONTINUES.in(flags)) {
                continuing.add(new Continuing(
                        reader.firstFragment(group) + i,
                        ids[2 * i],
                        ids[2 * i + 1],
                        BlockFragment.age(flags, traces.spans()[i]),
                        TraceFlag.REBORN.in(flags),
                        traces.numbers(Field.TRACE_FIRST_BUCKET)[i]));
            }
        }
    }

    /** The block in its bucket. */
    public StoredBlock stored() {
        return stored;
    }

    BlockReader reader() {
        return reader;
    }

    ScratchPool scratches() {
        return scratches;
    }

    int project() {
        return stored.project();
    }

    /** The service of a resource of the block; the services of all resources are read when one is first asked for. */
    String serviceOfResource(int resource) {
        return services().texts[resource];
    }

    /** The same as a code of the dictionary of services. */
    int serviceCode(int resource) {
        return services().codes[resource];
    }

    private ResourceServices services() {
        ResourceServices known = services;
        if (known == null) {
            known = readServices();
            services = known;
        }
        return known;
    }

    private ResourceServices readServices() {
        ReadScratch scratch = scratches.take();
        try (GroupReader resources = reader.resources(scratch)) {
            String[] texts = new String[resources.rows()];
            int[] codes = new int[texts.length];
            resources.codes(Field.RESOURCE_SERVICE.number()).codes(0, codes.length, codes, 0);
            DictionaryReader dictionary = reader.dictionary(FixedDictionary.SERVICE.number(), scratch);
            Map<Integer, String> byCode = new HashMap<>();
            ByteSlice slice = new ByteSlice();
            for (int i = 0; i < codes.length; i++) {
                texts[i] = byCode.computeIfAbsent(codes[i], code -> {
                    dictionary.value(code, slice);
                    return slice.utf8();
                });
            }
            return new ResourceServices(texts, codes);
        } finally {
            scratches.give(scratch);
        }
    }

    /** Its fragments that continue older ones. */
    List<Continuing> continuing() {
        return continuing;
    }

    /** The fragments of a trace, ascending, which in a block is not always from old to new. */
    int[] find(long idHigh, long idLow) {
        ReadScratch scratch = scratches.take();
        try {
            int[] found = new int[4];
            int count = reader.find(idHigh, idLow, scratch, found);
            if (count > found.length) {
                found = new int[count];
                count = reader.find(idHigh, idLow, scratch, found);
            }
            int[] fragments = Arrays.copyOf(found, count);
            Arrays.sort(fragments);
            return fragments;
        } finally {
            scratches.give(scratch);
        }
    }

    @Override
    public String toString() {
        return stored.toString();
    }
}
