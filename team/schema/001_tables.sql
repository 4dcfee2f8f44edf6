-- What a team keeps on its server. All texts that are compared sort by their bytes (collate "C"):
-- stamps of two devices must be in one order on every server, whatever its language.

create table netloft.migration (
    name text primary key,
    at timestamptz not null default now()
);

-- One row: the range of store schemas whose clients may write, the secret in channel names, and
-- what a person may push in a day, so that nobody fills the disk by himself.
create table netloft.meta (
    single boolean primary key default true check (single),
    schema_min integer not null default 1,
    schema_max integer not null default 4,
    secret uuid not null default gen_random_uuid(),
    day_bytes bigint not null default 1073741824,
    day_projects integer not null default 5000
);
insert into netloft.meta default values;

-- Who logs in as whom and reports to whom. The name is what projects have as their owner.
create table netloft.person (
    name text collate "C" primary key
        check (name = btrim(name) and name <> '' and name not like '@%' and length(name) <= 200),
    role text collate "C" not null unique,
    reports_to text collate "C" references netloft.person (name),
    leads boolean not null default false,
    revoked timestamptz,
    added timestamptz not null default now()
);
create index on netloft.person (reports_to);

-- The reporting line as a closure: everybody sees themselves and all below them.
create table netloft.sees (
    viewer text collate "C" not null references netloft.person (name),
    owner text collate "C" not null references netloft.person (name),
    primary key (viewer, owner)
);

-- One counter an owner. A push locks its owners' rows until it commits, so what a reader finds up
-- to a number is all there will ever be up to it. `@lists` is the feed of the shared lists.
create table netloft.feed (
    owner text collate "C" primary key,
    seq bigint not null default 0
);

-- `doc` is the flat map of a project, path to value; `clk` has for each path the stamp of its
-- value and where in the feed it changed. `newest` is the latest stamp of all, `dead` the stamp
-- of the deletion that stands. A document of more than 2 MB is a fault or an attack: it would be
-- written anew by each change.
create table netloft.project (
    id text collate "C" primary key,
    owner text collate "C" not null references netloft.feed (owner),
    doc jsonb not null default '{}',
    clk jsonb not null default '{}',
    newest text collate "C",
    dead text collate "C",
    schema integer not null default 1,
    seq bigint not null,
    constraint doc_size check (pg_column_size(doc) <= 2097152)
);
create index on netloft.project (owner, seq);

-- History and touches, a union: `body` is null once an entry was taken out again.
create table netloft.entry (
    project text collate "C" not null references netloft.project (id),
    id text collate "C" not null,
    body jsonb,
    stamp text collate "C" not null,
    seq bigint not null,
    primary key (project, id)
);

-- What left an owner's feed for another's.
create table netloft.moved (
    owner text collate "C" not null,
    project text collate "C" not null,
    target text collate "C" not null,
    seq bigint not null,
    primary key (owner, project)
);

-- Every operation that came in, with its verdict; nothing is changed any more, and taken out only
-- by `trim_changes`.
create table netloft.change (
    op uuid primary key,
    project text collate "C" not null,
    owner text collate "C" not null,
    actor text collate "C" not null,
    kind text not null,
    path text,
    value jsonb,
    stamp text collate "C" not null,
    base text collate "C",
    prev jsonb,
    verdict text not null,
    at timestamptz not null default now()
);
create index on netloft.change (project, stamp);
create index on netloft.change (at);

-- How much a person has pushed on a day: see `count_pushed`.
create table netloft.pushed (
    person text collate "C" primary key,
    day date not null,
    bytes bigint not null,
    projects integer not null default 0
);

-- What the values of known paths have to be; `*` stands for the key of a record in a list. Orders
-- of lists, by keys, are arrays of texts: of kind `keys`. Unknown paths are of newer versions and
-- are kept as they come. A project is a summary in a store, never here: `glance` has to be null.
create table netloft.field_guard (
    path text primary key,
    kinds text[] not null
);
insert into netloft.field_guard values
    ('name', '{string}'), ('customer', '{string}'), ('owner', '{string}'),
    ('product', '{string,"null"}'), ('stage', '{string}'), ('status', '{array}'),
    ('amount', '{object,"null"}'), ('signs', '{object,"null"}'), ('tender', '{string,"null"}'),
    ('key', '{boolean}'), ('key_strategy', '{string}'), ('remarks', '{string}'),
    ('next_action', '{object,"null"}'), ('created_at', '{string}'), ('updated_at', '{string}'),
    ('updated_by', '{string}'), ('head', '{string}'), ('market', '{object}'),
    ('form', '{object}'), ('review', '{object}'), ('contacts/*', '{boolean}'),
    ('goals/*', '{boolean}'), ('plan/*', '{boolean}'), ('contacts/*/name', '{string}'),
    ('contacts/*/cr', '{object,number,"null"}'), ('glance', '{"null"}');
insert into netloft.field_guard
select path, '{keys}' from unnest('{contacts,team,answers,notes,swot,strategies,comparisons,causes,'
    'goals,plan,own,tags,absent,also,apart,bones,influences,snoozes,sources,competitors,products,'
    'targets,exchange_rates,win_rates,measures,store_settings,plan/*/checkpoints,'
    'strategies/*/uses,competitors/*/notes}'::text[]) as path;

-- The summary of a project, which managers over thousands pull in place of documents; sums and
-- twins are found by it too. Columns are derived from the document here; `body` (flags, holes) is
-- worked out and sent by the owner's client, and has a place of its own in the owner's feed: a new
-- one is no change of the project. `bucket` is what sums are by, as one key, which for a deleted
-- project is the empty list; `worst` how severe the project's worst flag is; `twin` the customer and
-- the name of an open project without their spelling: see `shared_deals`.
create table netloft.glance (
    project text collate "C" primary key references netloft.project (id),
    owner text collate "C" not null,
    name text not null,
    customer text not null,
    stage text not null,
    status text not null,
    currency text not null,
    low bigint not null,
    high bigint not null,
    signs_from date,
    signs_to date,
    bucket text collate "C" not null,
    body jsonb,
    stamp text collate "C",
    seq bigint not null default 0,
    worst text collate "C" generated always as (left(body->>'worst', 10)) stored,
    twin uuid generated always as (case
        when customer <> '' and status = 'open' and bucket <> '[]' then md5(
            lower(regexp_replace(normalize(customer, nfkc), '\s', '', 'g')) || e'\n'
            || lower(regexp_replace(normalize(name, nfkc), '\s', '', 'g')))::uuid end) stored
);
create index on netloft.glance (owner, seq);
create index on netloft.glance (twin, owner) where twin is not null;
-- Sums are read from the index alone: see `branch_sums`.
create index on netloft.glance (owner) include (bucket, low, high, worst, signs_from, signs_to);

insert into netloft.feed values ('@lists', 0);
insert into netloft.project (id, owner, seq) values ('@lists', '@lists', 0);
