-- What keeps one person's calls from becoming everybody's trouble, and giving projects away with
-- what is in them.

-- A project of more than that is a fault or an attack: it would be written anew by each change.
alter table netloft.project add constraint doc_size
    check (pg_column_size(doc) <= 2097152) not valid;

-- Reads the operations of a batch; what is no JSON that can be kept is null, and stops no other.
-- More than any client sends at once is refused before any of it is read.
create or replace function netloft.read_operations(texts text[]) returns jsonb[]
language plpgsql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    most constant integer := 5000;
    largest constant bigint := 33554432;
    ops jsonb[] := '{}';
    op jsonb;
begin
    if cardinality(texts) > most then
        raise exception using errcode = 'NL006', message = cardinality(texts)::text;
    elsif cardinality(texts) > 1
            and (select sum(octet_length(each)) from unnest(texts) as each) > largest then
        raise exception using errcode = 'NL006', message = cardinality(texts)::text;
    end if;
    for i in 1 .. coalesce(cardinality(texts), 0) loop
        begin
            op := case when octet_length(texts[i]) <= largest then texts[i]::jsonb end;
        exception when data_exception or program_limit_exceeded then
            op := null;
        end;
        ops := array_append(ops, op);
    end loop;
    return ops;
end
$$;

-- What a person may push in a day, so that nobody fills the disk by himself; and what they did.
alter table netloft.meta add column day_bytes bigint not null default 1073741824,
    add column day_projects integer not null default 5000;
create table netloft.pushed (
    person text collate "C" primary key,
    day date not null,
    bytes bigint not null,
    projects integer not null default 0
);
alter table netloft.pushed enable row level security;

-- Counts what a batch holds and makes, and refuses the whole where that is more than is left for
-- the day.
create function netloft.count_pushed(me text, texts text[], ops jsonb[]) returns void
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    known netloft.meta := (select meta from netloft.meta);
    sent bigint := (select coalesce(sum(octet_length(each)), 0) from unnest(texts) as each);
    made integer := (select count(distinct op->>'project') from unnest(ops) as op
        where op->>'kind' = 'create'
        and not exists (select from netloft.project where id = op->>'project'));
    done netloft.pushed;
begin
    insert into netloft.pushed as p values (me, current_date, sent, made)
    on conflict (person) do update set (day, bytes, projects) = row (excluded.day,
        excluded.bytes + case when p.day = excluded.day then p.bytes else 0 end,
        excluded.projects + case when p.day = excluded.day then p.projects else 0 end)
    returning * into done;
    if done.bytes > known.day_bytes then
        raise exception using errcode = 'NL007', message = (known.day_bytes / 1048576)::text;
    elsif made > 0 and done.projects > known.day_projects then
        raise exception using errcode = 'NL008', message = known.day_projects::text;
    end if;
end
$$;

-- Takes a batch of operations in, each a text of JSON, and gives their verdicts in their order.
create or replace function netloft.push(client_schema integer, operations text[]) returns jsonb
language plpgsql security definer set search_path = pg_catalog, netloft, pg_temp
set lock_timeout = '20s'
as $$
declare
    me text := netloft.current_person();
    ops jsonb[];
    verdicts jsonb[];
    counters jsonb;
    context jsonb;
    before jsonb;
    taken jsonb;
    bundle record;
begin
    perform netloft.check_schema(client_schema);
    if me is null then
        return (select jsonb_build_object('verdicts', coalesce(jsonb_agg(
            '{"verdict": "denied", "reason": "revoked"}'::jsonb), '[]'))
            from unnest(operations));
    end if;
    ops := netloft.read_operations(operations);
    perform netloft.count_pushed(me, operations, ops);
    -- Whoever sends the same batch twice at once waits here, and finds the first one's verdicts.
    counters := netloft.lock_feeds(me, ops);
    before := counters;
    context := netloft.context_of(me, client_schema);
    verdicts := netloft.judge_operations(me, ops);
    for bundle in
        select op->>'project' as key, array_agg(op order by place) as ops,
            array_agg(place order by place) as places
        from unnest(ops, verdicts) with ordinality as each (op, verdict, place)
        where verdict is null group by op->>'project' order by (op->>'project') collate "C"
    loop
        taken := netloft.try_project(context, counters, bundle.key, bundle.ops);
        counters := taken->'counters';
        for i in 1 .. cardinality(bundle.places) loop
            verdicts[bundle.places[i]] := taken->'verdicts'->(i - 1);
        end loop;
    end loop;
    update netloft.feed set seq = (counters->>owner)::bigint
    where owner in (select key from jsonb_each_text(counters)) and counters->>owner <> before->>owner;
    perform pg_notify(netloft.channel_of(key), '') from jsonb_each_text(counters)
    where value <> before->>key;
    return jsonb_build_object('verdicts', coalesce((
        select jsonb_agg(jsonb_build_object('op', op->'op') || verdict order by place)
        from unnest(ops, verdicts) with ordinality as each (op, verdict, place)), '[]'));
