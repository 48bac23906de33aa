package io.tidemark.protocol.topic;

import io.tidemark.protocol.operation.EntityKey;
import java.util.Arrays;
import java.util.List;

/** Keys made of several names, so that ("a:b", "c") and ("a", "b:c") differ. */
public final class Keys {
    private Keys() {}

    /** The key of {@code tidemark.operations}: it names the lane. */
    public static String scope(String tenant, String scope) {
        return join(tenant, scope);
    }

    /** The key of {@code tidemark.canonical-rows}: what compaction keeps one of. */
    public static String entity(String tenant, String scope, EntityKey entity) {
        return join(tenant, scope, entity.type(), entity.id());
    }

    /** The names that a key was made of: the first two are tenant and scope. */
    public static List<String> names(String key) {
        return Arrays.stream(key.split(":", -1))
                .map(name -> name.replace("%3A", ":").replace("%25", "%"))
                .toList();
    }

    /** The key of the scope that a key of either topic belongs to. */
    public static String scopeOf(String key) {
        int tenant = key.indexOf(':');
        int scope = key.indexOf(':', tenant + 1);
        return scope < 0 ? key : key.substring(0, scope);
    }

    private static String join(String... names) {
        StringBuilder key = new StringBuilder();
        for (String name : names) {
            if (!key.isEmpty()) {
                key.append(':');
            }
            key.append(name.replace("%", "%25").replace(":", "%3A"));
        }
        return key.toString();
    }
}
