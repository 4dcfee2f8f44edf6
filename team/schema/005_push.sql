-- Who may write to a project: null if the person may, else the reason. Targets, rates and what
-- holds for the whole store are for those who lead.
create function netloft.bar_of(context jsonb, p netloft.project, op jsonb) returns text
language sql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
    select case
        when p.owner = '@lists' then case
            when op->>'kind' <> 'field' or op->>'path' = 'owner' then 'lists'
            when op->>'path' ~ '^(competitors|products)(/|$)' then null
            when not (context->>'leads')::boolean then 'lead' end
        when not context->'mine' ? p.owner then 'project'
    end
$$;

-- Makes a project out of its first operation; its owner is the person whom the document names, or
-- whoever pushed it where the document names nobody of the team.
create function netloft.make_project(context jsonb, op jsonb, out p netloft.project, out bar text)
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    named text := op->'value'->>'owner';
begin
    p.owner := context->>'me';
    if exists (select from netloft.person where name = named) then
        if not context->'mine' ? named then
            bar := 'owner';
            return;
        end if;
        p.owner := named;
    end if;
    p.id := op->>'project';
    p.doc := '{}';
    p.clk := '{}';
    p.schema := (context->>'schema')::integer;
    insert into netloft.project (id, owner, seq) values (p.id, p.owner, 0) on conflict do nothing;
    if not found then
        raise exception using errcode = '40001', message = 'made meanwhile';
    end if;
end
$$;

-- Takes an entry of the history or of the touches in; the later of adding and taking out stands.
create function netloft.take_entry(p netloft.project, key text, body jsonb, stamp text, at bigint)
returns text
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    stands netloft.entry;
begin
    select * into stands from netloft.entry where project = p.id and id = key;
    if stands.id is null then
        insert into netloft.entry values (p.id, key, p.owner, nullif(body, 'null'), stamp, at);
    elsif stands.body is not distinct from nullif(body, 'null') then
        return 'applied';
    elsif stamp <= stands.stamp collate "C" then
        return 'lost';
    else
        update netloft.entry set body = nullif(take_entry.body, 'null'), stamp = take_entry.stamp,
            seq = at where project = p.id and id = key;
    end if;
    return 'applied';
end
$$;

-- Takes a whole project in: as it is where there is none, else path by path.
create function netloft.take_whole(inout p netloft.project, op jsonb, out verdict jsonb)
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    item record;
    taken record;
    at text;
    paths jsonb := '{}';
    worst text := 'applied';
begin
    if p.newest is null then
        p.doc := op->'value';
        p.clk := (select coalesce(jsonb_object_agg(key, jsonb_build_array(
                coalesce(op->'stamps'->>key, op->>'stamp'), p.seq)), '{}')
            from jsonb_object_keys(p.doc) as key);
    else
        for item in select key, value from jsonb_each(op->'value') loop
            at := coalesce(op->'stamps'->>item.key, op->>'stamp');
            taken := netloft.take_field(p.doc, p.clk, item.key, item.value, at, null, p.seq);
            p.doc := taken.doc;
            p.clk := taken.clk;
            if taken.verdict <> 'applied' then
                paths := paths || jsonb_build_object(item.key, taken.verdict);
                worst := case when 'lost' in (worst, taken.verdict) then 'lost' else 'won' end;
            end if;
        end loop;
    end if;
    perform netloft.take_entry(p, key, value, op->>'stamp', p.seq)
    from jsonb_each(op->'entries');
    verdict := jsonb_build_object('verdict', worst)
        || case when worst = 'applied' then '{}' else jsonb_build_object('paths', paths) end;
end
$$;

-- Takes a deletion in, or its undoing (value false): the later of it and all edits stands.
create function netloft.take_deletion(inout p netloft.project, op jsonb, out verdict text)
language plpgsql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    stands text := greatest(p.newest collate "C", p.dead collate "C");
begin
    if op->>'stamp' <= stands collate "C" then
        verdict := case when op->'value' is distinct from 'false' and p.dead is not null
            then 'applied' else 'lost' end;
        return;
    end if;
    verdict := case when op->>'base' = stands or op->'value' = 'false'
        then 'applied' else 'won' end;
    if op->'value' = 'false' then
        p.dead := null;
        p.newest := op->>'stamp';
    else
        p.dead := op->>'stamp';
    end if;
end
$$;

-- Whether a project may get an owner's name: any that is nobody's, its own, or of one to whom the
-- person may give it.
create function netloft.may_name(context jsonb, p netloft.project, target text) returns boolean
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select target is null or target = p.owner
        or not exists (select from netloft.person where name = target)
        or netloft.may_give(context->>'me', target)
$$;

