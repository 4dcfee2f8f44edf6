-- Taking the operations on one project in. What is here is called by `push` and by `hand_over`.

-- Who may write to a project: null if the person may, else the reason. Targets, rates and what
-- holds for the whole store are for those who lead; win rates, by which all reckon, for who of them
-- report to nobody.
create function netloft.bar_of(context jsonb, p netloft.project, op jsonb) returns text
language sql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
    select case
        when p.owner = '@lists' then case
            when op->>'kind' <> 'field' or op->>'path' = 'owner' then 'lists'
            when op->>'path' ~ '^(competitors|products)(/|$)' then null
            when not (context->>'leads')::boolean then 'lead'
            when op->>'path' ~ '^win_rates(/|$)' and (context->>'below')::boolean then 'lead' end
        when not context->'mine' ? p.owner then 'project'
    end
$$;

-- Whom a person may give a project to: whoever they or their superior sees, and the superior.
create function netloft.may_give(giver text, target text) returns boolean
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select exists (select from netloft.person where name = target and revoked is null)
        and exists (
            select from netloft.sees
            where owner = target and viewer in (
                giver, (select reports_to from netloft.person where name = giver))
        )
$$;

-- Whether a project may get an owner's name: any that is nobody's, its own, or of one to whom the
-- person may give it. So whoever tries a name learns whether somebody of the team has it: a table
-- that names owners who are nobody of the team has to be taken, and one that has the projects of
-- somebody else must not make them this person's.
create function netloft.may_name(context jsonb, p netloft.project, target text) returns boolean
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select target is null or target = p.owner
        or not exists (select from netloft.person where name = target)
        or netloft.may_give(context->>'me', target)
$$;

-- The next number of an owner's feed, counted in `counters` until `push` writes them back.
create function netloft.next_seq(inout counters jsonb, owner text, out seq bigint)
language plpgsql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
begin
    seq := (counters->>owner)::bigint + 1;
    if seq is null then
        -- The owner changed between reading and locking: the whole is to be tried again.
        raise exception using errcode = '40001', message = 'owner changed meanwhile';
    end if;
    counters := counters || jsonb_build_object(owner, seq);
end
$$;

-- Gives a project to another owner, whose feed has all of it as new.
create function netloft.move_project(inout p netloft.project, inout counters jsonb, target text)
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    source text := p.owner;
    left_seq bigint;
begin
    select n.counters, n.seq into counters, left_seq from netloft.next_seq(counters, source) as n;
    insert into netloft.moved values (source, p.id, target, left_seq)
        on conflict (owner, project) do update set target = excluded.target, seq = excluded.seq;
    delete from netloft.moved where owner = move_project.target and project = p.id;
    select n.counters, n.seq into counters, left_seq from netloft.next_seq(counters, target) as n;
    p.owner := target;
    p.seq := left_seq;
    p.clk := (select coalesce(jsonb_object_agg(key, jsonb_build_array(value->0, p.seq)), '{}')
        from jsonb_each(p.clk));
    update netloft.entry set seq = p.seq where project = p.id;
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

-- Takes the value of a path in, if it is later than what stands there.
create function netloft.take_field(
    inout doc jsonb, inout clk jsonb, path text, value jsonb, stamp text, base text, seq bigint,
    out verdict text, out prev jsonb
)
language plpgsql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    stands text := clk #>> array[path, '0'];
begin
    prev := doc->path;
    if stands is null or stamp > stands collate "C" then
        verdict := case when stands is null or base = stands or prev = value
            then 'applied' else 'won' end;
        doc := doc || jsonb_build_object(path, value);
        clk := clk || jsonb_build_object(path, jsonb_build_array(stamp, seq));
    else
        verdict := case when prev = value then 'applied' else 'lost' end;
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
        insert into netloft.entry values (p.id, key, nullif(body, 'null'), stamp, at);
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
    -- One that was taken out since its own stamp stays out.
    perform netloft.take_entry(p, key, value, coalesce(op->'stamps'->>key, op->>'stamp'), p.seq)
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
        -- A long value is to be fetched: thousands of operations of a batch may all meet the same.
        -- What a hand-over took the place of is written down: see `take_giving`.
        if (taken.verdict in ('won', 'lost') or context ? 'giving')
                and coalesce(pg_column_size(taken.prev), 0) <= 16384 then
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

-- What the sums of managers are by, as one key: stage, status, currency, and the first day of the
-- quarter in which signing is due at the latest.
create function netloft.bucket_of(stage text, status text, currency text, signs_to date)
returns text
language sql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
    select jsonb_build_array(stage, status, currency,
        date_trunc('quarter', signs_to::timestamp)::date)::text
$$;