end
$$;

-- Locks the feeds that a batch may write to, always in one order, and gives their counters. Those
-- of others stay free, whatever the batch names: nobody waits for who may not write to them.
create or replace function netloft.lock_feeds(me text, ops jsonb[]) returns jsonb
language sql volatile set search_path = pg_catalog, netloft, pg_temp
as $$
    with mine as (
        select owner from netloft.sees where viewer = me
    ), written as (
        select p.owner, p.doc->>'owner' as named, op
        from unnest(ops) as op join netloft.project p on p.id = op->>'project'
        where p.owner = '@lists' or p.owner in (select owner from mine)
    ), targets as (
        select named as owner from written
        union select case when op->>'kind' = 'create' then op->'value'->>'owner'
            when op->>'path' = 'owner' then op->'value' #>> '{}' end from written
        union select op->'value' #>> '{}' from unnest(ops) as op
        where op->>'path' = 'owner' and op->>'project' in (
            select made->>'project' from unnest(ops) as made where made->>'kind' = 'create')
    ), wanted as (
        select me as owner union select owner from written
        union select owner from targets where netloft.may_give(me, owner)
        union select op->'value'->>'owner' from unnest(ops) as op where op->>'kind' = 'create'
            and op->'value'->>'owner' in (select owner from mine)
    ), locked as (
        select owner, seq from netloft.feed where owner in (select owner from wanted)
        order by owner for no key update
    )
    select coalesce(jsonb_object_agg(owner, seq), '{}') from locked
$$;

-- Takes the operations on one project in, in their order; gives the verdicts and the counters.
-- The row of a project that is not the caller's to write is not locked.
create or replace function netloft.take_project(context jsonb, counters jsonb, key text, ops jsonb[])
returns jsonb
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    p netloft.project;
    made record;
    bar text;
    taken record;
    verdicts jsonb[] := '{}';
    numbered boolean := false;
    of_others boolean;
begin
    select * into p from netloft.project
    where id = key and (owner = '@lists' or context->'mine' ? owner) for update;
    of_others := p.id is null and exists (select from netloft.project where id = key);
    for i in 1 .. cardinality(ops) loop
        bar := null;
        if p.id is null then
            bar := 'project';
            if ops[i]->>'kind' = 'create' and not of_others then
                select m.p, m.bar into made from netloft.make_project(context, ops[i]) as m;
                bar := made.bar;
                if bar is null then
                    p := made.p;
                end if;
            end if;
        else
            bar := netloft.bar_of(context, p, ops[i]);
        end if;
        if bar is not null then
            verdicts := array_append(verdicts,
                jsonb_build_object('verdict', 'denied', 'reason', bar));
            continue;
        end if;
        if not numbered and ops[i]->>'kind' <> 'glance' then
            select n.counters, n.seq into taken from netloft.next_seq(counters, p.owner) as n;
            counters := taken.counters;
            p.seq := taken.seq;
            numbered := true;
        end if;
        select t.p, t.verdict into taken from netloft.take_operation(p, context, ops[i]) as t;
        p := taken.p;
        verdicts := array_append(verdicts, taken.verdict);
    end loop;
    if numbered then
        p.schema := greatest(p.schema, (context->>'schema')::integer);
        p.changed_at := now();
        p.changed_by := context->>'me';
    end if;
    if p.id is not null then
        counters := netloft.keep_project(p, counters, context, ops, verdicts);
    end if;
    return jsonb_build_object('verdicts', verdicts, 'counters', counters);
end
$$;

-- Takes the operations on one project in; where the whole fails, each by itself, so that what
-- nobody foresaw in one of them stops no other.
create or replace function netloft.try_project(
    context jsonb, counters jsonb, key text, ops jsonb[]
) returns jsonb
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    taken jsonb;
    verdicts jsonb := '[]';
    broken text;
    reason text;
begin
    begin
        return netloft.take_project(context, counters, key, ops);
    exception when others then
        get stacked diagnostics broken = constraint_name;
        reason := case when broken like '%\_size' then 'size' else 'refused' end;
        -- Conflicts, a full or a read-only disk, a quota, a server that stops, damage: no fault of
        -- the operations, which are to be sent again.
        if left(sqlstate, 2) in ('08', '25', '40', '53', '55', '57', '58', 'XX')
                or sqlstate = '42501' then
            raise;
        end if;
        if cardinality(ops) = 1 then
            return jsonb_build_object('counters', counters, 'verdicts',
                jsonb_build_array(jsonb_build_object('verdict', 'invalid', 'reason', reason)));
        end if;
    end;
    for i in 1 .. cardinality(ops) loop
        taken := netloft.try_project(context, counters, key, ops[i:i]);
        counters := taken->'counters';
        verdicts := verdicts || (taken->'verdicts');
    end loop;
    return jsonb_build_object('verdicts', verdicts, 'counters', counters);
