package io.tidemark.gateway.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The pool with a bound on the queries that wait for a connection. A query keeps its place when its request has given
 * up; without a bound those of the living would stand behind ever more of the dead.
 */
@Singleton
final class BoundedPool implements PgPoolCreator {
    static final int MAX_WAITING = 256;

    @Override
    public Pool create(Input input) {
        return PgBuilder.pool()
                .with(input.poolOptions().setMaxWaitQueueSize(MAX_WAITING))
                .connectingTo(List.copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
