package io.spanhouse.deploy.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.deploy.acceptance.PackagedServer;
import io.spanhouse.storage.access.KeyAdministration;
import io.spanhouse.storage.access.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every way in that the running program lists, walked by two projects: bank asks for all that is shop's, by its names and ids,
 * before shop has anything and after; the answers are the same. A path that a later change adds fails here until it has a case.
 */
@Timeout(300)
final class TenantsIT {
    private static final String DEFINITIONS = "/api/spanhouse/v1/trace-definitions";
    private static final Set<Scope> ALL = EnumSet.allOf(Scope.class);

    @TempDir
    static Path directory;

    private static long startSeconds;
    private static Owner ofShop;
    private static Owner ofBank;
    private static KeyAdministration administration;
    private static PackagedServer server;
    private static Visitor visitor;
    private static Walk walk;
    private static String shop;
    private static String bank;
    private static String shopDefinition;
    private static final Map<String, Heard> BEFORE = new LinkedHashMap<>();

    @BeforeAll
    static void start() throws IOException {
        startSeconds = Instant.now().getEpochSecond() - 60;
        ofShop = new Owner("shop", startSeconds);
        ofBank = new Owner("bank", startSeconds);
        administration = new KeyAdministration(directory.resolve("keys.json"), Clock.systemUTC());
        shop = key("shop", ALL, null);
        bank = key("bank", ALL, null);
        server = PackagedServer.start(
                directory,
                "--keys.file=" + directory.resolve("keys.json"),
                "--zipkin.autocomplete-keys=tier",
                "--log.access=true",
                "--log.level=debug");
        visitor = new Visitor();
        walk = new Walk(
                visitor.http(server.ports().admin(), "GET", "/routes", "", bearer(bank))
                        .text(),
                visitor);
        define(ofBank, bank);
        send(ofBank, bank);
        // The id that shop's second definition will have if ids are counted in a project.
        shopDefinition = "2";
        reads().forEach(entry -> BEFORE.put(entry.toString(), askedByBank(entry)));
        define(ofShop, shop);
        assertThat(define(ofShop, shop)).isEqualTo(shopDefinition);
        send(ofShop, shop);
    }

    @AfterAll
    static void end() {
        visitor.close();
        server.close();
    }

    private static String key(String project, Set<Scope> scopes, @Nullable Set<String> services) throws IOException {
        return administration.create(
                new KeyAdministration.NewKey("walk", List.of(project), scopes, services, List.of(), null, null));
    }

    /** A key that was made in 2020 for a day. */
    private static String expired() throws IOException {
        Clock then = Clock.fixed(Instant.parse("2020-01-01T00:00:00Z"), ZoneOffset.UTC);
        return new KeyAdministration(directory.resolve("keys.json"), then)
                .create(new KeyAdministration.NewKey("old", List.of("shop"), ALL, null, List.of(), 1, null));
    }

    private static Map<String, String> bearer(String key) {
        return Map.of("authorization", "Bearer " + key);
    }

    private static void send(Owner owner, String key) {
        send(owner.spans(), key);
    }

    private static void send(String spans, String key) {
        Heard heard = visitor.http(server.ports().http(), "POST", "/v1/traces", spans, bearer(key));
        assertThat(heard.status()).as(heard.text()).isEqualTo("200");
        assertThat(heard.text()).isEqualTo("{}");
    }

    private static String define(Owner owner, String key) {
        String body = "{\"script\":\"" + owner.name() + "-front-script\",\"description\":\"" + owner.name()
                + "-definition\"}";
        Heard heard = visitor.http(server.ports().query(), "POST", DEFINITIONS, body, bearer(key));
        assertThat(heard.status()).as(heard.text()).isEqualTo("200");
        return heard.text().replaceAll(".*\"id\":\"(\\d+)\".*", "$1");
    }

    private static Heard askedByBank(Entry entry) {
        return walk.ask(walk.request(entry, ofShop, shopDefinition, "bank"), bearer(bank));
    }

    /** Entries that change nothing, pages and what operators see of all projects apart. */
    private static List<Entry> reads() {
        return walk.entries().stream()
                .filter(entry -> !writes(entry) && !"admin".equals(entry.scope()) && !Walk.goesOn(entry))
                .filter(entry -> !entry.path().equals("/metrics"))
                .toList();
    }

    private static boolean writes(Entry entry) {
        return "ingest".equals(entry.scope()) || "edit".equals(entry.scope());
    }

    @Test
    void everyEntryHasACase() {
        assertThat(walk.uncovered(ofShop)).isEmpty();
        assertThat(walk.entries()).hasSizeGreaterThan(200);
    }

    @Test
    void ownersFindTheirs() {
        SoftAssertions all = new SoftAssertions();
        for (Entry entry : reads()) {
            Walk.Request request = walk.request(entry, ofShop, shopDefinition, "shop");
            Heard heard = walk.ask(request, bearer(shop));
            if (!request.findsNothing()) {
                all.assertThat(heard.status()).as("%s: %s", entry, heard).isIn("200", "OK");
                all.assertThat(heard.text()).as("%s", entry).contains(request.found());
            }
        }
        all.assertAll();
    }

