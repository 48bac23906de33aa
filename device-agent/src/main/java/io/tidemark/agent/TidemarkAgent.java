package io.tidemark.agent;

import io.tidemark.agent.observe.Observers;
import io.tidemark.agent.platform.RunLimits;
import io.tidemark.agent.platform.RunReport;
import io.tidemark.agent.store.Database;
import io.tidemark.agent.store.Recovery;
import io.tidemark.agent.store.StoreFailure;
import io.tidemark.agent.store.UnsentWork;
import io.tidemark.agent.worker.Worker;
import io.tidemark.merge.policy.OwnMerges;
import io.tidemark.protocol.entity.InvalidEntityTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An agent: one database, one background thread, any number of scopes. It synchronises by itself from {@code open} to
 * {@code close}.
 */
public final class TidemarkAgent implements AutoCloseable {
    /** A request is a call of the token provider, an exchange, and a call that says that the token was refused. */
    private static final int CALLS_OF_A_REQUEST = 3;

    private final Store store;
    private final Worker worker;
    private final Observers<Watch> observers = new Observers<>();
    private final Map<String, SyncedScope> scopes = new ConcurrentSkipListMap<>();
    private final ReentrantLock following = new ReentrantLock();

    private TidemarkAgent(AgentConfig config, Store store) {
        this.store = store;
        this.worker = new Worker(
                store.queue(),
                store.feed(),
                store.waits(),
                config.transport(),
                config.requestTimeout().multipliedBy(CALLS_OF_A_REQUEST),
                config.pace(),
                config.dice(),
                config.platform(),
                config.scopes(),
                config.online());
        for (String scope : config.scopes()) {
            scopes.put(scope, new SyncedScope(scope, store, worker, observers));
        }
        store.database().onCommit(touched -> observers.changed(watch -> watch.isConcernedBy(touched)));
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
        Database database = Database.open(config.databaseSettings());
        try {
            TidemarkAgent agent = new TidemarkAgent(config, Store.of(database, config));
            agent.worker.start();
            return agent;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Follows a scope from now on, as if it had been in the configuration; it is not remembered for the next time the
     * agent is opened. Its rows are fetched, and what was left unsent of it is sent. Nothing changes if it is followed
     * already.
     */
    public SyncedScope follow(String name) {
        following.lock();
        try {
            SyncedScope known = scopes.get(name);
            if (known != null) {
                return known;
            }
            store.queue().follow(List.of(name));
            SyncedScope scope = new SyncedScope(name, store, worker, observers);
            worker.follow(name);
            scopes.put(name, scope);
            return scope;
        } finally {
            following.unlock();
        }
    }

    /**
     * Follows a scope no more: its rows go from this device, its observers complete, and saves to it are refused.
     *
     * @throws UnsentWork if it holds edits that have not reached the server, or dead letters; nothing was changed
     * @throws IllegalArgumentException if the agent does not follow it
     */
    public void unfollow(String name) {
        unfollow(name, false);
    }

    /**
     * The same, for a scope with unsent work: that stays on this device, is not sent, and is there again when the scope
     * is followed. {@link #unsentElsewhere()} tells of it.
     *
     * @return operations without an outcome, and dead letters
     */
    public long unfollowKeepingUnsent(String name) {
        return unfollow(name, true);
    }

    private long unfollow(String name, boolean keepUnsent) {
        following.lock();
        try {
            SyncedScope scope = scope(name);
            store.following().check(name, keepUnsent);
            scopes.remove(name);
            worker.unfollow(name);
            try {
                long kept = store.following().unfollow(name, keepUnsent);
                observers.complete(watch -> watch.scope().equals(name));
                return kept;
            } catch (RuntimeException e) {
                worker.follow(name);
                scopes.put(name, scope);
                throw e;
            }
        } finally {
            following.unlock();
        }
    }

    /**
     * Scopes that this agent does not follow and that have work on this device which has not reached the server:
     * operations without an outcome, and dead letters. An app that opens without one of its scopes finds it here.
     */
    public SortedMap<String, Long> unsentElsewhere() {
        return store.following().unsentBut(scopes.keySet());
    }

    /** @throws IllegalArgumentException if the agent does not follow it */
    public SyncedScope scope(String name) {
        return Optional.ofNullable(scopes.get(name))
                .orElseThrow(() -> new IllegalArgumentException("the agent does not follow this scope"));
    }

    /** The id under which this installation speaks; made at the first open, and anew if the server finds a clone. */
    public String deviceId() {
        return store.queue().device();
    }

    /** Damaged databases that were set aside, oldest first, with what could be saved of each: for the app to tell. */
    public List<Recovery> recoveries() {
        return store.database().recoveries();
    }

    /** How synchronisation goes, all scopes together. Reads the database: for a screen or a report, not for each frame. */
    public SyncMetrics metrics() {
        return Metrics.of(store, scopes.values());
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

    /**
     * After the provider's current key has changed, or a field is encrypted that was not: brings what is in the file
     * under the current key, so much in one transaction.
     *
     * @param most rows and payloads, at least 1
     * @return how many there were; at 0 nothing is left under an earlier key
     */
    public int reencrypt(int most) {
        return store.reencryption().step(most);
    }

    /**
     * The user leaves: the agent is closed, and nothing that the server knows stays on the device. One file is for one
     * user; another one is given another. An edit is stored before it begins, or refused: {@code SignedOut}.
     *
     * @throws UncheckedIOException if the export could not be written; the agent is closed then, and nothing is gone
     * @throws StoreFailure if the database failed; the same holds
     */
    public SignOut.Done signOut(SignOut how) {
        store.edits().end();
        worker.close();
        observers.close();
        try {
            List<Path> leftBehind = store.database().damaged();
            return new SignOut.Done(leave(how), leftBehind);
        } catch (IOException e) {
            store.database().close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            store.database().close();
            throw e;
        }
    }

    private long leave(SignOut how) throws IOException {
        long unsent = store.leaving().unsent();
        switch (how) {
            case SignOut.KeepUnsent() -> {
                if (unsent > 0) {
                    store.leaving().keepUnsent();
                    return unsent;
                }
            }
            case SignOut.ExportUnsent(Path to) -> store.leaving().export(to);
            case SignOut.DiscardUnsent() -> {}
        }
        store.database().destroy();
        return unsent;
    }

    /** Ends the background thread and all observations, and closes the database; the queue is kept. */
    @Override
    public void close() {
        worker.close();
        observers.close();
        store.database().close();
    }
}
