-- The one way to write. `push` gives every operation a verdict: applied, won (over a change that
-- its editor had not seen), lost, duplicate, denied, invalid.

-- Refuses a batch as a whole, before anything is written, where client and server are too far
-- apart to understand one another, or where the call would go by rights as they were when its
-- transaction began.
create function netloft.check_schema(client_schema integer) returns void
language plpgsql stable set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    known netloft.meta;
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception using errcode = '25001', message = 'this takes a transaction that is read committed';
    end if;
    select * into known from netloft.meta;
    if client_schema is null or client_schema < known.schema_min then
        raise exception using errcode = 'NL002', message = known.schema_min::text;
    elsif client_schema > known.schema_max then
        raise exception using errcode = 'NL003', message = known.schema_max::text;
    end if;
end
$$;

-- Reads the operations of a batch; what is no JSON that can be kept is null, and stops no other.
-- More than any client sends at once is refused before any of it is read.
create function netloft.read_operations(texts text[]) returns jsonb[]
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

-- Counts what a call has the server write and makes, and refuses the whole where that is more than
-- is left for the day: the bytes that are sent, and the documents of one's own line that are written
-- anew for them. The day is the server's: each session says in which zone of time it is.
create function netloft.count_pushed(me text, texts text[], ops jsonb[], keys text[]) returns void
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    known netloft.meta := (select meta from netloft.meta);
    today date := (now() at time zone 'UTC')::date;
    written bigint := (select coalesce(sum(octet_length(each)), 0) from unnest(texts) as each)
        + (select coalesce(sum(pg_column_size(p.doc) + pg_column_size(p.clk)), 0)
            from netloft.project p join netloft.sees on sees.viewer = me and sees.owner = p.owner
            where p.id = any (keys));
    made integer := (select count(distinct op->>'project') from unnest(ops) as op
        where op->>'kind' = 'create'
        and not exists (select from netloft.project where id = op->>'project'));
    done netloft.pushed;
begin
    insert into netloft.pushed as p values (me, today, written, made)
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

-- Locks the feeds that a batch may write to, always in one order, and gives their counters. Those
-- of others stay free, whatever the batch names: nobody waits for who may not write to them.
create function netloft.lock_feeds(me text, ops jsonb[]) returns jsonb
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

-- What a push needs to know of the person who calls it.
create function netloft.context_of(me text, client_schema integer) returns jsonb
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select jsonb_build_object('me', me, 'schema', client_schema,
        'mine', (select coalesce(jsonb_agg(owner), '[]') from netloft.sees where viewer = me),
        'leads', leads or exists (select from netloft.person where reports_to = me
            and revoked is null),
        'below', reports_to is not null)
    from netloft.person where name = me
$$;

-- The verdicts on what can be judged without looking at any project: unreadable or faulty
-- operations, those that came before, and those that the batch has twice. Null for all others.
create function netloft.judge_operations(me text, ops jsonb[]) returns jsonb[]
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select coalesce(array_agg(case
        when fault is not null then jsonb_build_object('verdict', 'invalid', 'reason', fault)
        when done.actor <> me then '{"verdict": "invalid", "reason": "op"}'
        when done.op is not null
            then jsonb_build_object('verdict', 'duplicate', 'was', done.verdict)
        when nth > 1 then '{"verdict": "duplicate"}'
    end order by place), '{}')
    from (
        select op, place, netloft.fault_of(op) as fault,
            row_number() over (partition by op->>'op' order by place) as nth
        from unnest(ops) with ordinality as each (op, place)
    ) as sent
    left join netloft.change done on done.op = case when fault is null then (sent.op->>'op')::uuid end
$$;

-- Takes a batch of operations in, each a text of JSON, and gives their verdicts in their order.
create function netloft.push(client_schema integer, operations text[]) returns jsonb
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
    perform netloft.count_pushed(me, operations, ops,
        array(select distinct op->>'project' from unnest(ops) as op));
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
    perform netloft.write_counters(before, counters);
    return jsonb_build_object('verdicts', coalesce((
        select jsonb_agg(jsonb_build_object('op', op->'op') || verdict order by place)
        from unnest(ops, verdicts) with ordinality as each (op, verdict, place)), '[]'));
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

grant execute on function netloft.push(integer, text[]) to netloft_member;
