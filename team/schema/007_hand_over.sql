-- Giving projects away with what is in them.

-- Refuses whoever may not give one person's projects to another: see `hand_over`. Only whoever set
-- the team up is told here whether there is such a person.
create function netloft.check_giver(me text, source text, target text) returns void
language plpgsql stable set search_path = pg_catalog, netloft, pg_temp
as $$
begin
    if netloft.administers() then
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
-- them. What was changed by others since they were read has the whole made anew. What stood there
-- before is written down with each change, so that it can be given back as it was.
create function netloft.take_giving(
    me text, source text, counters jsonb, client_schema integer, ops jsonb[]
) returns jsonb
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    context jsonb := jsonb_build_object('me', me, 'schema', client_schema,
        'mine', jsonb_build_array(source), 'leads', false, 'giving', true);
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

-- Gives projects of one owner to another, all or those named, together with what changes in them by
-- that: operations as for `push`, on these projects alone. All of it or nothing; says which were
-- given. For those who see the one and may give to the other, and for whoever set the team up.
create function netloft.hand_over(
    source text, target text, projects text[], client_schema integer, operations text[]
) returns setof text
language plpgsql security definer set search_path = pg_catalog, netloft, pg_temp
set lock_timeout = '20s'
as $$
declare
    giver text := coalesce(netloft.current_person(), session_user);
    ops jsonb[];
    keys text[];
    counters jsonb;
    before jsonb;
    moved record;
    p netloft.project;
    stamp text;
begin
    perform netloft.check_schema(client_schema);
    perform netloft.check_giver(netloft.current_person(), source, target);
    if source = target then
        return;
    end if;
    ops := netloft.read_operations(operations);
    select coalesce(jsonb_object_agg(owner, seq), '{}') into before from (
        select owner, seq from netloft.feed where owner in (source, target)
        order by owner for no key update) as locked;
    keys := array(select id from netloft.project
        where owner = source and (projects is null or id = any (projects)) order by id);
    if exists (select from unnest(ops) as op where op->>'project' = any (keys) is not true) then
        raise exception using errcode = '40001', message = 'given meanwhile';
    end if;
    perform netloft.count_pushed(giver, operations, ops, keys);
    counters := netloft.take_giving(giver, source, before, client_schema, ops);
    for p in select * from netloft.project where id = any (keys) order by id for update loop
        stamp := (extract(epoch from clock_timestamp()) * 1000)::bigint || '-0000-server';
        if stamp <= (p.clk #>> '{owner,0}') collate "C" then
            stamp := left(p.clk #>> '{owner,0}', 90) || '~';
        end if;
        select m.p, m.counters into moved from netloft.move_project(p, counters, target) as m;
        p := moved.p;
        counters := moved.counters;
        p.doc := p.doc || jsonb_build_object('owner', target);
        p.clk := p.clk || jsonb_build_object('owner', jsonb_build_array(stamp, p.seq));
        update netloft.project set (owner, doc, clk, newest, seq)
            = row (p.owner, p.doc, p.clk, greatest(p.newest, stamp collate "C"), p.seq)
        where id = p.id;
        perform netloft.derive_glance(p);
        insert into netloft.change (op, project, owner, actor, kind, path, value, stamp, prev,
            verdict)
        values (gen_random_uuid(), p.id, source, giver, 'field', 'owner', to_jsonb(target), stamp,
            to_jsonb(source), 'applied');
        return next p.id;
    end loop;
    perform netloft.write_counters(before, counters);
end
$$;

grant execute on function netloft.hand_over(text, text, text[], integer, text[]) to netloft_member;
