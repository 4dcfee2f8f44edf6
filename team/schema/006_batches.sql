-- Takes the operations on one project in; where the whole fails, each by itself, so that what
-- nobody foresaw in one of them stops no other.
create function netloft.try_project(context jsonb, counters jsonb, key text, ops jsonb[])
returns jsonb
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    taken jsonb;
    verdicts jsonb := '[]';
begin
    begin
        return netloft.take_project(context, counters, key, ops);
    exception when others then
        -- Conflicts, a full disk, a server that stops, damage: no fault of the operations.
        if left(sqlstate, 2) in ('08', '25', '40', '53', '55', '57', '58')
                or sqlstate in ('XX001', 'XX002') then
            raise;
        end if;
        if cardinality(ops) = 1 then
            return jsonb_build_object('counters', counters, 'verdicts',
                jsonb_build_array('{"verdict": "invalid", "reason": "refused"}'::jsonb));
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

-- Locks the feeds that a batch may write to, always in one order, and gives their counters.
create function netloft.lock_feeds(me text, ops jsonb[]) returns jsonb
language sql volatile set search_path = pg_catalog, netloft, pg_temp
as $$
    with wanted as (
        select p.owner from unnest(ops) as op join netloft.project p on p.id = op->>'project'
        union select me
        union select person.name from unnest(ops) as op
            join netloft.project p on p.id = op->>'project'
            join netloft.person on person.name = p.doc->>'owner'
        union select person.name from unnest(ops) as op
            join netloft.person on person.name = case
                when op->>'kind' = 'create' then op->'value'->>'owner'
                when op->>'path' = 'owner' then op->'value' #>> '{}' end
    ), locked as (
        select owner, seq from netloft.feed where owner in (select owner from wanted)
        order by owner for no key update
    )
    select coalesce(jsonb_object_agg(owner, seq), '{}') from locked
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

-- What a push needs to know of the person who calls it.
create function netloft.context_of(me text, client_schema integer) returns jsonb
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select jsonb_build_object('me', me, 'schema', client_schema,
        'mine', (select coalesce(jsonb_agg(owner), '[]') from netloft.sees where viewer = me),
        'leads', leads or exists (select from netloft.person where reports_to = me
            and revoked is null))
    from netloft.person where name = me
$$;

-- Reads the operations of a batch; what is no JSON that can be kept is null, and stops no other.
create function netloft.read_operations(texts text[]) returns jsonb[]
language plpgsql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    ops jsonb[] := '{}';
    op jsonb;
begin
    for i in 1 .. coalesce(cardinality(texts), 0) loop
        begin
            op := texts[i]::jsonb;
        exception when data_exception or program_limit_exceeded then
            op := null;
        end;
        ops := array_append(ops, op);
    end loop;
    return ops;
end
$$;

-- Refuses a batch as a whole, before anything is written, where client and server are too far
-- apart to understand one another.
create function netloft.check_schema(client_schema integer) returns void
language plpgsql stable set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    known netloft.meta;
begin
    select * into known from netloft.meta;
    if client_schema is null or client_schema < known.schema_min then
        raise exception using errcode = 'NL002', message = known.schema_min::text;
    elsif client_schema > known.schema_max then
        raise exception using errcode = 'NL003', message = known.schema_max::text;
    end if;
end
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

revoke execute on all functions in schema netloft from public;
grant execute on function netloft.push(integer, text[]) to netloft_member;
