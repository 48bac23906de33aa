package io.tidemark.mutants;

import io.tidemark.mutants.Mutant.NamedTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The list under version control, {@code mutants.yaml}. */
final class MutantList {
    private static final String RESOURCE = "/mutants.yaml";
    private static final Set<String> MEMBERS = Set.of("id", "bug", "file", "from", "to", "test");

    private MutantList() {}

    static List<Mutant> read() {
        try (InputStream yaml = MutantList.class.getResourceAsStream(RESOURCE)) {
            if (yaml == null
                    || !(new Load(LoadSettings.builder().build()).loadFromInputStream(yaml) instanceof List<?> items)) {
                throw new InvalidMutants(RESOURCE + " is no list");
            }
            List<Mutant> mutants = items.stream().map(MutantList::mutant).toList();
            Set<String> ids = new HashSet<>();
            for (Mutant mutant : mutants) {
                if (!ids.add(mutant.id())) {
                    throw new InvalidMutants("two mutants are named " + mutant.id());
                }
            }
            return mutants;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Mutant mutant(Object item) {
        if (!(item instanceof Map<?, ?> members) || !members.keySet().equals(MEMBERS)) {
            throw new InvalidMutants("a mutant has exactly the members " + MEMBERS + ", and not " + item);
        }
        return new Mutant(
                text(members, "id"),
                text(members, "bug"),
                Path.of(text(members, "file")),
                text(members, "from"),
                text(members, "to"),
                NamedTest.parse(text(members, "test")));
    }

    private static String text(Map<?, ?> members, String name) {
        return members.get(name) instanceof String text ? text : fail(name);
    }

    private static String fail(String name) {
        throw new InvalidMutants("'" + name + "' of a mutant is a text");
    }
}
