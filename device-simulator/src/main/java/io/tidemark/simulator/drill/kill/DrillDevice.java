package io.tidemark.simulator.drill.kill;

import io.tidemark.agent.AgentConfig;
import io.tidemark.agent.AgentConfigBuilder;
import io.tidemark.agent.vault.KeyProvider;
import io.tidemark.protocol.entity.EntityTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** How all devices of the drill are set up: as an app's that encrypts a field, and as eager as it can be. */
final class DrillDevice {
    private static final String KEY = "drill";
    private static final int KEY_BYTES = 32;
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(20);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(1);

    private DrillDevice() {}

    static AgentConfigBuilder config(Path database, EntityTypes types, String scope, KeyProvider keys) {
        return AgentConfig.builder()
                .database(database)
                .entityTypes(types)
                .account("drill")
                .scope(scope)
                .keys(keys)
                .encrypt("note", "body")
                .backOff(FIRST_BACK_OFF, LONGEST_BACK_OFF);
    }

    /** It protects nothing: the drill's data are made up. */
    static KeyProvider keys() {
        SecretKey key = new SecretKeySpec(new byte[KEY_BYTES], "AES");
        return keys(() -> KEY, id -> id.equals(KEY) ? Optional.of(key) : Optional.empty());
    }

    static KeyProvider keys(Supplier<String> current, Function<String, Optional<SecretKey>> key) {
        return new KeyProvider() {
            @Override
            public String currentKey() {
                return current.get();
            }

            @Override
            public Optional<SecretKey> key(String id) {
                return key.apply(id);
            }
        };
    }
}
