package io.spanhouse.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PathTemplateTest {
    private static final PathTemplate TEMPLATE = PathTemplate.parse("/a/{x}/b/{y}");

    @Test
    void matchesSegmentBySegment() {
        assertThat(TEMPLATE.match("/a/1/b/2")).isEqualTo(Map.of("x", "1", "y", "2"));
        assertThat(TEMPLATE.match("/a/%2F/b/..%2f")).isEqualTo(Map.of("x", "%2F", "y", "..%2f"));
        assertThat(PathTemplate.parse("/").match("/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/1/b", "/a/1/b/2/", "/a/1/c/2", "/a//b/2", "/A/1/b/2", "/", "", "//a/1/b/2", "/a/1/b/"})
    void doesNotMatch(String path) {
        assertThat(TEMPLATE.match(path)).isNull();
    }

    @Test
    void routes() {
        Route get = Route.of("get", "GET", "/a/{x}", ErrorForm.PLAIN, exchange -> {});
        Route post = Route.of("post", "POST", "/a/{x}", ErrorForm.PLAIN, exchange -> {});
        Router router = new Router(List.of(get, post));
        assertThat(router.find("HEAD", "/a/1").route()).isEqualTo(get);
        assertThat(router.find("POST", "/a/1").route()).isEqualTo(post);
        assertThatThrownBy(() -> router.find("PUT", "/a/1")).isInstanceOfSatisfying(HttpFailure.class, failure -> {
            assertThat(failure.status()).isEqualTo(405);
            assertThat(failure.headers()).containsEntry("Allow", "GET, HEAD, POST");
        });
        assertThatThrownBy(() -> router.find("GET", "/b"))
                .isInstanceOfSatisfying(
                        HttpFailure.class,
                        failure -> assertThat(failure.status()).isEqualTo(404));
        assertThatThrownBy(() -> new Router(List.of(get, get))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void queryStringsAreReadStrictly() {
        assertThat(UriText.query("a=1&b=x+y%20z&a=%C3%A9&c"))
                .isEqualTo(Map.of("a", List.of("1", "\u00e9"), "b", List.of("x y z"), "c", List.of("")));
        assertThat(UriText.segment("a+b%2Fc")).isEqualTo("a+b/c");
        for (String bad : List.of("a=%", "a=%4", "a=%zz", "a=%ff", "a&".repeat(200))) {
            assertThatThrownBy(() -> UriText.query(bad)).as(bad).isInstanceOf(HttpFailure.class);
        }
    }
}
