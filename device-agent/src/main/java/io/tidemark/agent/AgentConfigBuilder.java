package io.tidemark.agent;

import io.tidemark.agent.http.TokenProvider;
import io.tidemark.agent.platform.Platform;
import io.tidemark.agent.store.IntegrityCheck;
import io.tidemark.agent.store.Synchronous;
import io.tidemark.agent.sync.Transport;
import io.tidemark.agent.telemetry.TraceParents;
import io.tidemark.agent.vault.KeyProvider;
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

/** Collects a configuration; {@link #build} says what is missing. */
public final class AgentConfigBuilder {
    Optional<Path> database = Optional.empty();
    Optional<EntityTypes> entityTypes = Optional.empty();
    Optional<String> account = Optional.empty();
    final SortedSet<String> scopes = new TreeSet<>();
    Optional<URI> gateway = Optional.empty();
    Optional<TokenProvider> tokens = Optional.empty();
    Optional<Transport> transport = Optional.empty();
    Duration requestTimeout = Duration.ofSeconds(30);
    Synchronous synchronous = Synchronous.FULL;
    IntegrityCheck integrityCheck = IntegrityCheck.QUICK;
    Optional<KeyProvider> keys = Optional.empty();
    final Map<String, Set<String>> encrypted = new TreeMap<>();
    InstantSource clock = InstantSource.system();
    Duration pollEvery = Duration.ofSeconds(5);
    Duration firstBackOff = Duration.ofMillis(500);
    Duration longestBackOff = Duration.ofSeconds(60);
    int batch = Push.MAX_OPERATIONS;
    Optional<Long> seed = Optional.empty();
    boolean online = true;
    Duration hold = Duration.ofSeconds(20);
    Platform platform = Platform.RESIDENT;
    TraceParents traces = TraceParents.USUAL;

    AgentConfigBuilder() {}

    /** The SQLite file; beside it lie its {@code -wal}, {@code -shm} and {@code .lock}. Made if it is not there. */
    public AgentConfigBuilder database(Path file) {
        database = Optional.of(file);
        return this;
    }

    public AgentConfigBuilder entityTypes(EntityTypes types) {
        entityTypes = Optional.of(types);
        return this;
    }

    /**
     * Whose data the file holds: with another account it is not opened, so that no edit is ever sent under somebody
     * else's name. Not checked if not set.
     */
    public AgentConfigBuilder account(String name) {
        account = Optional.of(name);
        return this;
    }

    /** A scope to follow from the start; call it once for each. Others may be followed later. */
    public AgentConfigBuilder scope(String scope) {
        scopes.add(scope);
        return this;
    }

    public AgentConfigBuilder scopes(Collection<String> all) {
        scopes.addAll(all);
        return this;
    }

    /** The gateway's base URL, without {@code /v1}. */
    public AgentConfigBuilder gateway(URI url) {
        gateway = Optional.of(url);
        return this;
    }

    public AgentConfigBuilder tokens(TokenProvider provider) {
        tokens = Optional.of(provider);
        return this;
    }

    /** Another way to the server, instead of gateway and tokens. */
    public AgentConfigBuilder transport(Transport way) {
        transport = Optional.of(way);
        return this;
    }

    /**
     * Of a whole request, and of each call of the token provider; 30 s if not set. The server may hold a push for
     * 2 s. A request that takes longer is followed by one that carries less.
     */
    public AgentConfigBuilder requestTimeout(Duration timeout) {
        requestTimeout = timeout;
        return this;
    }

    /** {@code FULL} if not set. */
    public AgentConfigBuilder synchronous(Synchronous level) {
        synchronous = level;
        return this;
    }

    /** How closely the file is looked at when it is opened; {@code QUICK} if not set. */
    public AgentConfigBuilder integrityCheck(IntegrityCheck check) {
        integrityCheck = check;
        return this;
    }

    /** Where the keys of encrypted fields are kept. */
    public AgentConfigBuilder keys(KeyProvider provider) {
        keys = Optional.of(provider);
        return this;
    }

    /**
     * Fields of a type that are encrypted in the file, as are the payloads of its unsent edits. Queries cannot ask
     * for them. None if not set.
     */
    public AgentConfigBuilder encrypt(String type, String... fields) {
        encrypted.computeIfAbsent(type, ignored -> new TreeSet<>()).addAll(List.of(fields));
        return this;
    }

    public AgentConfigBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** Between two pulls when nothing else asks for one; 5 s if not set. */
    public AgentConfigBuilder pollEvery(Duration interval) {
        pollEvery = interval;
        return this;
    }

    /** Exponential, with full jitter; from 0.5 s to 60 s if not set. */
    public AgentConfigBuilder backOff(Duration first, Duration longest) {
        firstBackOff = first;
        longestBackOff = longest;
        return this;
    }

    /** Operations in one push, 1 to 50; 50 if not set. */
    public AgentConfigBuilder batch(int operations) {
        if (operations < 1 || operations > Push.MAX_OPERATIONS) {
            throw new IllegalArgumentException("a batch has 1 to " + Push.MAX_OPERATIONS + " operations");
        }
        batch = operations;
        return this;
    }

    /** Of the jitter, for runs that shall be repeatable. */
    public AgentConfigBuilder seed(long value) {
        seed = Optional.of(value);
        return this;
    }

    /** Whether the agent opens connected; true if not set. */
    public AgentConfigBuilder online(boolean connected) {
        online = connected;
        return this;
    }

    /** The part of operations whose way the servers write down, from 0 to 1; 0.01 if not set. */
    public AgentConfigBuilder traceSampling(double part) {
        traces = new TraceParents(part);
        return this;
    }

    /** How it is driven: by a thread of its own if not set. */
    public AgentConfigBuilder platform(Platform way) {
        platform = way;
        return this;
    }

    /**
     * For how long a gateway may hold the answer to a pull until there is something new; 20 s if not set, in whole
     * seconds. Zero: polls alone.
     */
    public AgentConfigBuilder follow(Duration longest) {
        hold = longest;
        return this;
    }

    public AgentConfig build() {
        return new AgentConfig(this);
    }
}
