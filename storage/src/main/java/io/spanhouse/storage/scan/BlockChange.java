package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.KeptParts;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.StoredBlock;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Works out the next {@link BlockSet} from the one before: opens what is new, leaves out what is gone, and finds out what
 * blocks disown in each other. Only fragments that continue older ones can disown, some in a hundred, and only pairs of
 * blocks of which one is new or gone are looked at. Good for one change.
 */
final class BlockChange {
    private final BlockSet before;
    private final ScratchPool scratches;
    private final KeptParts kept;
    private final IdentityHashMap<OpenBlock, BlockSet.Marks> next = new IdentityHashMap<>();
    private final List<OpenBlock> staying = new ArrayList<>();
    private final List<OpenBlock> opened = new ArrayList<>();
    private final List<BlockSet.Damaged> damaged = new ArrayList<>();

    BlockChange(BlockSet before, ScratchPool scratches, KeptParts kept) {
        this.before = before;
        this.scratches = scratches;
        this.kept = kept;
    }

    BlockSet apply(List<StoredBlock> added, List<StoredBlock> removed, long sealedThrough) {
        try (OpenGroups groups = new OpenGroups()) {
            return apply(added, removed, sealedThrough, groups);
        }
    }

    private BlockSet apply(List<StoredBlock> added, List<StoredBlock> removed, long sealedThrough, OpenGroups groups) {
        List<OpenBlock> gone = new ArrayList<>();
        for (Map.Entry<OpenBlock, BlockSet.Marks> entry : before.marks().entrySet()) {
            OpenBlock block = entry.getKey();
            if (removed.contains(block.stored())) {
                gone.add(block);
            } else {
                staying.add(block);
                next.put(block, entry.getValue().copy());
            }
        }
        for (StoredBlock block : added) {
            open(block);
        }
        for (BlockSet.Damaged earlier : before.damaged()) {
            carryOver(earlier, removed);
        }
        for (OpenBlock disowning : opened) {
            staying.forEach(target -> disown(disowning, target, groups));
            opened.forEach(target -> disown(disowning, target, groups));
        }
        for (OpenBlock disowning : staying) {
            opened.forEach(target -> disown(disowning, target, groups));
        }
        gone.forEach(block -> reconsider(block, groups));
        return new BlockSet(next, damaged, Math.max(sealedThrough, before.sealedThrough()));
    }

    /** What could not be opened is tried again: the fault may have been the disk's. */
    private void carryOver(BlockSet.Damaged earlier, List<StoredBlock> removed) {
        if (removed.contains(earlier.block())) {
            return;
        }
        if (earlier.opened()) {
            damaged.add(earlier);
        } else {
            open(earlier.block());
        }
    }

    private void open(StoredBlock stored) {
        try {
            OpenBlock block = OpenBlock.open(stored, scratches, kept);
            opened.add(block);
            next.put(block, new BlockSet.Marks());
        } catch (StoreException e) {
            damaged.add(new BlockSet.Damaged(stored, false, stored + " cannot be opened: " + e.getMessage()));
        }
    }

    private void disown(OpenBlock disowning, OpenBlock target, OpenGroups groups) {
        if (disowning.project() != target.project()) {
            return;
        }
        for (OpenBlock.Continuing later : disowning.continuing()) {
            if (!later.mayContinue(disowning.stored(), target.stored())) {
                continue;
            }
            for (BlockFragment fragment : find(target, later, groups)) {
                boolean itself = target == disowning && fragment.fragment() == later.fragment();
                if (!itself && fragment.age() < later.age()) {
                    marks(target).disowned().set(fragment.fragment());
                    if (later.reborn()) {
                        marks(target).dead().set(fragment.fragment());
                    }
                }
            }
        }
    }

    /** What a block disowned that is gone may be owners again; a merged block says the same as its inputs did. */
    private void reconsider(OpenBlock gone, OpenGroups groups) {
        for (OpenBlock.Continuing later : gone.continuing()) {
            List<BlockFragment> left = new ArrayList<>();
            for (OpenBlock target : next.keySet()) {
                if (target.project() == gone.project()) {
                    left.addAll(find(target, later, groups));
                }
            }
            long newest = -1;
            long reborn = -1;
            for (BlockFragment fragment : left) {
                newest = Math.max(newest, fragment.age());
                reborn = fragment.reborn() ? Math.max(reborn, fragment.age()) : reborn;
            }
            for (BlockFragment fragment : left) {
                marks(fragment.block()).disowned().set(fragment.fragment(), fragment.age() < newest);
                marks(fragment.block()).dead().set(fragment.fragment(), fragment.age() < reborn);
            }
        }
    }

    private BlockSet.Marks marks(OpenBlock block) {
        BlockSet.Marks marks = next.get(block);
        if (marks == null) {
            throw new IllegalStateException(block + " is not part of the change");
        }
        return marks;
    }

    /** A block whose index is damaged disowns nothing and is disowned by nothing; queries name it. */
    private List<BlockFragment> find(OpenBlock block, OpenBlock.Continuing later, OpenGroups groups) {
        List<BlockFragment> found = new ArrayList<>();
        try {
            for (int number : block.find(later.idHigh(), later.idLow())) {
                BlockFragment fragment = new BlockFragment(block, number, groups);
                // Read here, where damage is told.
                fragment.age();
                found.add(fragment);
            }
        } catch (StoreException e) {
            BlockSet.Damaged damage = new BlockSet.Damaged(
                    block.stored(), true, block + " cannot find traces by their id: " + e.getMessage());
            if (!damaged.contains(damage)) {
                damaged.add(damage);
            }
        }
        return found;
    }
}