    @Test
    void whatIsOthersIsAsIfItWereNotThere() {
        SoftAssertions all = new SoftAssertions();
        for (Entry entry : reads()) {
            Heard heard = askedByBank(entry);
            all.assertThat(heard.settled())
                    .as("%s", entry)
                    .isEqualTo(BEFORE.get(entry.toString()).settled());
            Walk.Request request = walk.request(entry, ofShop, shopDefinition, "bank");
            for (String mark : ofShop.marks()) {
                if (!request.shown().contains(mark)) {
                    all.assertThat(heard.text()).as("%s", entry).doesNotContain(mark);
                }
            }
        }
        all.assertAll();
    }

    @Test
    void aKeyOfSomeServicesShowsNothingOfOthers() throws IOException {
        Map<String, String> front = bearer(key("shop", ALL, Set.of("shop-front")));
        SoftAssertions all = new SoftAssertions();
        int shown = 0;
        for (Entry entry : reads()) {
            Walk.Request request = walk.request(entry, ofShop, shopDefinition, "shop");
            if (request.findsNothing()) {
                continue;
            }
            String echo = request.shown();
            String hidden =
                    walk.ask(request, front).text().replace("shop-back", echo.contains("shop-back") ? "" : "shop-back");
            all.assertThat(hidden).as("%s", entry).doesNotContain("-back", ".back.");
            shown += walk.ask(request, bearer(shop)).text().contains("-back") ? 1 : 0;
        }
        all.assertAll();
        assertThat(shown).isGreaterThan(60);
    }

    @Test
    void whoHasNoKeyInForceGetsInNowhere() throws IOException {
        String expired = expired();
        String revoked = key("shop", ALL, null);
        Heard taken = visitor.http(server.ports().admin(), "GET", "/status", "", bearer(revoked));
        assertThat(taken.status()).isEqualTo("200");
        administration.revoke(revoked.split("_", -1)[1]);
        SoftAssertions all = new SoftAssertions();
        for (Entry entry : walk.entries()) {
            Walk.Request request = walk.request(entry, ofShop, shopDefinition, "shop");
            for (Map<String, String> headers : List.of(
                    Map.<String, String>of(),
                    bearer(expired),
                    bearer(revoked),
                    bearer(shop.substring(0, shop.length() - 4) + "0000"),
                    Map.of("authorization", "Bearer sph_"))) {
                Heard heard = walk.ask(request, headers);
                all.assertThat(entry.scope() == null || AnswerForms.isRefusal(entry, heard, 401))
                        .as("%s: %s", entry, heard)
                        .isTrue();
            }
        }
        all.assertAll();
    }

    @Test
    void everyEntryWantsItsScopeAndItsProject() throws IOException {
        Map<Scope, String> without = new LinkedHashMap<>();
        for (Scope scope : Scope.values()) {
            without.put(scope, key("shop", EnumSet.complementOf(EnumSet.of(scope)), null));
        }
        Map<String, String> elsewhere = Map.of("authorization", "Bearer " + bank, "x-scope-orgid", "shop");
        SoftAssertions all = new SoftAssertions();
        for (Entry entry : walk.entries()) {
            if (entry.scope() == null) {
                continue;
            }
            Walk.Request request = walk.request(entry, ofShop, shopDefinition, "shop");
            List<Map<String, String>> refused =
                    new ArrayList<>(List.of(bearer(without.get(Scope.parse(entry.scope())))));
            if (!entry.listener().equals("admin")) {
                refused.add(elsewhere);
            }
            for (Map<String, String> headers : refused) {
                Heard heard = walk.ask(request, headers);
                all.assertThat(AnswerForms.isRefusal(entry, heard, 403))
                        .as("%s: %s", entry, heard)
                        .isTrue();
            }
        }
        all.assertAll();
    }

    /** Others' writes, with all of shop's ids, leave every answer to shop as it was. */
    @Test
    void whatOthersWriteStaysTheirs() throws IOException {
        Map<String, Heard> before = new LinkedHashMap<>();
        Owner mine = new Owner("mine", startSeconds);
        String key = key("mine", ALL, null);
        define(mine, key);
        String definition = define(mine, key);
        send(mine, key);
        for (Entry entry : reads()) {
            before.put(entry.toString(), walk.ask(walk.request(entry, mine, definition, "mine"), bearer(key)));
        }
        Map<String, String> other = bearer(key("other", ALL, null));
        visitor.http(server.ports().http(), "POST", "/v1/traces", mine.spans(), other);
        for (Entry entry : walk.entries()) {
            if (writes(entry)) {
                walk.ask(walk.request(entry, mine, definition, "other"), other);
            }
        }
        Heard written = visitor.http(
                server.ports().query(),
                "GET",
                "/api/spanhouse/v1/traces/" + mine.traceId() + "?project=other",
                "",
                other);
        assertThat(written.text()).contains("patched by other", "written by other", "imported by other");
        SoftAssertions all = new SoftAssertions();
        for (Entry entry : reads()) {
            Heard after = walk.ask(walk.request(entry, mine, definition, "mine"), bearer(key));
            all.assertThat(after.settled())
                    .as("%s", entry)
                    .isEqualTo(before.get(entry.toString()).settled());
        }
        all.assertAll();
    }

