package io.spanhouse.storage;

import io.spanhouse.storage.head.Head;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes a partition's head. It inserts what the journal says is durable, and between that runs commands
 * of others: seals, relocations. Commands go first, and while the head is full they alone run, because a seal is what makes
 * room.
 *
 * <p>What waits is bounded in bytes: {@link #offer} blocks the journal's thread then, so the journal's own queue fills and
 * appends are refused. Ends with {@link #close}, after all that was offered.
 *
 * <p>Whatever is thrown here is a bug or the end of memory, and nobody knows what of the head it left half done. The loop is
 * <em>failed</em> then, for good: the head is frozen as it was last published, all insertions are refused, those that wait
 * and those that come, and commands find a frozen head. What the journal has comes back with the next start.
 */
final class HeadLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeadLoop.class);
    private static final long IDLE_MILLIS = 250;

    private final Head head;
    private final String name;
    private final long waitingBytesMax;
    private final Thread thread;
    private final ArrayDeque<Runnable> commands = new ArrayDeque<>();
    private final ArrayDeque<Waiting> insertions = new ArrayDeque<>();
    private long waitingBytes;
    private boolean ignoresFullness;
    private boolean closing;
    private boolean ended;
    private volatile @Nullable Throwable failure;

    /** Rows to insert. Either method is called once, on the loop's thread as a rule. */
    interface Insertion {
        /** Inserts and publishes them. */
        void run();

        /** Tells their senders that they are not and will not be visible; must not fail. */
        void refuse(StoreException why);
    }

    private record Waiting(Insertion insertion, long bytes) {}

    /**
     * A loop that is not running yet.
     *
     * @param name of its thread
     * @param idle called at least four times a second on the loop's thread
     * @param waitingBytesMax bytes of insertions that may wait
     */
    HeadLoop(Head head, String name, Runnable idle, long waitingBytesMax) {
        this.head = head;
        this.name = name;
        this.waitingBytesMax = waitingBytesMax;
        this.thread = new Thread(() -> runToTheEnd(idle), name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Hands over an insertion; waits for room. */
    void offer(Insertion insertion, long bytes) {
        if (!enqueue(new Waiting(insertion, bytes))) {
            insertion.refuse(refusal());
        }
    }

    private synchronized boolean enqueue(Waiting waiting) {
        boolean interrupted = false;
        while (!ended
                && failure == null
                && !ignoresFullness
                && waitingBytes > 0
                && waitingBytes + waiting.bytes() > waitingBytesMax) {
            try {
                wait();
            } catch (InterruptedException e) {
                // What is durable must reach the head, or it would be missing until the next start.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (ended || failure != null) {
            return false;
        }
        waitingBytes += waiting.bytes();
        insertions.add(waiting);
        notifyAll();
        return true;
    }

    /** Runs a command on the loop's thread and waits for it. */
    <T> T call(Supplier<T> command) {
        CompletableFuture<T> done = new CompletableFuture<>();
        synchronized (this) {
            if (ended) {
                throw refusal();
            }
            commands.add(() -> run(command, done));
            notifyAll();
        }
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException refused) {
                throw refused;
            }
            throw e;
        }
    }

    private <T> void run(Supplier<T> command, CompletableFuture<T> done) {
        try {
            done.complete(command.get());
        } catch (RuntimeException | Error e) {
            if (failure != null) {
                done.completeExceptionally(e);
                return;
            }
            fail(e);
            // What a frozen head can do, follow the blocks, it does; all else says that it has failed.
            run(command, done);
        }
    }

    /** Fails the loop for good. Any thread. */
    void fail(Throwable cause) {
        synchronized (this) {
            if (failure != null) {
                return;
            }
            failure = cause;
            head.freeze();
            notifyAll();
        }
        LOG.error("{} has failed: no more spans are taken until the next start, which reads the journal", name, cause);
    }

    /** What failed it; null while it works. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /**
     * Lets the caller on while the loop works.
     *
     * @throws StoreException UNAVAILABLE when it has failed
     */
    void requireWorking() {
        if (failure != null) {
            throw refusal();
        }
    }

    /** Why nothing is taken any more. */
    private StoreException refusal() {
        Throwable cause = failure;
        return cause == null
                ? new StoreException(FailureKind.CLOSED, "the store is closed")
                : new StoreException(
                        FailureKind.UNAVAILABLE,
                        name + " has failed and takes no more spans until the next start: " + cause,
                        cause);
    }

    private void runToTheEnd(Runnable idle) {
        try {
            run(idle);
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            // Nothing waits here after an ordinary end. Whatever ended the thread, nobody may wait for it.
            endNow();
        }
    }

    private void endNow() {
        synchronized (this) {
            ended = true;
            notifyAll();
        }
        for (Waiting waiting = insertions.poll(); waiting != null; waiting = insertions.poll()) {
            waiting.insertion().refuse(refusal());
        }
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
    }

    private void run(Runnable idle) {
        long nextIdleNanos = System.nanoTime();
        while (true) {
            turn();
            long now = System.nanoTime();
            if (now - nextIdleNanos >= 0) {
                idle(idle);
                nextIdleNanos = now + TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
            }
            synchronized (this) {
                if (closing && commands.isEmpty() && insertions.isEmpty()) {
                    ended = true;
                    return;
                }
            }
        }
    }

    private void turn() {
        Runnable command;
        Waiting waiting = null;
        synchronized (this) {
            awaitWork();
            command = commands.poll();
            if (command == null && mayInsert()) {
                waiting = insertions.poll();
            }
            if (waiting != null) {
                waitingBytes -= waiting.bytes();
                notifyAll();
            }
        }
        if (command != null) {
            command.run();
        } else if (waiting != null) {
            insert(waiting.insertion());
        }
    }

    /** Waits until there is something to do, or a while. */
    @SuppressWarnings("WaitNotInLoop") // The loop is that of the thread.
    private synchronized void awaitWork() {
        if (commands.isEmpty() && (insertions.isEmpty() || !mayInsert())) {
            try {
                wait(IDLE_MILLIS);
            } catch (InterruptedException e) {
                // Nobody interrupts this thread on purpose; it ends by close alone.
                LOG.warn("{} was interrupted and goes on", name);
            }
        }
    }

    /** Whether what waits may leave the queue: for a failed head to be refused. */
    private boolean mayInsert() {
        return failure != null || ignoresFullness || !head.isFull();
    }

    private void insert(Insertion insertion) {
        if (failure == null) {
            try {
                insertion.run();
                return;
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        }
        insertion.refuse(refusal());
    }

    private void idle(Runnable idle) {
        if (failure == null) {
            try {
                idle.run();
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        }
    }

    /**
     * From now on insertions do not wait for room in the head: the store is closing, what the journal has goes into memory
     * for the short rest.
     */
    synchronized void letEverythingIn() {
        ignoresFullness = true;
        notifyAll();
    }

    /** Waits for everything that was offered, then ends the thread. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
