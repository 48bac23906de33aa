package io.tidemark.gateway.store;

/** Every statement of the gateway. Each is one snapshot, and says with its data whether the subject is a member. */
final class Statements {
    private Statements() {}

    /** $1 tenant, $2 scope, $3 subject, $4 device or empty, $5 operation ids. At least one row. */
    static final String LOOK_UP_OPERATIONS = """
            select s.epoch::text as epoch,
                   exists (select from membership m
                           where m.tenant = $1 and m.scope = $2 and m.subject = $3) as member,
                   coalesce(d.sequence, 0) as mark, coalesce(d.log_floor, 0) as log_floor,
                   l.operation_id, l.fingerprint, l.type, l.status, l.reason, l.version, l.position, l.conflict_copies
              from server s
              left join device_mark d
                on d.tenant = $1 and d.scope = $2 and d.subject = $3 and d.device = $4
              left join operation_log l
                on l.tenant = $1 and l.scope = $2 and l.operation_id = any ($5)
            """;

    /** $1 tenant, $2 scope, $3 subject, $4 type, $5 entity id. One row. */
    static final String READ_ENTITY = """
            select s.epoch::text as epoch,
                   exists (select from membership m
                           where m.tenant = $1 and m.scope = $2 and m.subject = $3) as member,
                   e.type, e.id, e.version, e.incarnation, e.position, e.deleted,
                   e.fields::text as fields, e.conflict::text as conflict
              from server s
              left join entity e
                on e.tenant = $1 and e.scope = $2 and e.type = $4 and e.id = $5
            """;

    /**
     * $1 tenant, $2 scope, $3 subject, $4 device or empty, $5 the position after which to read, $6 the limit, $7 bytes.
     * At least one row. When no more than twice the limit are ahead, all of them: a scope that is written all the time
     * has checkpoints, too. Bytes are bounded twice: as stored, so that not all of a thousand large texts are unpacked,
     * and then as text.
     */
    static final String READ_CHANGES = """
            with asked as materialized (
                select s.epoch::text as epoch,
                       exists (select from membership m
                               where m.tenant = $1 and m.scope = $2 and m.subject = $3) as member,
                       coalesce(h.position, 0) as head, coalesce(h.floor, 0) as floor,
                       (select d.sequence from device_mark d
                         where d.tenant = $1 and d.scope = $2 and d.subject = $3 and d.device = $4) as mark
                  from server s
                  left join scope h on h.tenant = $1 and h.scope = $2
            ), ahead as materialized (
                select count(*) as rows_ahead
                  from (select from entity e
                         where e.tenant = $1 and e.scope = $2 and e.position > $5 and e.position > 0
                           and (select member from asked)
                         order by e.position limit 2 * $6::bigint + 1) counted
            ), page as (
                select e.*
                  from entity e
                 where e.tenant = $1 and e.scope = $2 and e.position > $5 and e.position > 0
                   and (select member from asked)
                 order by e.position
                 limit (select case when rows_ahead <= 2 * $6::bigint then rows_ahead else $6::bigint end from ahead)
            ), stored as (
                select p.*, coalesce(sum(pg_column_size(p.fields)) over (order by p.position
                                rows between unbounded preceding and 1 preceding), 0) as bytes_before
                  from page p
            ), written as (
                select p.type, p.id, p.version, p.incarnation, p.position, p.deleted,
                       case when p.deleted then '{}' else p.fields::text end as fields, p.conflict::text as conflict
                  from stored p where p.bytes_before < $7::bigint
            ), bounded as (
                select w.*, coalesce(sum(octet_length(w.fields) + coalesce(octet_length(w.conflict), 0))
                                over (order by w.position
                                      rows between unbounded preceding and 1 preceding), 0) as bytes_before
                  from written w
            )
            select a.epoch, a.member, a.head, a.floor, a.mark, n.rows_ahead,
                   b.type, b.id, b.version, b.incarnation, b.position, b.deleted, b.fields, b.conflict
              from asked a
             cross join ahead n
              left join bounded b on b.bytes_before < $7::bigint
             order by b.position
            """;

    /** For readiness: the schema is there, and so is its epoch. */
    static final String READ_EPOCH = "select epoch::text as epoch from server";
}
