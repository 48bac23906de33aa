package io.tidemark.protocol.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.operation.EntityKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeysTest {
    @Test
    void differ_whenTheNamesDifferAndTheirJoinWouldNot() {
        // Given
        List<String> names = List.of("a", "b", "a:b", "b:a", "a%3Ab", "%", ":", "a:", ":b", "%3A");
        Set<String> keys = new HashSet<>();
        // When
        for (String tenant : names) {
            for (String scope : names) {
                keys.add(Keys.scope(tenant, scope));
                keys.add(Keys.entity(tenant, scope, new EntityKey("note", "x")));
            }
        }
        // Then
        assertThat(keys).hasSize(2 * names.size() * names.size());
    }

    @Test
    void giveTheirNamesBack_whenTakenApart() {
        // Given
        for (String name : List.of("a", "a:b", "a%3Ab", "%", ":", "%253A", "")) {
            // When
            List<String> names = Keys.names(Keys.entity("t", name, new EntityKey("note", "x")));
            // Then
            assertThat(names).containsExactly("t", name, "note", "x");
        }
    }
}
