package io.tidemark.mergeservice.store;

import io.tidemark.merge.batch.BatchKeys;

/**
 * Every statement of the merge, named by intent. Each takes arrays, so a batch costs the same number of them whatever
 * its size, and its text never changes, so that the server plans it once for each connection.
 *
 * <p>That plan may be made while the tables are empty, and must still be right when they are large. So each look-up is a
 * lateral query behind a fence ({@code offset 0}, {@code for update}): the planner can do nothing else than ask the
 * index once for each key.
 */
final class Sql {
    private Sql() {}

    /**
     * The compare-and-set that fences zombies (MS-1). Rows are locked in the order of partitions, so two instances that
     * claim overlapping sets cannot deadlock; the condition is checked again after the wait for a lock.
     */
    static final String CLAIM_POSITIONS = """
            with held as (
                select p.topic_id, p.partition, k.next
                from unnest(?::int[], ?::bigint[], ?::bigint[]) as k(partition, expected, next)
                join kafka_position p on p.topic_id = ? and p.partition = k.partition
                where p.next_offset = k.expected
                order by p.partition
                for update of p)
            update kafka_position p
            set next_offset = held.next
            from held
            where p.topic_id = held.topic_id and p.partition = held.partition
            """;

    static final String READ_POSITIONS = """
            select partition, next_offset from kafka_position where topic_id = ? and partition = any(?)
            """;

    static final String MAKE_POSITIONS = """
            insert into kafka_position (topic_id, partition, next_offset)
            select ?, k.partition, k.next from unnest(?::int[], ?::bigint[]) as k(partition, next)
            on conflict do nothing
            """;

    static final String KEEP_POISON = """
            insert into poison_record (topic_id, partition, record_offset, key, value, error)
            select ?, k.* from unnest(?::int[], ?::bigint[], ?::bytea[], ?::bytea[], ?::text[])
                as k(partition, record_offset, key, value, error)
            on conflict do nothing
            """;

    static final String MAKE_SCOPES = """
            insert into scope (tenant, scope)
            select k.tenant, k.scope from unnest(?::text[], ?::text[]) as k(tenant, scope)
            order by k.tenant collate "C", k.scope collate "C"
            on conflict do nothing
            """;

    /**
     * The locks that make positions visible in their order (MS-3); every read of the merge comes after them. Taken in
     * the order of the arrays: a lateral query is asked for one key after the other.
     *
     * <p>The lock on the table that comes with them keeps {@code declare_restore} waiting until the commit, and is taken
     * before the statement's snapshot: the epoch that is read here is that of the whole transaction (MS-14).
     */
    static final String LOCK_HEADS = """
            select s.tenant, s.scope, s.position, s.version_floor, (select epoch from server), pg_postmaster_start_time()
            from unnest(?::text[], ?::text[]) as k(tenant, scope)
            cross join lateral (
                select * from scope s where s.tenant = k.tenant and s.scope = k.scope for update) s
            """;

    static final String READ_MEMBERS = """
            select m.tenant, m.scope, m.subject
            from unnest(?::text[], ?::text[], ?::text[]) as k(tenant, scope, subject)
            cross join lateral (
                select * from membership m
                where m.tenant = k.tenant and m.scope = k.scope and m.subject = k.subject offset 0) m
            """;

    static final String READ_MARKS = """
            select m.tenant, m.scope, m.subject, m.device, m.sequence, m.log_floor
            from unnest(?::text[], ?::text[], ?::text[], ?::text[]) as k(tenant, scope, subject, device)
            cross join lateral (
                select * from device_mark m
                where m.tenant = k.tenant and m.scope = k.scope and m.subject = k.subject
                    and m.device = k.device offset 0) m
            """;

    static final String READ_LOG = """
            select l.tenant, l.scope, l.operation_id, l.fingerprint, l.status, l.reason, l.version, l.position,
                   l.type, l.conflict_copies
            from unnest(?::text[], ?::text[], ?::uuid[]) as k(tenant, scope, operation_id)
            cross join lateral (
                select * from operation_log l
                where l.tenant = k.tenant and l.scope = k.scope and l.operation_id = k.operation_id offset 0) l
            """;

    /** MERGE-22: why the last rejected operation of an author on an entity was rejected. */
    static final String READ_REFUSALS = """
            select k.tenant, k.scope, k.type, k.entity, k.subject, k.device, l.reason
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                as k(tenant, scope, type, entity, subject, device)
            cross join lateral (
                select l.reason from operation_log l
                where l.tenant = k.tenant and l.scope = k.scope and l.type = k.type and l.entity = k.entity
                    and l.subject = k.subject and l.device = k.device and l.status = 'rejected'
                order by l.sequence desc limit 1 offset 0) l
            """;

    static final String READ_ROWS = """
            select e.tenant, e.scope, e.type, e.id, e.version, e.incarnation, e.position, e.deleted,
                   e.fields, e.stamps, e.conflict
            from unnest(?::text[], ?::text[], ?::text[], ?::text[]) as k(tenant, scope, type, id)
            cross join lateral (
                select * from entity e
                where e.tenant = k.tenant and e.scope = k.scope and e.type = k.type and e.id = k.id offset 0) e
            """;