-- Works the columns of the glance out of the document, after any change of it. In the feed of the
-- same owner the glance keeps the place of a later body.
create function netloft.derive_glance(p netloft.project) returns void
language sql set search_path = pg_catalog, netloft, pg_temp
as $$
    insert into netloft.glance as g (project, owner, name, customer, stage, status, currency, low,
        high, signs_from, signs_to, bucket, seq)
    select p.id, p.owner, coalesce(left(doc->>'name', 1000), ''),
        coalesce(left(doc->>'customer', 1000), ''), stage, status, currency,
        netloft.read_sum(doc #>> '{amount,low}'), netloft.read_sum(doc #>> '{amount,high}'),
        netloft.read_day(doc #>> '{signs,earliest}'), signs_to,
        case when p.dead is not null then '[]'
            else netloft.bucket_of(stage, status, currency, signs_to) end, p.seq
    from (select p.doc, coalesce(left(p.doc->>'stage', 40), ''),
        coalesce(left(p.doc #>> '{status,0}', 40), 'open'),
        coalesce(left(p.doc #>> '{amount,currency}', 40), ''),
        netloft.read_day(p.doc #>> '{signs,latest}'))
        as document (doc, stage, status, currency, signs_to)
    on conflict (project) do update set
        (owner, name, customer, stage, status, currency, low, high, signs_from, signs_to, bucket, seq)
        = row (excluded.owner, excluded.name, excluded.customer, excluded.stage, excluded.status,
            excluded.currency, excluded.low, excluded.high, excluded.signs_from,
            excluded.signs_to, excluded.bucket, case when g.owner = excluded.owner
                then greatest(g.seq, excluded.seq) else excluded.seq end)
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

-- Writes down what was done to a project: itself, its glance, and the operations' lines. Where
-- nothing but a body came, the document stays untouched.
create function netloft.keep_project(
    p netloft.project, counters jsonb, context jsonb, ops jsonb[], verdicts jsonb[]
) returns jsonb
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    before text := p.owner;
    target text := p.doc->>'owner';
    moved record;
    sent record;
begin
    -- Only who names the new owner gives a project away: not who edits one that has the name of
    -- somebody who joined since.
    if p.id <> '@lists' and target <> p.owner and exists (
            select from unnest(ops, verdicts) as each (o, v)
            where o->>'kind' = 'create' and o->'value'->>'owner' = target
            or o->>'path' = 'owner' and o->'value' #>> '{}' = target
                and v->>'verdict' in ('applied', 'won'))
            and netloft.may_give(context->>'me', target) then
        select m.p, m.counters into moved from netloft.move_project(p, counters, target) as m;
        p := moved.p;
        counters := moved.counters;
    end if;
    if p.owner <> before
            or exists (select from unnest(ops) as op where op->>'kind' <> 'glance') then
        update netloft.project set (owner, doc, clk, newest, dead, schema, seq)
            = row (p.owner, p.doc, p.clk, p.newest, p.dead, p.schema, p.seq)
        where id = p.id;
        if p.id <> '@lists' then
            perform netloft.derive_glance(p);
        end if;
    end if;
    perform netloft.check_sizes(p, ops);
    select o->'value' as body, o->>'stamp' as stamp into sent
    from unnest(ops, verdicts) as each (o, v)
    where o->>'kind' = 'glance' and v->>'verdict' = 'applied'
    order by o->>'stamp' collate "C" desc limit 1;
    if p.id <> '@lists' and sent.stamp is not null and exists (select from netloft.glance
            where project = p.id and (stamp is null or stamp < sent.stamp collate "C")) then
        select n.counters, n.seq into moved from netloft.next_seq(counters, p.owner) as n;
        counters := moved.counters;
        update netloft.glance set (body, stamp, seq) = row (sent.body, sent.stamp, moved.seq)
        where project = p.id;
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
-- The row of a project that is not the caller's to write is not locked.
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
    end if;
    if p.id is not null then
        counters := netloft.keep_project(p, counters, context, ops, verdicts);
    end if;
    return jsonb_build_object('verdicts', verdicts, 'counters', counters);
end
$$;

-- Writes the counters of feeds back that were counted up, and calls the changes out; not where
-- somebody has the queue of all calls run full, with which no push could be committed any more: who
-- listens looks by itself from time to time.
create function netloft.write_counters(before jsonb, counters jsonb) returns void
language sql set search_path = pg_catalog, netloft, pg_temp
as $$
    update netloft.feed set seq = counted.value::bigint
    from jsonb_each_text(counters) as counted
    where feed.owner = counted.key and counted.value <> before->>counted.key;
    select pg_notify(netloft.channel_of(key), '') from jsonb_each_text(counters)
    where value <> before->>key and pg_notification_queue_usage() < 0.5
$$;

-- Takes the operations on one project in; where the whole fails, each by itself, so that what
-- nobody foresaw in one of them stops no other.
create function netloft.try_project(
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
        reason := case when right(broken, 5) = '_size' then 'size' else 'refused' end;
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
