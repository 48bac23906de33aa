package io.tidemark.protocol.schema;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypesFile;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A type's history, from which the file of each of its versions can be written. */
record DeclarationModel(List<FieldModel> fields) {
    static final int VERSIONS = 5;

    /** @param names by the version that brought them; the first version is the one that added the field */
    record FieldModel(TreeMap<Integer, String> names, OptionalInt removed, boolean hasDefault) {
        String yaml(int schema) {
            StringBuilder yaml = new StringBuilder("type: integer, since: " + names.firstKey());
            if (hasDefault || isRemoved(schema)) {
                yaml.append(", default: ").append(-names.firstKey());
            }
            List<String> renames = new ArrayList<>();
            names.headMap(schema, true)
                    .tailMap(names.firstKey(), false)
                    .forEach((in, name) ->
                            renames.add("{ from: " + names.lowerEntry(in).getValue() + ", in: " + in + " }"));
            if (!renames.isEmpty()) {
                yaml.append(", renamed: [").append(String.join(", ", renames)).append(']');
            }
            if (isRemoved(schema)) {
                yaml.append(", in: ").append(removed.getAsInt());
            }
            return "      %s: { %s }%n".formatted(names.floorEntry(schema).getValue(), yaml);
        }

        boolean isAdded(int schema) {
            return names.firstKey() <= schema;
        }

        boolean isRemoved(int schema) {
            return removed.isPresent() && removed.getAsInt() <= schema;
        }
    }

    static DeclarationModel random(RandomGenerator random) {
        List<FieldModel> fields = new ArrayList<>();
        fields.add(new FieldModel(new TreeMap<>(java.util.Map.of(1, "always")), OptionalInt.empty(), false));
        for (int i = 0; i < 5; i++) {
            TreeMap<Integer, String> names = new TreeMap<>();
            int version = 1 + random.nextInt(VERSIONS);
            names.put(version, "f" + i);
            while (version < VERSIONS && random.nextBoolean()) {
                version += 1 + random.nextInt(VERSIONS - version);
                // A field may take up a name again that it had once.
                String name = !names.lastEntry().getValue().equals("f" + i) && random.nextInt(3) == 0
                        ? "f" + i
                        : "f" + i + "v" + version;
                names.put(version, name);
            }
            boolean goes = version < VERSIONS && random.nextInt(3) == 0;
            int removed = goes ? version + 1 + random.nextInt(VERSIONS - version) : 0;
            fields.add(
                    new FieldModel(names, goes ? OptionalInt.of(removed) : OptionalInt.empty(), random.nextBoolean()));
        }
        return new DeclarationModel(fields);
    }

    /** What the file of that version declared. */
    EntityType at(int schema) {
        StringBuilder standing = new StringBuilder();
        StringBuilder removed = new StringBuilder();
        fields.stream()
                .filter(field -> field.isAdded(schema))
                .forEach(field -> (field.isRemoved(schema) ? removed : standing).append(field.yaml(schema)));
        String yaml = "types:\n  note:\n    schema: " + schema + "\n    fields:\n" + standing
                + (removed.isEmpty() ? "" : "    removed:\n" + removed);
        return EntityTypesFile.parse("model.yaml", yaml).find("note").orElseThrow();
    }
}
