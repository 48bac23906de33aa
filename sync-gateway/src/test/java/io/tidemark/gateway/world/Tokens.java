package io.tidemark.gateway.world;

import io.tidemark.stack.DevelopmentTokens;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tokens of the identity provider that the gateway trusts. */
public final class Tokens {
    private static final Duration LIFETIME = Duration.ofHours(1);

    private Tokens() {}

    public static String of(TestScope scope) {
        return of(scope.tenant(), scope.subject());
    }

    public static String of(String tenant, String subject) {
        return DevelopmentTokens.in(data()).issue(tenant, subject, LIFETIME);
    }

    public static Path data() {
        return Path.of(ConfigProvider.getConfig().getValue("test.data", String.class));
    }
}
