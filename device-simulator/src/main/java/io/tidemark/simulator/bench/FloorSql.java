package io.tidemark.simulator.bench;

/** The SQL of the floor: the least that stores the same rows durably. */
final class FloorSql {
    static final String MAKE_TABLE = """
            create table bench_floor (
                tenant  text collate "C" not null,
                scope   text collate "C" not null,
                id      text collate "C" not null,
                version bigint not null,
                title   text not null,
                body    text not null,
                primary key (tenant, scope, id)
            )
            """;

    static final String DROP_TABLE = "drop table if exists bench_floor";

    static final String UPSERT = """
            insert into bench_floor (tenant, scope, id, version, title, body)
            select 'bench', ?, id, 1, title, body
            from unnest(?::text[], ?::text[], ?::text[]) as given (id, title, body)
            on conflict (tenant, scope, id) do update
            set version = bench_floor.version + 1, title = excluded.title, body = excluded.body
            """;

    private FloorSql() {}
}
