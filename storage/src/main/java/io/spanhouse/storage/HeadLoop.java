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

/**
 * The one thread that changes a partition's head. It inserts what the journal says is durable, and between that runs commands
 * of others: seals, relocations. Commands go first, and while the head is full they alone run, because a seal is what makes
 * room.
 *
 * <p>What waits is bounded in bytes: {@link #offer} blocks the journal's thread then, so the journal's own queue fills and
 * appends are refused. Ends with {@link #close}, after all that was offered.
 */
final class HeadLoop implements AutoCloseable {
    private static final long IDLE_MILLIS = 250;

    private final Head head;
    private final long waitingBytesMax;
    private final Thread thread;
    private final ArrayDeque<Runnable> commands = new ArrayDeque<>();
    private final ArrayDeque<Insertion> insertions = new ArrayDeque<>();
    private long waitingBytes;
    private boolean ignoresFullness;
    private boolean closing;
    private boolean ended;

    /** Work that inserts rows; runs on the loop's thread. */
    private record Insertion(Runnable work, long bytes) {}

    /**
     * A loop that is not running yet.
     *
     * @param idle called at least four times a second on the loop's thread
     * @param waitingBytesMax bytes of insertions that may wait
     */
    HeadLoop(Head head, String name, Runnable idle, long waitingBytesMax) {
        this.head = head;
        this.waitingBytesMax = waitingBytesMax;
        this.thread = new Thread(() -> run(idle), name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Hands over an insertion; waits for room. */
    synchronized void offer(Runnable work, long bytes) {
        boolean interrupted = false;
        while (!ignoresFullness && waitingBytes > 0 && waitingBytes + bytes > waitingBytesMax) {
            try {
                wait();
            } catch (InterruptedException e) {
                // What is durable must reach the head, or it would be missing until the next start.
                interrupted = true;
            }
        }
        waitingBytes += bytes;
        insertions.add(new Insertion(work, bytes));
        notifyAll();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a command on the loop's thread and waits for it. */
    <T> T call(Supplier<T> command) {
        CompletableFuture<T> done = new CompletableFuture<>();
        synchronized (this) {
            if (ended) {
                throw new StoreException(FailureKind.CLOSED, "the store is closed");
            }
            commands.add(() -> {
                try {
                    done.complete(command.get());
                } catch (RuntimeException | Error e) {
                    done.completeExceptionally(e);
                }
            });
            notifyAll();
        }
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private void run(Runnable idle) {
        long nextIdleNanos = System.nanoTime();
        while (true) {
            Runnable work = next();
            if (work != null) {
                work.run();
            }
            long now = System.nanoTime();
            if (now - nextIdleNanos >= 0) {
                idle.run();
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

    /** What to do next; null after a while without anything. */
    @SuppressWarnings("WaitNotInLoop") // Its caller is the loop.
    private synchronized @Nullable Runnable next() {
        if (commands.isEmpty() && (insertions.isEmpty() || head.isFull() && !ignoresFullness)) {
            try {
                wait(IDLE_MILLIS);
            } catch (InterruptedException e) {
                // Nobody interrupts this thread on purpose; it ends by close alone.
                return null;
            }
        }
        Runnable command = commands.poll();
        if (command != null) {
            return command;
        }
        if (head.isFull() && !ignoresFullness) {
            return null;
        }
        Insertion insertion = insertions.poll();
        if (insertion == null) {
            return null;
        }
        waitingBytes -= insertion.bytes();
        notifyAll();
        return insertion.work();
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