end
$$;

-- Refuses whoever may not give one person's projects to another: see `hand_over`. Only whoever set
-- the team up is told whether there is such a person: nobody else learns who is in the team.
create function netloft.check_giver(me text, source text, target text) returns void
language plpgsql stable set search_path = pg_catalog, netloft, pg_temp
as $$
begin
    if pg_has_role(session_user, 'netloft_owner', 'member') then
        if not exists (select from netloft.person where name = target and revoked is null) then
            raise exception using errcode = 'NL004', message = target;
        end if;
    elsif not coalesce(exists (select from netloft.sees where viewer = me and owner = source)
            and netloft.may_give(me, target), false) then
        raise exception using errcode = '42501', message = 'not to be given by this person';
    end if;
end
$$;

-- Takes what changes in a person's projects as they are given away, on behalf of whoever gives
-- them. What was changed by others since they were read has the whole made anew.
create function netloft.take_giving(
    me text, source text, counters jsonb, client_schema integer, ops jsonb[]
) returns jsonb
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    context jsonb := jsonb_build_object('me', me, 'schema', client_schema,
        'mine', jsonb_build_array(source), 'leads', false);
    taken jsonb;
    bundle record;
    bad text;
begin
    select verdict->>'reason' into bad from unnest(netloft.judge_operations(me, ops)) as verdict
    where verdict is not null limit 1;
    if exists (select from unnest(ops) as op
            join netloft.person on op->>'path' = 'owner' and name = op->'value' #>> '{}'
            where not counters ? name) then
        bad := 'owner';  -- whose feed is not locked
    end if;
    for bundle in
        select op->>'project' as key, array_agg(op order by place) as ops
        from unnest(ops) with ordinality as each (op, place) where bad is null
        group by op->>'project' order by (op->>'project') collate "C"
    loop
        taken := netloft.try_project(context, counters, bundle.key, bundle.ops);
        counters := taken->'counters';
        select case when verdict->>'verdict' in ('won', 'lost') then 'meanwhile'
            else coalesce(verdict->>'reason', 'refused') end into bad
        from jsonb_array_elements(taken->'verdicts') as verdict
        where verdict->>'verdict' <> 'applied' limit 1;
        exit when bad is not null;
    end loop;
    if bad is not null then
        raise exception using message = bad,
            errcode = case bad when 'meanwhile' then '40001' else 'P0001' end;
    end if;
    return counters;
end
$$;

-- `hand_over` of the projects named, together with what changes in them by that: operations as for
-- `push`, on these projects alone. All of it or nothing.
create function netloft.hand_over_with(
    source text, target text, projects text[], client_schema integer, operations text[]
) returns setof text
language plpgsql security definer set search_path = pg_catalog, netloft, pg_temp
set lock_timeout = '20s'
as $$
declare
    me text := netloft.current_person();
    ops jsonb[];
    counters jsonb;
begin
    perform netloft.check_schema(client_schema);
    perform netloft.check_giver(me, source, target);
    if source = target then
        return;
    end if;
    ops := netloft.read_operations(operations);
    perform netloft.count_pushed(coalesce(me, session_user), operations, '{}');
    select coalesce(jsonb_object_agg(owner, seq), '{}') into counters from (
        select owner, seq from netloft.feed where owner in (source, target)
        order by owner for no key update) as locked;
    if exists (select from unnest(ops) as op where not exists (
            select from netloft.project p
            where p.id = op->>'project' and p.owner = source and p.id = any (projects))) then
        raise exception using errcode = '40001', message = 'given meanwhile';
    end if;
    counters := netloft.take_giving(coalesce(me, session_user), source, counters, client_schema,
        ops);
    update netloft.feed set seq = (counters->>owner)::bigint where owner in (source, target);
    return query select netloft.hand_over(source, target, projects);
end
$$;

-- Takes the lines of what was changed before a time out, but for those whose value still stands:
-- they say who wrote it. An operation that came before and comes again is then judged anew, by its
-- stamp, and changes nothing.
create function netloft.trim_changes(before timestamptz) returns bigint
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    taken_out bigint;
begin
    delete from netloft.change c where c.at < before and not exists (
        select from netloft.project p where p.id = c.project and (
            c.kind = 'create' or p.dead = c.stamp
            or p.clk #>> array[c.path, '0'] = c.stamp and c.verdict in ('applied', 'won')));
    get diagnostics taken_out = row_count;
    return taken_out;
end
$$;
create index on netloft.change (at);

revoke execute on all functions in schema netloft from public;
grant execute on function netloft.hand_over_with(text, text, text[], integer, text[])
    to netloft_member;
