package io.tidemark.gateway.store;

import io.tidemark.merge.batch.BatchKeys;

/**
 * The statements behind explanations and dry runs, one row each: several kinds of things, each as one JSON. What walks
 * an entity's history says something of {@code coalesce(version, 0)} from which the planner sees that it is not
 * negative: that is the condition of the index.
 */
final class EntityStatements {
    private EntityStatements() {}

    /** $1 tenant, $2 scope, $3 subject, $4 type, $5 entity id. Where the subject is no member, there is no state. */
    private static final String STATE = """
            with asked as materialized (
                select s.epoch::text as epoch,
                       exists (select from membership m
                               where m.tenant = $1 and m.scope = $2 and m.subject = $3) as member
                  from server s
            ), state as materialized (
                select e.* from entity e
                 where e.tenant = $1 and e.scope = $2 and e.type = $4 and e.id = $5 and (select member from asked)
            )""";

    private static final String STATE_COLUMNS =
            "s.type, s.id, s.version, s.incarnation, s.position, s.deleted, s.fields, s.stamps, s.conflict";

    private static final String LINE_COLUMNS =
            "l.operation_id, l.fingerprint, l.subject, l.device, l.sequence, l.type, l.entity, l.transaction_id, l.status,"
                    + " l.reason, l.version, l.position, l.conflict_copies, l.decided_at, l.fates, l.trace";

    /**
     * $6 lines of the entity's history, $7 the fates that change a row, $8 versions whose operations are looked for, $9
     * copies, $10 bytes of them: as stored, so that not all of many large ones are unpacked, and then as text.
     *
     * <ul>
     *   <li>history: the latest lines that name the entity: those with a version of its row, and those of operations that
     *       found no row, or were refused before they came to one; of each one more than was asked for.
     *   <li>writers: the operations that made a version which a stamp names, that of a field or of a set's element (an
     *       array of triples; in older rows an object). Of the operations with the same version the others left the row
     *       as it was.
     *   <li>copy_writers: of a conflict copy, the operations that put something into it. They name the entity of which it
     *       is a copy, and come soon after the one that made it.
     * </ul>
     */
    static final String EXPLAIN = STATE + """
            , named as (
                (select l.* from operation_log l
                  where l.tenant = $1 and l.scope = $2 and l.type = $4 and l.entity = $5 and coalesce(l.version, 0) > 0
                    and (select member from asked)
                  order by coalesce(l.version, 0) desc, l.decided_at desc
                  limit $6::bigint + 1)
                union all
                (select l.* from operation_log l
                  where l.tenant = $1 and l.scope = $2 and l.type = $4 and l.entity = $5 and coalesce(l.version, 0) = 0
                    and (select member from asked)
                  order by l.decided_at desc
                  limit $6::bigint + 1)
            ), versions as (
                select s.version from state s
                union
                select (f.value ->> 0)::bigint from state s, jsonb_each(s.stamps) f
                union
                select jsonb_path_query(s.stamps, '$.*[2][*][1]')::bigint from state s
                union
                select jsonb_path_query(s.stamps, '$.*[2].*[0]')::bigint from state s
                order by 1 desc
                limit $8
            ), writers as (
                select l.* from versions k
                 cross join lateral (
                    select l.* from operation_log l
                     where l.tenant = $1 and l.scope = $2 and l.type = $4 and l.entity = $5
                       and coalesce(l.version, 0) = k.version and coalesce(l.version, 0) >= 0
                       and l.position >= (select incarnation from state)
                       and (l.status <> 'conflict'
                            or exists (select from jsonb_each(l.fates) f where f.value ->> 'fate' = any ($7)))
                     order by l.decided_at desc
                     limit 1) l
            ), made as materialized (
                select l.entity, coalesce(l.version, 0) as version
                  from state s
                  join operation_log l on l.tenant = $1 and l.scope = $2
                       and l.operation_id = (s.conflict ->> 'operation')::uuid
            ), copy_writers as (
                select l.* from made
                 cross join lateral (
                    select l.* from operation_log l
                     where l.tenant = $1 and l.scope = $2 and l.type = $4 and l.entity = made.entity
                       and coalesce(l.version, 0) >= made.version and coalesce(l.version, 0) >= 0
                     order by coalesce(l.version, 0)
                     limit 1000) l
                 where l.conflict_copies @> array[$5]
                 order by l.decided_at desc, l.sequence desc
                 limit $8
            ), found as materialized (
                select e.*, sum(pg_column_size(e.fields) + pg_column_size(e.conflict))
                                over (order by e.position desc) as stored
                  from (select * from entity e
                         where e.tenant = $1 and e.scope = $2 and e.type = $4 and e.conflict_of = $5
                           and e.conflict_of is not null and not e.deleted and (select member from asked)
                         order by e.position desc
                         limit $9::bigint + 1) e
            ), copies as materialized (
                select f.*, sum(octet_length(f.fields::text) + octet_length(f.conflict::text))
                                over (order by f.position desc) as bytes
                  from found f
                 where f.stored <= $10
            )
            select a.epoch, a.member,
                   (select to_json(x)::text from (select %1$s from state s) x) as state,
                   (select json_agg(x)::text from (select %2$s from named l) x) as named,
                   (select json_agg(x)::text from (select %2$s from writers l union all select %2$s from copy_writers l) x)
                       as writers,
                   (select json_agg(x)::text from (select %1$s from copies s where s.bytes <= $10
                                                    order by s.position desc limit $9) x) as copies,
                   (select count(*) from found) as copies_found
              from asked a
            """.formatted(STATE_COLUMNS, LINE_COLUMNS);

    /**
     * $6 operation id, $7 author, $8 device. The copies that the merge would read (MERGE-9), and why the author's last
     * rejected operation on the entity was rejected (MERGE-22).
     */
    static final String DRY_RUN = STATE + """
            , copies as (
                select e.* from entity e
                 where e.tenant = $1 and e.scope = $2 and e.type = $4 and e.conflict_of = $5
                   and e.conflict_of is not null and e.version > 0 and (select member from asked)
                   and hashtextextended(e.conflict ->> 'author', 0) = hashtextextended($7, 0)
                 order by e.position desc
                 limit %3$d
            ), known as (
                select l.* from operation_log l
                 where l.tenant = $1 and l.scope = $2 and l.operation_id = $6 and (select member from asked)
            )
            select a.epoch, a.member,
                   (select to_json(x)::text from (select %1$s from state s) x) as state,
                   (select json_agg(x)::text from (select %1$s from copies s) x) as copies,
                   (select to_json(x)::text from (select %2$s from known l) x) as known,
                   (select l.reason from operation_log l
                     where l.tenant = $1 and l.scope = $2 and l.type = $4 and l.entity = $5
                       and l.subject = $3 and l.device = $8 and l.status = 'rejected'
                     order by l.sequence desc
                     limit 1) as refusal,
                   (select h.version_floor from scope h
                     where h.tenant = $1 and h.scope = $2 and (select member from asked)) as version_floor
              from asked a
            """.formatted(STATE_COLUMNS, LINE_COLUMNS, BatchKeys.LATEST_COPIES);
}
