package io.tidemark.merge.policy;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.Field;
import io.tidemark.protocol.entity.InvalidEntityTypes;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The application's own policies by name. Part of the program, as classes are: read once, and never changed. */
public final class OwnMerges {
    private static final Map<String, OwnMerge> REGISTERED = load();

    private OwnMerges() {}

    private static Map<String, OwnMerge> load() {
        TreeMap<String, OwnMerge> byName = new TreeMap<>();
        for (OwnMerge own : ServiceLoader.load(OwnMerge.class)) {
            if (byName.put(own.name(), own) != null) {
                throw new IllegalStateException("two merge policies are named " + own.name());
            }
        }
        return Map.copyOf(byName);
    }

    static Optional<OwnMerge> find(String name) {
        return Optional.ofNullable(REGISTERED.get(name));
    }

    /**
     * Asked at start, so that a missing class is an error there and not a conflict later.
     *
     * @throws InvalidEntityTypes if a field declares a policy that is not on the class path
     */
    public static void require(EntityTypes types) {
        for (EntityType type : types.byName().values()) {
            for (Field field : type.fields().values()) {
                field.merge().filter(name -> find(name).isEmpty()).ifPresent(name -> {
                    throw new InvalidEntityTypes(type.name() + "." + field.name() + ": no merge policy named '" + name
                            + "' is registered for " + OwnMerge.class.getName());
                });
            }
        }
    }
}
