package io.spanhouse.query.cloudtrace;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;

/** Parameters that any method of Google's has. Only the form of the answer means anything here: JSON is the only one. */
final class SystemParameters {
    private SystemParameters() {}

    static void check(Exchange exchange) {
        for (String name : new String[] {"$alt", "alt"}) {
            String form = exchange.query(name);
            if (form != null && !form.equals("json") && !form.startsWith("json;")) {
                throw HttpFailure.badRequest("the parameter " + name + " is '" + form + "', expected json");
            }
        }
    }
}
