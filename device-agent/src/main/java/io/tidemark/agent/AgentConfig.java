package io.tidemark.agent;

import io.tidemark.agent.http.HttpTransport;
import io.tidemark.agent.http.TokenProvider;
import io.tidemark.agent.platform.Platform;
import io.tidemark.agent.store.DatabaseSettings;
import io.tidemark.agent.store.IntegrityCheck;
import io.tidemark.agent.store.Synchronous;
import io.tidemark.agent.sync.BackOff;
import io.tidemark.agent.sync.Pace;
import io.tidemark.agent.sync.Transport;
import io.tidemark.agent.telemetry.TraceParents;
import io.tidemark.agent.vault.KeyProvider;
import io.tidemark.agent.vault.Vault;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.http.Push;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * How an agent is set up. Database, entity types, at least one scope, and a way to the server are needed; the rest has
 * defaults.
 */
public final class AgentConfig {
    private final Path database;
    private final EntityTypes entityTypes;
    private final Optional<String> account;
    private final SortedSet<String> scopes;
    private final Transport transport;
    private final Synchronous synchronous;
    private final IntegrityCheck integrityCheck;
    private final Vault vault;
    private final InstantSource clock;
    private final Pace pace;
    private final Optional<Long> seed;
    private final boolean online;
    private final Platform platform;
    private final TraceParents traces;

    private AgentConfig(Builder builder) {
        this.database = builder.database.orElseThrow(() -> missing("database"));
        this.entityTypes = builder.entityTypes.orElseThrow(() -> missing("entityTypes"));
        this.account = builder.account;
        this.scopes = new TreeSet<>(builder.scopes);
        if (scopes.isEmpty()) {
            throw missing("scope");
        }
        this.transport = builder.transport.orElseGet(() -> new HttpTransport(
                builder.gateway.orElseThrow(() -> missing("gateway")),
                builder.tokens.orElseThrow(() -> missing("tokens")),
                builder.requestTimeout,
                entityTypes));
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

    private static Vault vault(Builder builder, EntityTypes types) {
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

    public static Builder builder() {
        return new Builder();
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

    /** Collects a configuration; {@link #build} says what is missing. */
    public static final class Builder {
        private Optional<Path> database = Optional.empty();
        private Optional<EntityTypes> entityTypes = Optional.empty();
        private Optional<String> account = Optional.empty();
        private final SortedSet<String> scopes = new TreeSet<>();
        private Optional<URI> gateway = Optional.empty();
        private Optional<TokenProvider> tokens = Optional.empty();
        private Optional<Transport> transport = Optional.empty();
        private Duration requestTimeout = Duration.ofSeconds(30);
        private Synchronous synchronous = Synchronous.FULL;
        private IntegrityCheck integrityCheck = IntegrityCheck.QUICK;
        private Optional<KeyProvider> keys = Optional.empty();
        private final Map<String, Set<String>> encrypted = new TreeMap<>();
        private InstantSource clock = InstantSource.system();
        private Duration pollEvery = Duration.ofSeconds(5);
        private Duration firstBackOff = Duration.ofMillis(500);
        private Duration longestBackOff = Duration.ofSeconds(60);
        private int batch = Push.MAX_OPERATIONS;
        private Optional<Long> seed = Optional.empty();
        private boolean online = true;
        private Duration hold = Duration.ofSeconds(20);
        private Platform platform = Platform.RESIDENT;
        private TraceParents traces = TraceParents.USUAL;

        private Builder() {}

        /** The SQLite file; beside it lie its {@code -wal}, {@code -shm} and {@code .lock}. Made if it is not there. */
        public Builder database(Path file) {
            database = Optional.of(file);
            return this;
        }

        public Builder entityTypes(EntityTypes types) {
            entityTypes = Optional.of(types);
            return this;
        }

        /**
         * Whose data the file holds: with another account it is not opened, so that no edit is ever sent under somebody
         * else's name. Not checked if not set.
         */
        public Builder account(String name) {
            account = Optional.of(name);
            return this;
        }

        /** A scope to follow; call it once for each. */
        public Builder scope(String scope) {
            scopes.add(scope);
            return this;
        }

        public Builder scopes(Collection<String> all) {
            scopes.addAll(all);
            return this;
        }

        /** The gateway's base URL, without {@code /v1}. */
        public Builder gateway(URI url) {
            gateway = Optional.of(url);
            return this;
        }

        public Builder tokens(TokenProvider provider) {
            tokens = Optional.of(provider);
            return this;
        }

        /** Another way to the server, instead of gateway and tokens. */
        public Builder transport(Transport way) {
            transport = Optional.of(way);
            return this;
        }

        /** Of a whole request; 15 s if not set. The server may hold a push for 2 s. */
        public Builder requestTimeout(Duration timeout) {
            requestTimeout = timeout;
            return this;
        }

        /** {@code FULL} if not set. */
        public Builder synchronous(Synchronous level) {
            synchronous = level;
            return this;
        }

        /** How closely the file is looked at when it is opened; {@code QUICK} if not set. */
        public Builder integrityCheck(IntegrityCheck check) {
            integrityCheck = check;
            return this;
        }

        /** Where the keys of encrypted fields are kept. */
        public Builder keys(KeyProvider provider) {
            keys = Optional.of(provider);
            return this;
        }

        /**
         * Fields of a type that are encrypted in the file, as are the payloads of its unsent edits. Queries cannot ask
         * for them. None if not set.
         */
        public Builder encrypt(String type, String... fields) {
            encrypted.computeIfAbsent(type, ignored -> new TreeSet<>()).addAll(List.of(fields));
            return this;
        }

        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Between two pulls when nothing else asks for one; 5 s if not set. */
        public Builder pollEvery(Duration interval) {
            pollEvery = interval;
            return this;
        }

        /** Exponential, with full jitter; from 0.5 s to 60 s if not set. */
        public Builder backOff(Duration first, Duration longest) {
            firstBackOff = first;
            longestBackOff = longest;
            return this;
        }

        /** Operations in one push, 1 to 50; 50 if not set. */
        public Builder batch(int operations) {
            if (operations < 1 || operations > Push.MAX_OPERATIONS) {
                throw new IllegalArgumentException("a batch has 1 to " + Push.MAX_OPERATIONS + " operations");
            }
            batch = operations;
            return this;
        }

        /** Of the jitter, for runs that shall be repeatable. */
        public Builder seed(long value) {
            seed = Optional.of(value);
            return this;
        }

        /** Whether the agent opens connected; true if not set. */
        public Builder online(boolean connected) {
            online = connected;
            return this;
        }

        /** The part of operations whose way the servers write down, from 0 to 1; 0.01 if not set. */
        public Builder traceSampling(double part) {
            traces = new TraceParents(part);
            return this;
        }

        /** How it is driven: by a thread of its own if not set. */
        public Builder platform(Platform way) {
            platform = way;
            return this;
        }

        /**
         * For how long a gateway may hold the answer to a pull until there is something new; 20 s if not set, in whole
         * seconds. Zero: polls alone.
         */
        public Builder follow(Duration longest) {
            hold = longest;
            return this;
        }

        public AgentConfig build() {
            return new AgentConfig(this);
        }
    }
}