    /** MERGE-9: an author's latest conflict copies of an entity; a thousand others cost nothing. */
    static final String READ_COPIES = """
            select e.tenant, e.scope, e.type, e.id, e.version, e.incarnation, e.position, e.deleted,
                   e.fields, e.stamps, e.conflict
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) as k(tenant, scope, type, id, author)
            cross join lateral (
                select * from entity e
                where e.tenant = k.tenant and e.scope = k.scope and e.type = k.type and e.conflict_of = k.id
                    and e.conflict_of is not null and e.version > 0
                    and hashtextextended(e.conflict ->> 'author', 0) = hashtextextended(k.author, 0)
                order by e.position desc limit %d) e
            """.formatted(BatchKeys.LATEST_COPIES);

    /** Of each entity, counted up to a bound: the index is asked for no more than that. */
    static final String COUNT_COPIES = """
            select k.tenant, k.scope, k.type, k.id, c.open
            from unnest(?::text[], ?::text[], ?::text[], ?::text[]) as k(tenant, scope, type, id)
            cross join lateral (
                select count(*) as open from (
                    select from entity e
                    where e.tenant = k.tenant and e.scope = k.scope and e.type = k.type and e.conflict_of = k.id
                        and e.conflict_of is not null and not e.deleted
                    limit %d) counted) c
            """.formatted(CopiedEntity.COUNTED);

    /** The scopes are there, and locked: this only moves them. "On conflict" finds them by their key, whatever the plan. */
    static final String MOVE_HEADS = """
            insert into scope (tenant, scope, position)
            select * from unnest(?::text[], ?::text[], ?::bigint[])
            on conflict (tenant, scope) do update set position = excluded.position
            """;

    static final String WRITE_ROWS = """
            insert into entity (tenant, scope, type, id, version, incarnation, position, deleted,
                                fields, stamps, conflict, conflict_of, deleted_at)
            select k.tenant, k.scope, k.type, k.id, k.version, k.incarnation, k.position, k.deleted,
                   k.fields::jsonb, k.stamps::jsonb, k.conflict::jsonb, k.conflict_of, case when k.deleted then now() end
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
                        ?::boolean[], ?::text[], ?::text[], ?::text[], ?::text[])
                as k(tenant, scope, type, id, version, incarnation, position, deleted,
                     fields, stamps, conflict, conflict_of)
            on conflict (tenant, scope, type, id) do update
            set version = excluded.version, incarnation = excluded.incarnation, position = excluded.position,
                deleted = excluded.deleted, fields = excluded.fields, stamps = excluded.stamps,
                conflict = excluded.conflict, conflict_of = excluded.conflict_of, deleted_at = excluded.deleted_at
            """;

    /**
     * Without "on conflict": an id that is logged twice by one transaction is a defect, and must not pass in silence.
     * Over all of the log, which has no key by the id alone, the look-up under the scope's lock keeps it single (MS-3).
     */
    static final String WRITE_LOG = """
            insert into operation_log (tenant, scope, operation_id, fingerprint, subject, device, sequence, type,
                                       entity, transaction_id, status, reason, version, position, conflict_copies,
                                       fates, trace)
            select k.tenant, k.scope, k.operation_id, k.fingerprint, k.subject, k.device, k.sequence, k.type,
                   k.entity, k.transaction_id, k.status, k.reason, k.version, k.position, k.conflict_copies::text[],
                   k.fates::jsonb, k.trace
            from unnest(?::text[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[],
                        ?::text[], ?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[],
                        ?::text[], ?::text[])
                as k(tenant, scope, operation_id, fingerprint, subject, device, sequence, type,
                     entity, transaction_id, status, reason, version, position, conflict_copies, fates, trace)
            """;

    static final String WRITE_MARKS = """
            insert into device_mark (tenant, scope, subject, device, sequence)
            select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])
            on conflict (tenant, scope, subject, device) do update
            set sequence = greatest(device_mark.sequence, excluded.sequence)
            """;

    /** The alarm of MS-7; a compare-and-set too, as another instance may have put it right already. */
    static final String RESET_POSITION = """
            update kafka_position set next_offset = ? where topic_id = ? and partition = ? and next_offset = ?
            """;

    static final String READ_GROUND = """
            select s.epoch, pg_postmaster_start_time(), w.epoch is not null
            from server s left join restore_witness w on w.epoch = s.epoch
            """;

    static final String READ_CHRONICLE = """
            select s.epoch, pg_postmaster_start_time(), s.system_identifier, s.timeline,
                   i.system_identifier, i.timeline, w.why
            from server s
            cross join server_identity() i
            left join restore_witness w on w.epoch = s.epoch
            """;

    static final String READ_EPOCHS = "select id from epoch order by number";

    static final String READ_HEADS = """
            select s.tenant, s.scope, s.position
            from unnest(?::text[], ?::text[]) as k(tenant, scope)
            cross join lateral (
                select * from scope s where s.tenant = k.tenant and s.scope = k.scope offset 0) s
            """;

    static final String DECLARE_RESTORE = "select declare_restore(?, ?, ?)";

    /** What was not known, or not to be asked, until now. */
    static final String RECORD_IDENTITY = """
            update server set system_identifier = ?, timeline = ?
            where system_identifier is null or timeline is null
            """;
}
