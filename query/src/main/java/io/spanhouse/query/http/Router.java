package io.spanhouse.query.http;

import io.spanhouse.query.QueryRefusal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the route of a request among a few dozen. Immutable. */
public final class Router {
    private final List<Route> routes;

    /**
     * A router over some routes.
     *
     * @throws IllegalArgumentException if two of them have the same method and path
     */
    public Router(List<Route> routes) {
        Set<String> seen = new HashSet<>();
        for (Route route : routes) {
            if (!seen.add(route.method() + " " + route.path())) {
                throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
            }
        }
        this.routes = List.copyOf(routes);
    }

    /** All routes. */
    public List<Route> routes() {
        return routes;
    }

    /** A route and the parameters of its path, still encoded. */
    record Match(Route route, Map<String, String> parameters) {}

    /**
     * The route of a request.
     *
     * @param rawPath the path as sent, not decoded
     * @throws HttpFailure 404 if there is no such path, 405 if it is not for this method
     */
    Match find(String method, String rawPath) {
        String meant = method.equals("HEAD") ? "GET" : method;
        Set<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Map<String, String> parameters = route.path().match(rawPath);
            if (parameters != null) {
                if (route.method().equals(meant)) {
                    return new Match(route, parameters);
                }
                allowed.add(route.method());
            }
        }
        if (allowed.isEmpty()) {
            throw new HttpFailure(404, QueryRefusal.ROUTE, "there is nothing at this path");
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        throw new HttpFailure(405, QueryRefusal.ROUTE, "this path does not take " + method)
                .header("Allow", String.join(", ", allowed));
    }

    /**
     * The error form of the routes whose paths begin most alike, so that a dialect's clients can read a 404; never that of gRPC,
     * which says 200 to everybody else.
     */
    @Nullable
    ErrorForm errorsNear(String rawPath) {
        int longest = 0;
        ErrorForm found = null;
        for (Route route : routes) {
            int common = commonPrefix(route.path().text(), rawPath);
            if (common > longest && route.errors() != GrpcErrors.FORM) {
                longest = common;
                found = route.errors();
            }
        }
        return found;
    }

    private static int commonPrefix(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return i;
            }
        }
        return length;
    }
}
