package io.spanhouse.ingest.admission;

import io.spanhouse.storage.access.AccessDeniedException;
import io.spanhouse.storage.access.Caller;
import io.spanhouse.storage.access.Credentials;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.access.Scope;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks the key ring: the key must have the scope {@code ingest} and the project that the headers choose, and its rate is
 * counted. Immutable; as thread-safe as what it asks.
 */
public final class KeyRingAuthenticator implements Authenticator {
    /** Headers that choose a project, the first one present counts. */
    private static final String[] PROJECT_HEADERS = {"x-scope-orgid", "x-tenant"};

    private final KeyRing keys;
    private final ToIntFunction<String> projects;
    private final ToLongFunction<Caller> bytesPerSecond;

    /**
     * Asks these.
     *
     * @param projects number of a project, made on first use
     * @param bytesPerSecond inflated bytes a second that a key may send, 0 for no limit
     */
    public KeyRingAuthenticator(KeyRing keys, ToIntFunction<String> projects, ToLongFunction<Caller> bytesPerSecond) {
        this.keys = keys;
        this.projects = projects;
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public Sender authenticate(RequestHeaders headers, Peer peer) throws RejectedException {
        try {
            Caller caller = keys.authenticate(Credentials.find(headers::first), peer.internetAddress(), peer.session());
            caller.require(Scope.INGEST);
            String project = caller.project(namedProject(headers));
            keys.countCall(caller);
            return new Sender(
                    caller.keyId(), projects.applyAsInt(project), project, bytesPerSecond.applyAsLong(caller));
        } catch (AccessDeniedException e) {
            throw new RejectedException(rejection(e));
        } catch (StoreException e) {
            throw new RejectedException(
                    e.kind() == FailureKind.BAD_INPUT
                            ? Rejection.of(RejectionKind.NOT_ALLOWED, String.valueOf(e.getMessage()))
                            : Rejection.of(e));
        }
    }

    private static @Nullable String namedProject(RequestHeaders headers) {
        for (String name : PROJECT_HEADERS) {
            String value = headers.first(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static Rejection rejection(AccessDeniedException denied) {
        RejectionKind kind = switch (denied.reason()) {
            case NO_KEY, WRONG_KEY -> RejectionKind.UNAUTHENTICATED;
            case SCOPE, PROJECT, ADDRESS -> RejectionKind.NOT_ALLOWED;
            case RATE -> RejectionKind.RATE;
        };
        long waitMillis = Math.max(1, denied.retryAfter().toMillis());
        String message = String.valueOf(denied.getMessage());
        return kind == RejectionKind.RATE ? new Rejection(kind, message, waitMillis) : Rejection.of(kind, message);
    }
}
