package io.tidemark.agent.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTest {
    private static final String SECRET = "what the user wrote \u00e9\ud83d\ude00";

    private final Keys keys = new Keys("k1");
    private final Vault vault = Vault.of(keys, Map.of("note", Set.of("body")));

    @ParameterizedTest
    @ValueSource(strings = {"", "x", SECRET, "sealed:k1:looks like one"})
    void textComesBack_atItsPlace(String text) {
        // When
        String sealed = vault.seal(text, "scope", "note", "n");

        // Then
        assertThat(sealed).startsWith("sealed:k1:").doesNotContain("user");
        assertThat(vault.open(sealed, "scope", "note", "n")).isEqualTo(text);
        assertThat(Vault.of(keys, Map.of()).open(sealed, "scope", "note", "n")).isEqualTo(text);
    }

    @Test
    void textIsRefused_atAnyOtherPlace() {
        // Given
        String sealed = vault.seal(SECRET, "a:b", "c");

        // When, Then
        assertRefused(sealed, "a", "b:c");
        assertRefused(sealed, "a:b");
        assertRefused(sealed, "a:b", "c", "");
        assertRefused(sealed, "a:b", "d");
    }

    private void assertRefused(String sealed, String... place) {
        assertThatThrownBy(() -> vault.open(sealed, place))
                .isInstanceOfSatisfying(VaultFailure.class, failure -> assertThat(failure.isOfText())
                        .isTrue())
                .hasMessageNotContaining("user");
    }

    @Test
    void textIsRefused_whenAnyOfItWasChanged() {
        // Given
        String sealed = vault.seal(SECRET, "p");

        // When, Then
        for (int i = "sealed:k1:".length(); i < sealed.length(); i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
            // The last character has bits that say nothing.
            if (i < sealed.length() - 1) {
                assertRefused(changed, "p");
            }
        }
        assertRefused(sealed.substring(0, 20), "p");
        assertRefused("sealed:k1:", "p");
        assertRefused("sealed:k1:\u00ff", "p");
    }

    @Test
    void noNonceComesTwice_forTheSameText() {
        // Given
        Set<String> sealed = new HashSet<>();

        // When
        for (int i = 0; i < 1_000; i++) {
            sealed.add(vault.seal(SECRET, "p").substring(0, "sealed:k1:".length() + 16));
        }

        // Then
        assertThat(sealed).hasSize(1_000);
    }

    @Test
    void earlierKeysOpen_afterTheCurrentOneHasChanged() {
        // Given
        String old = vault.seal(SECRET, "p");

        // When
        keys.use("k2");

        // Then
        assertThat(vault.seal(SECRET, "p")).startsWith("sealed:k2:");
        assertThat(vault.open(old, "p")).isEqualTo(SECRET);
        keys.lose("k1");
        assertThatThrownBy(() -> Vault.of(keys, Map.of()).open(old, "p"))
                .isInstanceOfSatisfying(VaultFailure.class, failure -> assertThat(failure.isOfText())
                        .isFalse())
                .hasMessageContaining("missing");
    }

    @Test
    void plainTextIsReadAsItIs_andNothingIsSealedWithoutAProvider() {
        assertThat(Vault.OPEN.open("{\"a\":1}", "p")).isEqualTo("{\"a\":1}");
        assertThat(Vault.OPEN.currentKey()).isEmpty();
        assertThatThrownBy(() -> Vault.OPEN.seal("x", "p")).isInstanceOf(VaultFailure.class);
        assertThat(vault.fields("note")).containsExactly("body");
        assertThat(vault.fields("other")).isEmpty();
    }

    @Test
    void nothingOfWhatTheProviderThrewIsTold_butItsClass() {
        // Given
        Vault broken = Vault.of(
                new KeyProvider() {
                    @Override
                    public String currentKey() {
                        throw new IllegalStateException("the PIN is 1234");
                    }

                    @Override
                    public Optional<SecretKey> key(String id) {
                        return Optional.empty();
                    }
                },
                Map.of());

        // When, Then
        assertThatThrownBy(() -> broken.seal("x", "p"))
                .isInstanceOf(VaultFailure.class)
                .hasMessageContaining("IllegalStateException")
                .hasMessageNotContaining("PIN")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a b", "\u00e9"})
    void keyIdIsRefused_thatIsNone(String id) {
        assertThatThrownBy(() -> Vault.of(new Keys(id), Map.of()).currentKey()).isInstanceOf(VaultFailure.class);
    }
}