    @Test
    void whoFollowsWhatArrivesIsToldOfItsOwnAlone() throws Exception {
        Owner others = new Owner("loud", startSeconds);
        Owner own = new Owner("mute", startSeconds);
        String otherKey = key("loud", ALL, null);
        String ownKey = key("mute", ALL, null);
        send(own, ownKey);
        String path = "/api/spanhouse/v1/live";
        try (Following get = new Following(server.ports().query(), path, "", ownKey);
                Following post = new Following(server.ports().query(), path, "{\"limit\":9}", ownKey)) {
            get.until("event: look");
            post.until("event: look");
            send(others, otherKey);
            send(new Owner("soft", startSeconds), ownKey);
            assertThat(get.until("soft-front")).doesNotContain("loud");
            assertThat(post.until("soft-front")).doesNotContain("loud");
        }
        String script = "loud-front-script";
        send(others.running(script), otherKey);
        try (Following events =
                new Following(server.ports().query(), "/api/spanhouse/v1/scripts/" + script + "/events", "", ownKey)) {
            send(own.running(script), ownKey);
            assertThat(events.until("mute-running")).doesNotContain("loud-front-run", "loud-running", "loud-front-log");
        }
    }

    /** Keys in every form and place, right and wrong, and then everything that the program has said. */
    @Test
    void secretsAreInNoLogMetricPageOrError() throws IOException {
        String reader = key("shop", EnumSet.of(Scope.QUERY), null);
        String expired = expired();
        String basic = Base64.getEncoder().encodeToString(("anybody:" + reader).getBytes(StandardCharsets.US_ASCII));
        List<String> secrets = new ArrayList<>(List.of(basic, basic.substring(basic.length() - 30)));
        for (String key : List.of(reader, expired, shop, bank)) {
            // The secret itself may have this sign, too.
            secrets.add(key.split("_", 3)[2]);
        }
        JsonNode file = new JsonMapper().readTree(Files.readString(directory.resolve("keys.json")));
        secrets.add(file.get("pepper").stringValue());
        StringBuilder said = new StringBuilder(fetchedByTicket(secrets));
        List<Map<String, String>> forms = List.of(
                bearer(reader),
                bearer(expired),
                Map.of("authorization", "Basic " + basic),
                Map.of("authorization", "Bearer " + reader + "x"),
                Map.of("x-api-key", expired),
                Map.of("mackerel-api-key", reader),
                Map.of("bearer.token", expired));
        int turn = 0;
        for (Entry entry : walk.entries()) {
            Walk.Request request = walk.request(entry, ofShop, shopDefinition, "shop");
            said.append(walk.ask(request, forms.get(turn++ % forms.size())).text())
                    .append('\n');
            if (!entry.grpc() && !Walk.goesOn(entry)) {
                String method = entry.method().equals("*") ? "GET" : entry.method();
                String path = request.path() + (request.path().contains("?") ? "&" : "?") + "key=" + reader;
                said.append(visitor.http(entry.port(), method, path, request.body(), Map.of())
                                .text())
                        .append('\n');
            }
        }
        for (String path : List.of("/metrics", "/status", "/routes")) {
            said.append(visitor.http(server.ports().admin(), "GET", path, "", bearer(shop))
                    .text());
        }
        said.append(PackagedServer.run("keys", "list", "--file=" + directory.resolve("keys.json")));
        said.append(server.log());
        assertThat(said).contains(shop.split("_", -1)[1]).doesNotContain(secrets.toArray(new String[0]));
    }

    /** A file that was fetched by a ticket, used once more in vain; the ticket is added to the secrets. */
    private static String fetchedByTicket(List<String> secrets) {
        String path = "/api/spanhouse/v1/exports";
        String body = "{\"path\":\"scripts/shop-front-script/export/runs\"}";
        JsonNode ticket = new JsonMapper()
                .readTree(visitor.http(server.ports().query(), "POST", path, body, bearer(shop))
                        .text());
        secrets.add(ticket.get("ticket").stringValue());
        String file = path + "/" + ticket.get("id").stringValue() + "/file?ticket=" + secrets.get(secrets.size() - 1);
        Heard fetched = visitor.http(server.ports().query(), "GET", file, "", Map.of());
        assertThat(fetched.text()).contains("shop-front-run");
        Heard again = visitor.http(server.ports().query(), "GET", file, "", Map.of());
        assertThat(again.status()).isEqualTo("401");
        return fetched.text() + again.text();
    }
}
