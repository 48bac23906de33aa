-- The store. Every table leads with tenant and scope, by which it can be spread.
-- The merge service writes all of it but memberships; the gateway reads.

-- One row: the epoch of this data. A restore begins a new one.
create table server (
    one   boolean primary key default true check (one),
    epoch uuid not null default gen_random_uuid()
);
insert into server default values;

create table membership (
    tenant     text collate "C" not null,
    scope      text collate "C" not null,
    subject    text collate "C" not null,
    granted_at timestamptz not null default now(),
    primary key (tenant, scope, subject)
);

-- The head of each scope's feed. Its row lock is held to commit, so positions become visible in order.
create table scope (
    tenant   text collate "C" not null,
    scope    text collate "C" not null,
    position bigint not null default 0,
    floor    bigint not null default 0,
    primary key (tenant, scope)
);

-- The feed is this table: an entity stands once, at its last position.
-- A tombstone keeps its last fields, for an edit that had not seen the delete brings them back.
create table entity (
    tenant      text collate "C" not null,
    scope       text collate "C" not null,
    type        text collate "C" not null,
    id          text collate "C" not null,
    version     bigint not null,
    incarnation bigint not null, -- the position at which the row was first made: part of its ETag
    position    bigint not null,
    deleted     boolean not null,
    fields      jsonb not null,
    stamps      jsonb not null, -- field -> [version, author] of its last change
    conflict    jsonb,          -- what makes the row a conflict copy
    conflict_of text collate "C",
    primary key (tenant, scope, type, id)
);
-- Every position is above 0. The condition keeps the planner, while it has no statistics, from taking this index for a
-- look-up by key, which would walk the whole scope: a query of the feed has to say "position > 0", and no other does.
create unique index entity_feed on entity (tenant, scope, position) where position > 0;
create index entity_open_copies on entity (tenant, scope, type, conflict_of) where conflict_of is not null and not deleted;

-- What became of every operation. Unique by tenant, scope and operation id, never by device.
create table operation_log (
    tenant          text collate "C" not null,
    scope           text collate "C" not null,
    operation_id    uuid not null,
    fingerprint     text collate "C" not null,
    subject         text collate "C" not null,
    device          text collate "C",
    sequence        bigint,
    type            text collate "C",
    entity          text collate "C",
    status          text not null,
    reason          text,
    version         bigint,
    position        bigint,
    conflict_copies text[] not null default '{}',
    decided_at      timestamptz not null default now(),
    primary key (tenant, scope, operation_id)
);

-- The last sequence decided, for each device. Outlives the log.
create table device_mark (
    tenant    text collate "C" not null,
    scope     text collate "C" not null,
    subject   text collate "C" not null,
    device    text collate "C" not null,
    sequence  bigint not null,
    log_floor bigint not null default 0,
    primary key (tenant, scope, subject, device)
);

-- How far each partition is merged: moved by compare-and-set in the transaction that holds the effects.
create table kafka_position (
    topic_id    text not null,
    partition   integer not null,
    next_offset bigint not null,
    primary key (topic_id, partition)
);

-- Records that cannot be read, kept as they came, in the transaction that moves the position past them.
create table poison_record (
    topic_id      text not null,
    partition     integer not null,
    record_offset bigint not null,
    key           bytea,
    value         bytea,
    error         text not null,
    found_at      timestamptz not null default now(),
    primary key (topic_id, partition, record_offset)
);
