package io.tidemark.agent;

import io.tidemark.agent.http.HttpTransport;
import io.tidemark.agent.platform.Platform;
import io.tidemark.agent.store.DatabaseSettings;
import io.tidemark.agent.store.IntegrityCheck;
import io.tidemark.agent.store.Synchronous;
import io.tidemark.agent.sync.BackOff;
import io.tidemark.agent.sync.Pace;
import io.tidemark.agent.sync.Transport;
import io.tidemark.agent.telemetry.TraceParents;
import io.tidemark.agent.vault.Vault;
import io.tidemark.protocol.entity.EntityTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * How an agent is set up. Database, entity types, and a way to the server are needed; the rest has defaults.
 */
public final class AgentConfig {
    private final Path database;
    private final EntityTypes entityTypes;
    private final Optional<String> account;
    private final SortedSet<String> scopes;
    private final Transport transport;
    private final Duration requestTimeout;
    private final Synchronous synchronous;
    private final IntegrityCheck integrityCheck;
    private final Vault vault;
    private final InstantSource clock;
    private final Pace pace;
    private final Optional<Long> seed;
    private final boolean online;
    private final Platform platform;
    private final TraceParents traces;

    AgentConfig(AgentConfigBuilder builder) {
        this.database = builder.database.orElseThrow(() -> missing("database"));
        this.entityTypes = builder.entityTypes.orElseThrow(() -> missing("entityTypes"));
        this.account = builder.account;
        this.scopes = new TreeSet<>(builder.scopes);
        this.transport = builder.transport.orElseGet(() -> new HttpTransport(
                builder.gateway.orElseThrow(() -> missing("gateway")),
                builder.tokens.orElseThrow(() -> missing("tokens")),
                builder.requestTimeout,
                entityTypes));
        this.requestTimeout = builder.requestTimeout;
        this.synchronous = builder.synchronous;
        this.integrityCheck = builder.integrityCheck;
        this.vault = vault(builder, entityTypes);
        this.clock = builder.clock;
        BackOff backOff = new BackOff(builder.firstBackOff.toMillis(), builder.longestBackOff.toMillis());
        this.pace = new Pace(backOff, builder.pollEvery.toMillis(), builder.batch, builder.hold.toMillis());
        this.seed = builder.seed;
        this.online = builder.online;
        this.platform = builder.platform;
        this.traces = builder.traces;
    }

    private static Vault vault(AgentConfigBuilder builder, EntityTypes types) {
        if (builder.encrypted.isEmpty()) {
            return builder.keys.map(keys -> Vault.of(keys, Map.of())).orElse(Vault.OPEN);
        }
        boolean declared = builder.encrypted.entrySet().stream().allMatch(type -> types.find(type.getKey())
                .filter(known -> known.fields().keySet().containsAll(type.getValue()))
                .isPresent());
        if (!declared) {
            throw new IllegalStateException("a field that is to be encrypted is not declared");
        }
        return Vault.of(builder.keys.orElseThrow(() -> missing("keys")), builder.encrypted);
    }

    private static IllegalStateException missing(String what) {
        return new IllegalStateException("the agent's configuration lacks '" + what + "'");
    }

    public static AgentConfigBuilder builder() {
        return new AgentConfigBuilder();
    }

    EntityTypes entityTypes() {
        return entityTypes;
    }

    Optional<String> account() {
        return account;
    }

    SortedSet<String> scopes() {
        return scopes;
    }

    Transport transport() {
        return transport;
    }

    Duration requestTimeout() {
        return requestTimeout;
    }

    DatabaseSettings databaseSettings() {
        return new DatabaseSettings(database, entityTypes, account, synchronous, integrityCheck, vault, clock);
    }

    InstantSource clock() {
        return clock;
    }

    Pace pace() {
        return pace;
    }

    TraceParents traces() {
        return traces;
    }

    Platform platform() {
        return platform;
    }

    boolean online() {
        return online;
    }

    /** Jitter is for spreading, not for secrets. */
    RandomGenerator dice() {
        RandomGeneratorFactory<RandomGenerator> factory = RandomGeneratorFactory.of("L64X128MixRandom");
        return seed.map(factory::create).orElseGet(factory::create);
    }
}
