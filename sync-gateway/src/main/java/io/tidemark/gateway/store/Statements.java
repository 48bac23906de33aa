package io.tidemark.gateway.store;

/** Every statement of the gateway. Each that reads data is one snapshot, and says with it whether the subject is a member. */
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
                         where d.tenant = $1 and d.scope = $2 and d.subject = $3 and d.device = $4) as mark,
                       exists (select from restore_witness w where w.epoch = s.epoch) as doubted
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
                select p.*, coalesce(sum(pg_column_size(p.fields) + coalesce(pg_column_size(p.conflict), 0))
                                over (order by p.position
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
            select a.epoch, a.member, a.head, a.floor, a.mark, a.doubted, n.rows_ahead,
                   b.type, b.id, b.version, b.incarnation, b.position, b.deleted, b.fields, b.conflict
              from asked a
             cross join ahead n
              left join bounded b on b.bytes_before < $7::bigint
             order by b.position
            """;

    /** All of a scope's open conflict copies. */
    static final String READ_COPIES = readCopies("(e.type, e.conflict_of, e.id) > ($4, $5, $6)");

    /** Those of one type. */
    static final String READ_COPIES_OF_TYPE = readCopies("e.type = $4 and (e.conflict_of, e.id) > ($5, $6)");

    /** Those of one entity. */
    static final String READ_COPIES_OF_ENTITY = readCopies("e.type = $4 and e.conflict_of = $5 and e.id > $6");

    /**
     * $1 tenant, $2 scope, $3 subject, $4 to $6 type, entity and id after which to read, $7 the limit, $8 bytes. At least
     * one row. The index of open copies has them in this order; bytes are bounded as in {@link #READ_CHANGES}.
     */
    private static String readCopies(String range) {
        return """
            with asked as materialized (
                select s.epoch::text as epoch,
                       exists (select from membership m
                               where m.tenant = $1 and m.scope = $2 and m.subject = $3) as member
                  from server s
            ), page as (
                select e.*
                  from entity e
                 where e.tenant = $1 and e.scope = $2 and e.conflict_of is not null and not e.deleted
                   and %s
                   and (select member from asked)
                 order by e.type, e.conflict_of, e.id
                 limit $7::bigint + 1
            ), stored as (
                select p.*, count(*) over () as found, row_number() over copies as place,
                       coalesce(sum(pg_column_size(p.fields) + pg_column_size(p.conflict)) over before, 0)
                           as bytes_before
                  from page p
                window copies as (order by p.type, p.conflict_of, p.id),
                       before as (copies rows between unbounded preceding and 1 preceding)
            ), written as (
                select s.type, s.conflict_of, s.id, s.version, s.incarnation, s.position, s.deleted, s.found,
                       s.fields::text as fields, s.conflict::text as conflict
                  from stored s where s.place <= $7::bigint and s.bytes_before < $8::bigint
            ), bounded as (
                select w.*, coalesce(sum(octet_length(w.fields) + octet_length(w.conflict))
                                over (order by w.type, w.conflict_of, w.id
                                      rows between unbounded preceding and 1 preceding), 0) as bytes_before
                  from written w
            )
            select a.epoch, a.member, coalesce(b.found, 0) as found,
                   b.type, b.conflict_of, b.id, b.version, b.incarnation, b.position, b.deleted, b.fields, b.conflict
              from asked a
              left join bounded b on b.bytes_before < $8::bigint
             order by b.type, b.conflict_of, b.id
            """.formatted(range);
    }

    /** The role may only read; this function writes for it, and looks for itself. $1 tenant, $2 scope, $3 epoch, $4 position. */
    static final String WITNESS_AHEAD = "select witness_cursor_ahead($1, $2, $3::text::uuid, $4)";

    /** The connections are read-only unless told otherwise. */
    static final String WRITE = "set transaction read write";

    /** For readiness: the schema is there, and so is its epoch. */
    static final String READ_EPOCH = "select epoch::text as epoch from server";
}
