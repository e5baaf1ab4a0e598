package io.spanhouse.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.access.AccessDeniedException;
import io.spanhouse.storage.access.Scope;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tickets are good once, for a minute, and never more than so many. */
final class DownloadsTest {
    private static final Router.Match MATCH = new Router.Match(
            new Route("file", "GET", PathTemplate.parse("/file"), ErrorForm.PLAIN, exchange -> {}, Scope.QUERY),
            Map.of());

    private final Clock clock = new Clock();
    private final Downloads downloads = new Downloads(clock);

    private static final class Clock implements StoreClock {
        private long nanos = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();

        @Override
        public long epochMillis() {
            return 1_000;
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        void pass(long seconds) {
            nanos += Duration.ofSeconds(seconds).toNanos();
        }
    }

    private Downloads.Issued issue(String key) {
        return downloads.issue(new Download.Source(MATCH, "", new byte[100], key, "shop"));
    }

    private Download.State state(Downloads.Issued issued) {
        Download.Progress progress = downloads.find(issued.id(), "one", "shop");
        assertThat(progress).isNotNull();
        return progress.state();
    }

    private void assertRefused(String id, String ticket) {
        assertThatThrownBy(() -> downloads.redeem(id, ticket))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("the ticket is not valid")
                .hasMessageNotContaining(ticket);
    }

    @Test
    void aTicketIsGoodOnce() {
        Downloads.Issued issued = issue("one");
        Downloads.Issued other = issue("one");
        assertThat(issued.ticket()).matches("[0-9a-f]{64}").isNotEqualTo(other.ticket());
        assertThat(issued.expiresMillis()).isEqualTo(61_000);
        assertRefused(issued.id(), other.ticket());
        assertRefused(other.id(), issued.ticket());
        assertRefused("0", issued.ticket());
        Download download = downloads.redeem(issued.id(), issued.ticket());
        assertRefused(issued.id(), issued.ticket());
        assertThat(state(issued)).isEqualTo(Download.State.WAITING);
        download.begin();
        download.wrote(5);
        assertThat(state(issued)).isEqualTo(Download.State.RUNNING);
        download.completeness(() -> new Completeness(Completeness.Reason.LIMIT, List.of("the rest")));
        download.done();
        assertThat(downloads.find(issued.id(), "one", "shop"))
                .isEqualTo(new Download.Progress(
                        Download.State.DONE, 5, "", new Completeness(Completeness.Reason.LIMIT, List.of("the rest"))));
        assertThat(downloads.find(issued.id(), "other", "shop")).isNull();
        assertThat(downloads.find(issued.id(), "one", "bank")).isNull();
    }

    @Test
    void aTicketIsGoodForAMinute() {
        Downloads.Issued early = issue("one");
        clock.pass(Downloads.TICKET_SECONDS - 1);
        Downloads.Issued late = issue("one");
        Downloads.Issued fetched = issue("one");
        downloads.redeem(fetched.id(), fetched.ticket());
        clock.pass(1);
        assertRefused(early.id(), early.ticket());
        assertThat(state(early)).isEqualTo(Download.State.EXPIRED);
        assertThat(downloads.redeem(late.id(), late.ticket())).isNotNull();
        clock.pass(Downloads.KEPT_SECONDS - Downloads.TICKET_SECONDS);
        assertThat(downloads.find(early.id(), "one", "shop")).isNull();
        assertThat(state(fetched)).isEqualTo(Download.State.WAITING);
    }

    @Test
    void thereAreOnlySoMany() {
        for (int i = 0; i < Downloads.TICKETS_MAX; i++) {
            issue("one");
        }
        assertThatThrownBy(() -> issue("one"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.OVERLOADED));
        issue("two");
        clock.pass(Downloads.TICKET_SECONDS);
        Downloads.Issued first = issue("one");
        for (int i = 0; i < Downloads.KEPT_MAX; i++) {
            Downloads.Issued issued = issue("two");
            downloads.redeem(issued.id(), issued.ticket());
        }
        assertThat(state(first)).isEqualTo(Download.State.WAITING);
        byte[] large = new byte[Downloads.REQUEST_BYTES_MAX];
        assertThatThrownBy(() -> downloads.issue(new Download.Source(MATCH, "", large, "two", "shop")))
                .hasMessageContaining("bytes of requests are remembered");
    }
}
