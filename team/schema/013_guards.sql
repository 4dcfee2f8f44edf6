-- What is refused so that no value of one person's stops another's copy: whatever the client that
-- sends it is like, those who read it go on.

-- Whether a value is nested deeper, or has larger numbers, than clients can read and keep: those
-- that hold no more than 64 bits cannot write others down again.
create or replace function netloft.is_unreadable(value jsonb) returns boolean
language sql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
    select jsonb_path_exists(value, 'strict $.**{50}')
        or jsonb_path_exists(value,
            'strict $.** ? (@ > 9223372036854775807 || @ < -9223372036854775808)')
$$;

-- A day as it is written in documents, null where a text is none; of days that calendars cannot go
-- on from, none is taken.
create or replace function netloft.read_day(day text) returns date
language plpgsql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
begin
    if day ~ '^(199[0-9]|2[01][0-9]{2}|2200)-[0-9]{2}-[0-9]{2}$' then
        return day::date;
    end if;
    return null;
exception when data_exception then
    return null;
end
$$;

-- Whether a text begins with a day that is not within the years that a deal may have.
create function netloft.is_far(day text) returns boolean
language sql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
    select coalesce(day ~ '^[-+]?[0-9]{4,}-' and day !~ '^(199[0-9]|2[01][0-9]{2}|2200)-', false)
$$;

-- Orders of lists, by keys, are arrays of texts: of kind `keys`.
insert into netloft.field_guard (path, kinds)
select path, '{keys}' from unnest('{contacts,team,answers,notes,swot,strategies,comparisons,causes,'
    'goals,plan,own,tags,absent,also,apart,bones,influences,snoozes,sources,competitors,products,'
    'targets,exchange_rates,win_rates,measures,store_settings,plan/*/checkpoints,'
    'strategies/*/uses,competitors/*/notes}'::text[]) as path
on conflict (path) do update set kinds = excluded.kinds;

