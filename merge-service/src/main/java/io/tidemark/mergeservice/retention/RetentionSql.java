package io.tidemark.mergeservice.retention;

/** Every statement of the retention, named by intent. Those with a {@code %s} take the name of a partition. */
final class RetentionSql {
    private RetentionSql() {}

    /** For the session: a run that loses its connection has lost the lock, too. */
    static final String TAKE_TURN = "select pg_try_advisory_lock(hashtextextended('tidemark.retention', 0))";

    static final String END_TURN = "select pg_advisory_unlock(hashtextextended('tidemark.retention', 0))";

    static final String WAIT_LITTLE_FOR_LOCKS = "set local lock_timeout = '%dms'";

    static final String NOW = "select now()";

    static final String OLD_TOMBSTONES = """
            select tenant, scope, type, id from entity
            where deleted and deleted_at < now() - ? * interval '1 second'
            order by deleted_at limit ?
            """;

    static final String LOCK_SCOPE = "select from scope where tenant = ? and scope = ? for update";

    /** Under the lock of their scope these rows stand still, so what is found by key is deleted by place. */
    static final String REMOVE_TOMBSTONES = """
            with old as (
                select e.ctid as place
                from unnest(?::text[], ?::text[]) as k(type, id)
                cross join lateral (
                    select ctid from entity e
                    where e.tenant = ? and e.scope = ? and e.type = k.type and e.id = k.id
                        and e.deleted and e.deleted_at < now() - ? * interval '1 second' offset 0) e)
            delete from entity e using old where e.ctid = old.place
            returning e.position, e.version
            """;

    static final String RAISE_FLOORS = """
            update scope set floor = greatest(floor, ?), version_floor = greatest(version_floor, ?)
            where tenant = ? and scope = ?
            """;

    static final String PARTITIONS = """
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'operation_log'::regclass
            """;

    static final String MAKE_PARTITION =
            "create table %s partition of operation_log for values from ('%s 00:00:00+00') to ('%s 00:00:00+00')";

    static final String DROP_PARTITION = "drop table %s";

    static final String READ_WALK = "select dropping, tenant, scope, operation_id from retention";

    static final String SAVE_WALK = "update retention set dropping = ?, tenant = ?, scope = ?, operation_id = ?";

    static final String NEXT_LINES = """
            select tenant, scope, operation_id, subject, device, sequence from %s
            where (tenant, scope, operation_id) > (?, ?, ?)
            order by tenant, scope, operation_id limit ?
            """;

    static final String REMOVE_FROM_REST = """
            with old as (
                select ctid as place from operation_log_rest
                where decided_at < now() - ? * interval '1 second' limit ?)
            delete from operation_log_rest l using old where l.ctid = old.place
            returning l.tenant, l.scope, l.subject, l.device, l.sequence
            """;

    /** In the order of the arrays, which is that in which the merge writes marks: the two cannot deadlock. */
    static final String RAISE_LOG_FLOORS = """
            insert into device_mark (tenant, scope, subject, device, sequence, log_floor)
            select k.tenant, k.scope, k.subject, k.device, k.floor, k.floor
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])
                as k(tenant, scope, subject, device, floor)
            on conflict (tenant, scope, subject, device) do update
            set log_floor = excluded.log_floor where device_mark.log_floor < excluded.log_floor
            """;

    static final String SUCCEEDED = "update retention set succeeded_at = now()";

    static final String FIGURES = """
            select now(), r.succeeded_at, (select min(deleted_at) from entity where deleted),
                   exists(select from operation_log_rest)
            from retention r
            """;
}
