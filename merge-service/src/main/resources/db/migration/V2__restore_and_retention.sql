-- Restores of the database, and the end of what is kept. Old rows are looked through once: that may take its time.
set local statement_timeout = 0;

-- Every epoch of this data, the current one included, and those of data that was lost, as far as Kafka names them.
create table epoch (
    id       uuid primary key,
    number   bigint generated always as identity, -- the order in which they came to be known here
    begun_at timestamptz not null default clock_timestamp(),
    why      text not null
);
insert into epoch (id, why) select epoch, 'the first' from server;

-- Which PostgreSQL held this data when it was last looked at; null where the role may not ask.
alter table server
    add column system_identifier bigint,
    add column timeline integer,
    add foreign key (epoch) references epoch (id);

-- The timeline from the name of the log's segment: the control file names a new one only after a checkpoint.
create function server_identity(out system_identifier bigint, out timeline integer) language plpgsql as $$
#variable_conflict use_column
begin
    if has_function_privilege('pg_control_system()', 'execute') then
        select c.system_identifier into server_identity.system_identifier from pg_control_system() c;
    end if;
    if not pg_is_in_recovery()
        and has_function_privilege('pg_current_wal_lsn()', 'execute')
        and has_function_privilege('pg_walfile_name(pg_lsn)', 'execute')
    then
        server_identity.timeline := ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer;
    end if;
end $$;

-- The one step with which a restored database begins a new epoch. Returns it, or null if the expected one is over
-- already: somebody else has declared the same restore.
create function declare_restore(why text, expected uuid default null, lost uuid[] default '{}') returns uuid
    language plpgsql as $$
#variable_conflict use_variable
declare
    begun uuid := gen_random_uuid();
    standing uuid;
begin
    if coalesce(btrim(why), '') = '' then
        raise exception 'a restore is declared with a reason' using errcode = 'invalid_parameter_value';
    end if;
    -- Every merge holds a weaker lock on this table from its reading of the epoch to its commit: it is wholly before
    -- this step, or after it.
    lock table scope in exclusive mode;
    select s.epoch into standing from server s for update;
    if standing <> expected then
        return null;
    end if;
    insert into epoch (id, why) select unnest(lost), 'of data that was lost; known from Kafka' on conflict do nothing;
    insert into epoch (id, why) values (begun, why);
    update server s set epoch = begun, system_identifier = i.system_identifier, timeline = i.timeline
    from server_identity() i;
    return begun;
end $$;

-- A cursor that is ahead of its scope's head, as a gateway met it: one row an epoch is enough.
create table restore_witness (
    epoch   uuid primary key references epoch (id),
    why     text not null,
    seen_at timestamptz not null default now()
);

-- For gateways, whose role may only read: runs with the rights of its owner, and believes only what it finds to be so.
create function witness_cursor_ahead(in_tenant text, in_scope text, in_epoch uuid, in_position bigint) returns boolean
    language sql security definer as $$
    insert into restore_witness (epoch, why)
    select s.epoch, format('a cursor at position %s is ahead of its scope''s head %s', in_position, coalesce(h.position, 0))
    from server s left join scope h on h.tenant = in_tenant and h.scope = in_scope
    where s.epoch = in_epoch and in_position > coalesce(h.position, 0)
    on conflict do nothing
    returning true
$$;
-- No table of the caller's may stand in for one of ours.
do $$ begin
    execute format('alter function witness_cursor_ahead set search_path = %I, pg_temp', current_schema());
end $$;

-- Tombstones are kept for a time that begins with their deletion.
alter table entity add column deleted_at timestamptz; -- null unless deleted
update entity set deleted_at = now() where deleted;
create index entity_tombstones on entity (deleted_at) where deleted;

-- The operation log by time, so that what is old goes as a whole. That an operation stands once is no longer held by a
-- key over all of it: the look-up under the scope's lock does that (MS-3), and the key within one transaction.
-- A partition's name says the day before which its lines were decided. "Rest" takes what no partition is there for.
do $$
declare
    until timestamptz := date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' + interval '30 days';
    first text := 'operation_log_until_' || to_char(until at time zone 'UTC', 'YYYYMMDD');
begin
    execute format('alter table operation_log rename to %I', first);
    execute format('alter table %I drop constraint operation_log_pkey', first);
    execute format('create table operation_log (like %I including defaults) partition by range (decided_at)', first);
    alter table operation_log add primary key (tenant, scope, operation_id, decided_at);
    execute format('alter table operation_log attach partition %I for values from (minvalue) to (%L)', first, until);
end $$;
create table operation_log_rest partition of operation_log default;

-- Whose operations were refused since the current epoch began: if it began with a restore, memberships that were
-- granted after the backup may be missing. Those that were revoked after it stand again, and nothing here can name them.
create view refused_since_restore as
select l.tenant, l.scope, l.subject, count(*) as operations, min(l.decided_at) as first_refused_at
from server s
join epoch e on e.id = s.epoch
join operation_log l on l.reason = 'not-a-member' and l.decided_at >= e.begun_at
group by l.tenant, l.scope, l.subject;

-- The job that ends what is old: when it last did all there was to do, and, of a partition that is to be dropped, how
-- far the marks of its devices are raised.
create table retention (
    one          boolean primary key default true check (one),
    succeeded_at timestamptz not null default now(),
    dropping     text,
    tenant       text collate "C" not null default '',
    scope        text collate "C" not null default '',
    operation_id uuid not null default '00000000-0000-0000-0000-000000000000'
);
insert into retention default values;