-- What is wrong with the value of a path: where others would fail to read it, it is refused. A path
-- writes with `%` what has to be, and nothing else: no other name stands behind it.
create or replace function netloft.field_fault(path text, value jsonb) returns text
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select case
        when path ~ '^(history|touches|@|glance/)' or length(path) not between 1 and 500
            or path ~ '%(?!25|2F|7[EF]|[0189][0-9A-F]|C2%[89][0-9A-F])' then 'path'
        when kinds = '{keys}' then case when jsonb_typeof(value) <> 'array' or jsonb_path_exists(
            value, 'strict $[*] ? (@.type() != "string")') then 'type' end
        when jsonb_typeof(value) <> all (kinds) then 'type'
        when path in ('name', 'owner', 'customer') and length(value #>> '{}') > 1000 then 'size'
        when path = 'amount' and jsonb_typeof(value) = 'object' and not (
            coalesce(value->>'low' ~ '^[0-9]{1,14}$' and value->>'high' ~ '^[0-9]{1,14}$', false)
            and jsonb_typeof(value->'low') = 'number' and jsonb_typeof(value->'high') = 'number'
            and (value->>'low')::bigint <= (value->>'high')::bigint) then 'type'
        when path = 'signs' and (netloft.is_far(value->>'earliest')
            or netloft.is_far(value->>'latest')) then 'day'
        when path = 'next_action' and netloft.is_far(value->>'on') then 'day'
        when path in ('tender', 'created_at', 'updated_at') and netloft.is_far(value #>> '{}')
            then 'day'
        when path = 'signs' and jsonb_typeof(value) = 'object' and not coalesce(
            netloft.read_day(value->>'earliest') <= netloft.read_day(value->>'latest'), false)
            then 'type'
        when path = 'tender' and jsonb_typeof(value) = 'string'
            and netloft.read_day(value #>> '{}') is null then 'type'
    end
    from (select (select kinds from netloft.field_guard
        where field_guard.path = regexp_replace($1, '^([^/]+)/[^/]+', '\1/*'))) as guard (kinds)
$$;

-- What is wrong with an entry of the history or of the touches.
create function netloft.entry_fault(path text, value jsonb) returns text
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select case
        when path !~ '^(history|touches)/.' or length(path) > 500 then 'path'
        when jsonb_typeof(value) not in ('object', 'null') then 'type'
        when octet_length(value::text) > 65536 then 'size'
        when netloft.is_far(value->>'at') or netloft.is_far(value->>'on') then 'day'
    end
$$;

-- What is wrong with a project that is to be made, or with what is said again of one.
create function netloft.whole_fault(op jsonb) returns text
language plpgsql stable set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    value jsonb := op->'value';
    latest text := (extract(epoch from now()) * 1000 + 3600000)::bigint;
begin
    if jsonb_typeof(value) <> 'object'
            or jsonb_typeof(coalesce(op->'stamps', '{}')) <> 'object'
            or jsonb_typeof(coalesce(op->'entries', '{}')) <> 'object'
            or exists (select from unnest('{name,created_at,updated_at}'::text[]) as needed
                where jsonb_typeof(value->needed) is distinct from 'string')
            or exists (select from jsonb_each(op->'entries') as each
                where jsonb_typeof(each.value) <> 'object') then
        return 'type';
    elsif value->'id' <> op->'project' then
        return 'path';
    elsif exists (select from jsonb_each_text(op->'stamps') as each where each.value is null
            or each.value !~ '^[0-9]{13}-[0-9a-f]{4}-[^[:cntrl:]]{1,80}$') then
        return 'stamp';
    elsif exists (select from jsonb_each_text(op->'stamps') as each
            where left(each.value, 13) > latest collate "C") then
        return 'clock';
    end if;
    return (select min(fault) from (
        select netloft.entry_fault(each.key, each.value) from jsonb_each(op->'entries') as each
        union all
        -- Of hundreds of paths a few are guarded, or written so that they have to be looked at.
        select netloft.field_fault(each.key, each.value)
        from jsonb_each(value) as each
        left join netloft.field_guard as guard
            on guard.path = regexp_replace(each.key, '^([^/]+)/[^/]+', '\1/*')
        where guard.path is not null or length(each.key) not between 1 and 500
            or each.key ~ '^(history|touches|@|glance)|%'
    ) as found (fault));
end
$$;

-- What is wrong with the value of an operation that is sound otherwise. Of the shared lists those
-- that anybody may write are read by everybody: no value of theirs is long.
create or replace function netloft.value_fault(op jsonb) returns text
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select case
        when op->>'kind' = 'field' then case
            when op->>'path' = 'id' and op->'value' <> op->'project' then 'path'
            when op->>'project' = '@lists' and op->>'path' ~ '^(competitors|products)/'
                and octet_length((op->'value')::text) > 8192 then 'size'
            else netloft.field_fault(op->>'path', op->'value') end
        when op->>'kind' = 'entry' then netloft.entry_fault(op->>'path', op->'value')
        when op->>'kind' = 'delete' then case
            when jsonb_typeof(op->'value') not in ('boolean', 'null') then 'type' end
        when op->>'kind' = 'glance' then case
            when jsonb_typeof(op->'value') <> 'object' then 'type'
            when octet_length((op->'value')::text) > 8000 then 'size' end
        else netloft.whole_fault(op)
    end
$$;

-- How much a project comes to as it is pulled, in bytes: at the most, where but some of it is.
create function netloft.size_of(key text, since bigint) returns bigint
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    -- Joined to nothing a value is read out of its storage, where it is pressed.
    select pg_column_size(p.doc || '{}') + pg_column_size(p.clk || '{}') + coalesce((
        select sum(length(e.id) + coalesce(pg_column_size(e.body || '{}'), 0))
        from netloft.entry e where e.project = p.id and e.seq > since), 0)
    from netloft.project p where p.id = key
$$;

-- Refuses what nobody could pull any more, or has all others pull too much: a project's entries,
-- and the shared lists that anybody may write.
create function netloft.check_sizes(p netloft.project, ops jsonb[]) returns void
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
begin
    if p.id = '@lists' then
        if (select sum(octet_length(key) + pg_column_size(value)) from jsonb_each(p.doc)
                where key ~ '^(competitors|products)(/|$)') > 1048576
                and exists (select from unnest(ops) as op
                    where op->>'path' ~ '^(competitors|products)(/|$)') then
            raise check_violation using constraint = 'lists_size';
        end if;
    elsif exists (select from unnest(ops) as op where op->>'kind' in ('entry', 'create')) and (
            select sum(length(id) + coalesce(pg_column_size(body || '{}'), 0))
            from netloft.entry where project = p.id) > 4194304 then
        raise check_violation using constraint = 'entries_size';
    end if;
end
$$;

-- The changes after the cursors of some owners, `page` projects at most, and 32 MB unless it is one
-- project. A cursor is a number, or where a page left off within an owner's feed
-- {"since": number, "after": number}.
create or replace function netloft.pull(cursors jsonb, follow boolean, page integer) returns jsonb
language plpgsql stable set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    seen text[] := array(select netloft.seen_owners());
    asked text[];
    result jsonb;
begin
    asked := array(select key from jsonb_object_keys(cursors) as key where key = any (seen));
    if follow then
        asked := seen;
    end if;
    with wanted as materialized (
        select feed.owner, feed.seq as top,
            coalesce((cursors->owner->>'since')::bigint, (cursors->>owner)::bigint, 0) as since,
            coalesce((cursors->owner->>'after')::bigint, (cursors->>owner)::bigint, 0) as after
        from netloft.feed
        where feed.owner = any (asked)
    ), found as materialized (
        select wanted.since, changed.* from wanted
        cross join lateral (select p.id, p.owner, p.seq from netloft.project p
            where p.owner = wanted.owner and p.seq > wanted.after and wanted.top > wanted.after
            order by p.seq limit page + 1) as changed
        order by wanted.owner, changed.seq limit page + 1
    ), sized as materialized (
        select found.*, row_number() over feeds as place,
            sum(netloft.size_of(id, since)) over feeds as bytes
        from found window feeds as (order by owner, seq)
    ), shown as materialized (
        select * from sized where place <= page and (place = 1 or bytes <= 33554432)
    ), cut as (
        -- The first that did not find room: its owner's cursor stops before it.
        select owner from sized where place = (select count(*) + 1 from shown)
    ), places as (
        select wanted.owner, case
            when not exists (select from cut) or wanted.owner < (select owner from cut)
                then to_jsonb(wanted.top)
            else jsonb_build_object('since', wanted.since, 'after', coalesce(
                (select max(seq) from shown where shown.owner = wanted.owner), wanted.after))
        end as place
        from wanted
    )
    select jsonb_build_object(
        'projects', (select coalesce(jsonb_agg(netloft.changes_of(p, shown.since)
            order by shown.place), '[]')
            from shown join netloft.project p on p.id = shown.id),
        'moved', (select coalesce(jsonb_agg(jsonb_build_object('project', m.project,
                'owner', m.owner, 'to', m.target)), '[]')
            from wanted join netloft.moved m on m.owner = wanted.owner
                and m.seq > wanted.since and wanted.after > 0),
        'cursors', (select coalesce(jsonb_object_agg(owner, place), '{}') from places),
        'more', exists (select from cut),
        'rewound', (select coalesce(jsonb_agg(owner), '[]') from wanted where after > top))
    into result;
    return result || jsonb_build_object(
        'gone', (select coalesce(jsonb_agg(key), '[]') from jsonb_object_keys(cursors) as key
            where key <> all (seen)),
        'generation', netloft.generation(),
        'person', netloft.current_person(),
        'now', (extract(epoch from clock_timestamp()) * 1000)::bigint);
end
$$;

-- Gives projects of one owner to another, all or those named; says which. For those who see the
-- one and may give to the other, and for whoever set the team up.
create or replace function netloft.hand_over(source text, target text, projects text[] default null)
returns setof text
language plpgsql security definer set search_path = pg_catalog, netloft, pg_temp
set lock_timeout = '20s'
as $$
declare
    me text := netloft.current_person();
    counters jsonb;
    before jsonb;
    moved record;
    p netloft.project;
    stamp text;
begin
    perform netloft.check_giver(me, source, target);
    select coalesce(jsonb_object_agg(owner, seq), '{}') into counters from (
        select owner, seq from netloft.feed where owner in (source, target)
        order by owner for no key update) as locked;
    before := counters;
    for p in select * from netloft.project where owner = source and source <> target
        and (projects is null or id = any (projects)) order by id for update
    loop
        stamp := (extract(epoch from clock_timestamp()) * 1000)::bigint || '-0000-server';
        if stamp <= (p.clk #>> '{owner,0}') collate "C" then
            stamp := left(p.clk #>> '{owner,0}', 90) || '~';
        end if;
        select m.p, m.counters into moved from netloft.move_project(p, counters, target) as m;
        p := moved.p;
        counters := moved.counters;
        p.doc := p.doc || jsonb_build_object('owner', target);
        p.clk := p.clk || jsonb_build_object('owner', jsonb_build_array(stamp, p.seq));
        update netloft.project set (owner, doc, clk, newest, seq, changed_at, changed_by)
            = row (p.owner, p.doc, p.clk, greatest(p.newest, stamp collate "C"), p.seq, now(),
                coalesce(me, session_user))
        where id = p.id;
        perform netloft.derive_glance(p);
        insert into netloft.change (op, project, owner, actor, kind, path, value, stamp, prev,
            verdict)
        values (gen_random_uuid(), p.id, source, coalesce(me, session_user), 'field', 'owner',
            to_jsonb(target), stamp, to_jsonb(source), 'applied');
        return next p.id;
    end loop;
    update netloft.feed set seq = (counters->>owner)::bigint
    where owner in (source, target) and counters->>owner <> before->>owner;
    perform pg_notify(netloft.channel_of(key), '') from jsonb_each_text(counters)
    where value <> before->>key;
end
$$;

revoke execute on all functions in schema netloft from public;
grant execute on function netloft.size_of(text, bigint) to netloft_member;
