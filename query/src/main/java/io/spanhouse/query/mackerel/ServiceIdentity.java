package io.spanhouse.query.mackerel;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueType;
import java.util.List;

/**
 * What a resource says about whose it is; empty where it says nothing.
 *
 * @param name {@code service.name}
 * @param namespace {@code service.namespace}
 * @param environment of the deployment, by its newer key before its older one
 */
record ServiceIdentity(String name, String namespace, String environment) {
    static final String NAMESPACE_KEY = "service.namespace";
    static final List<String> ENVIRONMENT_KEYS = List.of("deployment.environment.name", "deployment.environment");

    /** Of each resource of some rows. */
    static ServiceIdentity[] all(SpanRows rows) {
        ServiceIdentity[] identities = new ServiceIdentity[rows.resources().size()];
        for (int resource = 0; resource < identities.length; resource++) {
            String environment = text(rows, resource, ENVIRONMENT_KEYS.get(0));
            identities[resource] = new ServiceIdentity(
                    text(rows, resource, "service.name"),
                    text(rows, resource, NAMESPACE_KEY),
                    environment.isEmpty() ? text(rows, resource, ENVIRONMENT_KEYS.get(1)) : environment);
        }
        return identities;
    }

    private static String text(SpanRows rows, int resource, String key) {
        ResourceTable table = rows.resources();
        ByteSlice slice = new ByteSlice();
        for (int i = table.attributeStart(resource); i < table.attributeEnd(resource); i++) {
            int pair = table.attribute(i);
            if (rows.pairs().type(pair) == ValueType.STRING.code()
                    && rows.strings().text(rows.pairs().key(pair)).equals(key)) {
                rows.pairs().value(pair, slice);
                return slice.utf8();
            }
        }
        return "";
    }
}
