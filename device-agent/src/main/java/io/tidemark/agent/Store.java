package io.tidemark.agent;

import io.tidemark.agent.store.ConflictCopies;
import io.tidemark.agent.store.Counters;
import io.tidemark.agent.store.Database;
import io.tidemark.agent.store.DeadLetters;
import io.tidemark.agent.store.DeviceTime;
import io.tidemark.agent.store.Edits;
import io.tidemark.agent.store.Export;
import io.tidemark.agent.store.Feed;
import io.tidemark.agent.store.Following;
import io.tidemark.agent.store.Leaving;
import io.tidemark.agent.store.OperationQueue;
import io.tidemark.agent.store.Reencryption;
import io.tidemark.agent.store.Rows;
import io.tidemark.agent.store.Waits;

/** The parts of the store, over one database. */
record Store(
        Database database,
        Edits edits,
        ConflictCopies conflictCopies,
        DeadLetters deadLetters,
        Export export,
        Leaving leaving,
        Rows rows,
        OperationQueue queue,
        Feed feed,
        Following following,
        Reencryption reencryption,
        Waits waits,
        Counters counters,
        DeviceTime time) {
    static Store of(Database database, AgentConfig config) {
        Identifiers identifiers = new Identifiers(config.clock());
        DeviceTime time =
                DeviceTime.open(database, config.clock(), config.platform().ticker());
        Edits edits = new Edits(database, config.entityTypes(), identifiers::operation, time);
        OperationQueue queue = new OperationQueue(
                database, config.clock(), time, config.traces(), identifiers::device, identifiers::operation);
        queue.follow(config.scopes());
        Export export = new Export(database, config.clock());
        return new Store(
                database,
                edits,
                new ConflictCopies(edits, config.entityTypes()),
                new DeadLetters(database, edits),
                export,
                new Leaving(database, export),
                new Rows(database, config.entityTypes()),
                queue,
                new Feed(database, config.clock()),
                new Following(database),
                new Reencryption(database),
                new Waits(database, config.clock()),
                new Counters(database),
                time);
    }
}