-- Who wrote what an operation lost against.
create function netloft.writer_of(key text, stamp_at text) returns text
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select actor from netloft.change where project = key and stamp = stamp_at limit 1
$$;

-- Takes one operation on a project in and says its verdict.
create function netloft.take_operation(
    inout p netloft.project, context jsonb, op jsonb, out verdict jsonb
)
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    stamp text := op->>'stamp';
    taken record;
    stands text;
    result text;
begin
    if op->>'kind' <> 'delete' and stamp <= p.dead collate "C" then
        verdict := jsonb_build_object('verdict', 'lost', 'reason', 'deleted', 'stamp', p.dead,
            'by', netloft.writer_of(p.id, p.dead));
        return;
    end if;
    case op->>'kind'
    when 'create' then
        if not netloft.may_name(context, p, op->'value'->>'owner') then
            verdict := '{"verdict": "denied", "reason": "owner"}';
            return;
        end if;
        select t.p, t.verdict into taken from netloft.take_whole(p, op) as t;
        p := taken.p;
        verdict := taken.verdict;
    when 'field' then
        stands := p.clk #>> array[op->>'path', '0'];
        if op->>'path' = 'owner'
                and not netloft.may_name(context, p, op->'value' #>> '{}') then
            verdict := '{"verdict": "denied", "reason": "owner"}';
            return;
        end if;
        taken := netloft.take_field(p.doc, p.clk, op->>'path', op->'value', stamp, op->>'base',
            p.seq);
        p.doc := taken.doc;
        p.clk := taken.clk;
        verdict := jsonb_build_object('verdict', taken.verdict);
        if taken.verdict in ('won', 'lost') then
            verdict := verdict || jsonb_build_object('value', taken.prev, 'stamp', stands,
                'by', netloft.writer_of(p.id, stands));
        end if;
    when 'entry' then
        result := netloft.take_entry(p, op->>'path', op->'value', stamp, p.seq);
        verdict := jsonb_build_object('verdict', result);
    when 'delete' then
        select t.p, t.verdict into taken from netloft.take_deletion(p, op) as t;
        p := taken.p;
        verdict := jsonb_build_object('verdict', taken.verdict);
        return;
    else
        verdict := '{"verdict": "applied"}';
        return;
    end case;
    if verdict->>'verdict' in ('applied', 'won') and p.dead is not null then
        p.dead := null;
        verdict := verdict || '{"verdict": "won", "reason": "deleted"}';
    end if;
    p.newest := greatest(p.newest collate "C", stamp collate "C");
end
$$;

-- Writes down what was done to a project: itself, its glance, and the operations' lines.
create function netloft.keep_project(
    p netloft.project, counters jsonb, context jsonb, ops jsonb[], verdicts jsonb[]
) returns jsonb
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    before text := p.owner;
    target text := p.doc->>'owner';
    moved record;
begin
    if p.id <> '@lists' and target <> p.owner
            and netloft.may_give(context->>'me', target) then
        select m.p, m.counters into moved from netloft.move_project(p, counters, target) as m;
        p := moved.p;
        counters := moved.counters;
    end if;
    update netloft.project set
        (owner, doc, clk, newest, dead, schema, seq, changed_at, changed_by) = row (p.owner, p.doc,
            p.clk, p.newest, p.dead, p.schema, p.seq, p.changed_at, p.changed_by)
    where id = p.id;
    if p.id <> '@lists' then
        perform netloft.derive_glance(p);
        update netloft.glance set body = op_value, stamp = op_stamp
        from (select o->'value', o->>'stamp' from unnest(ops, verdicts) as each (o, v)
            where o->>'kind' = 'glance' and v->>'verdict' = 'applied'
            order by o->>'stamp' collate "C" desc limit 1) as sent (op_value, op_stamp)
        where project = p.id and (glance.stamp is null or glance.stamp < op_stamp collate "C");
    end if;
    insert into netloft.change (op, project, owner, actor, kind, path, value, stamp, base, prev,
        verdict)
    select (o->>'op')::uuid, p.id, before, context->>'me', o->>'kind', o->>'path',
        case when o->>'kind' <> 'create' then o->'value' end, o->>'stamp', o->>'base',
        v->'value', v->>'verdict'
    from unnest(ops, verdicts) as each (o, v)
    where v->>'verdict' in ('applied', 'won', 'lost') and o->>'kind' <> 'glance';
    return counters;
end
$$;

-- Takes the operations on one project in, in their order; gives the verdicts and the counters.
create function netloft.take_project(context jsonb, counters jsonb, key text, ops jsonb[])
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
begin
    select * into p from netloft.project where id = key for update;
    for i in 1 .. cardinality(ops) loop
        bar := null;
        if p.id is null then
            bar := 'project';
            if ops[i]->>'kind' = 'create' then
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
