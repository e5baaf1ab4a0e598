package io.spanhouse.query.api;

import io.spanhouse.query.QueryRefusal;
import io.spanhouse.query.http.HttpFailure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which of two forms a client wants, by its {@code Accept} header. */
final class Accepted {
    static final String PROTOBUF = "application/x-protobuf";

    private Accepted() {}

    /**
     * The first of the types in the order in which the client names them; weights of zero rule a type out, others are not
     * looked at.
     *
     * @throws HttpFailure 406 if it takes neither
     */
    static String choose(@Nullable String accept, String usual, String other) {
        if (accept == null || accept.isBlank()) {
            return usual;
        }
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            String type = parts[0].trim();
            if (parts.length > 1 && parts[parts.length - 1].trim().matches("q=0(\\.0*)?")) {
                continue;
            }
            if (type.equals(usual) || type.equals("*/*") || type.equals("application/*")) {
                return usual;
            }
            if (type.equals(other) || other.equals(PROTOBUF) && type.equals("application/protobuf")) {
                return other;
            }
        }
        throw new HttpFailure(
                406, QueryRefusal.BAD_REQUEST, "Accept is '" + accept + "', expected " + usual + " or " + other);
    }
}
