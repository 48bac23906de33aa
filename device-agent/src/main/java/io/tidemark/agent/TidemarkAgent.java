package io.tidemark.agent;

import io.tidemark.agent.observe.Observers;
import io.tidemark.agent.platform.RunLimits;
import io.tidemark.agent.platform.RunReport;
import io.tidemark.agent.store.Database;
import io.tidemark.agent.store.Edits;
import io.tidemark.agent.store.Feed;
import io.tidemark.agent.store.OperationQueue;
import io.tidemark.agent.store.Rows;
import io.tidemark.agent.store.StoreFailure;
import io.tidemark.agent.store.Waits;
import io.tidemark.agent.worker.Worker;
import io.tidemark.merge.policy.OwnMerges;
import io.tidemark.protocol.entity.InvalidEntityTypes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An agent: one database, one background thread, any number of scopes. It synchronises by itself from {@code open} to
 * {@code close}.
 */
public final class TidemarkAgent implements AutoCloseable {
    private final Database database;
    private final OperationQueue queue;
    private final Worker worker;
    private final Observers<Watch> observers = new Observers<>();
    private final Map<String, SyncedScope> scopes = new TreeMap<>();

    private TidemarkAgent(AgentConfig config, Database database) {
        Identifiers identifiers = new Identifiers(config.clock());
        this.database = database;
        this.queue = new OperationQueue(database, config.clock(), identifiers::device);
        queue.follow(config.scopes());
        Feed feed = new Feed(database, config.clock());
        this.worker = new Worker(
                queue,
                feed,
                new Waits(database, config.clock()),
                config.transport(),
                config.pace(),
                config.dice(),
                config.platform(),
                config.scopes(),
                config.online());
        Edits edits = new Edits(database, config.entityTypes(), identifiers::operation, config.clock());
        Rows rows = new Rows(database, config.entityTypes());
        for (String scope : config.scopes()) {
            scopes.put(scope, new SyncedScope(scope, edits, rows, queue, worker, observers, config.clock()));
        }
        database.onCommit(touched -> observers.changed(watch -> watch.isConcernedBy(touched)));
        worker.changes().onChange(() -> observers.changed(Watch::isOfStatus));
    }

    /**
     * Opens the database, makes it if need be, and goes on where the last run ended, however it ended.
     *
     * @throws StoreFailure if another agent has it open, or it cannot be read
     * @throws InvalidEntityTypes if a field declares a policy of the application's own that is not on the class path
     */
    public static TidemarkAgent open(AgentConfig config) {
        OwnMerges.require(config.entityTypes());
        Database database = Database.open(config.database(), config.synchronous());
        try {
            TidemarkAgent agent = new TidemarkAgent(config, database);
            agent.worker.start();
            return agent;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** @throws IllegalArgumentException if the agent was not configured to follow it */
    public SyncedScope scope(String name) {
        return Optional.ofNullable(scopes.get(name))
                .orElseThrow(() -> new IllegalArgumentException("the agent does not follow this scope"));
    }

    /** The id under which this installation speaks; made at the first open, and anew if the server finds a clone. */
    public String deviceId() {
        return queue.device();
    }

    /** Pushes and pulls all scopes now, whatever they wait for. Returns at once. */
    public void syncNow() {
        worker.syncNow();
    }

    /** What the platform says of the network. Offline, nothing is tried; back online, back-offs are forgotten. */
    public void setOnline(boolean online) {
        worker.setOnline(online);
    }

    /**
     * One bounded run: queues are sent and feeds read until there is nothing more to do, or a limit is reached. Blocks
     * for as long, so it is not called on the common pool, which the JDK's HTTP client needs. Of two at once the second
     * returns {@code ALREADY_RUNNING}, or waits for the agent's own thread as the first does.
     */
    public RunReport run(RunLimits limits) {
        return worker.run(limits);
    }

    /** Ends the background thread and all observations, and closes the database; the queue is kept. */
    @Override
    public void close() {
        worker.close();
        observers.close();
        database.close();
    }
}
