-- Summaries: managers over thousands of projects pull these and no documents. A summary is made of
-- what the document says now, the moves that figures are made of, and the body that the owner's
-- client sends. It has a place of its own in the owner's feed, so that a new body is no change of
-- the project.

-- Stores that may hold summaries are of version 4.
update netloft.meta set schema_max = 4;

alter table netloft.glance add column seq bigint not null default 0;
-- What was deleted counts in no sum.
update netloft.glance set seq = p.seq, bucket = case when p.dead is null then bucket else '[]' end
from netloft.project p where p.id = glance.project;
create index on netloft.glance (owner, seq);

create or replace function netloft.derive_glance(p netloft.project) returns void
language sql set search_path = pg_catalog, netloft, pg_temp
as $$
    insert into netloft.glance as g (project, owner, name, customer, stage, status, currency, low,
        high, signs_from, signs_to, next_on, next_text, changed_at, bucket, seq)
    select p.id, p.owner, coalesce(doc->>'name', ''), coalesce(doc->>'customer', ''),
        coalesce(doc->>'stage', ''), coalesce(doc #>> '{status,0}', 'open'),
        coalesce(doc #>> '{amount,currency}', ''), coalesce((doc #>> '{amount,low}')::bigint, 0),
        coalesce((doc #>> '{amount,high}')::bigint, 0),
        netloft.read_day(doc #>> '{signs,earliest}'), netloft.read_day(doc #>> '{signs,latest}'),
        netloft.read_day(doc #>> '{next_action,on}'), left(doc #>> '{next_action,text}', 1000),
        p.changed_at, case when p.dead is not null then '[]' else netloft.bucket_of(
            coalesce(doc->>'stage', ''), coalesce(doc #>> '{status,0}', 'open'),
            coalesce(doc #>> '{amount,currency}', ''),
            netloft.read_day(doc #>> '{signs,latest}')) end, p.seq
    from (select p.doc) as document (doc)
    on conflict (project) do update set
        (owner, name, customer, stage, status, currency, low, high, signs_from, signs_to, next_on,
            next_text, changed_at, bucket, seq)
        = row (excluded.owner, excluded.name, excluded.customer, excluded.stage, excluded.status,
            excluded.currency, excluded.low, excluded.high, excluded.signs_from,
            excluded.signs_to, excluded.next_on, excluded.next_text, excluded.changed_at,
            excluded.bucket, case when g.owner = excluded.owner
                then greatest(g.seq, excluded.seq) else excluded.seq end)
$$;

-- Writes down what was done to a project: itself, its glance, and the operations' lines. Where
-- nothing but a body came, the document stays untouched.
create or replace function netloft.keep_project(
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
        update netloft.project set
            (owner, doc, clk, newest, dead, schema, seq, changed_at, changed_by) = row (p.owner,
                p.doc, p.clk, p.newest, p.dead, p.schema, p.seq, p.changed_at, p.changed_by)
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

-- The owners below a person whom the caller sees, by default below the caller; the caller is none.
create function netloft.owners_below(under text default null) returns setof text
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    with me (name) as (select netloft.current_person())
    select below.owner from me
    join netloft.sees as mine on mine.viewer = me.name and mine.owner = coalesce(under, me.name)
    join netloft.sees as below on below.viewer = mine.owner and below.owner <> me.name
$$;

-- How many projects are below a person whom the caller sees.
create function netloft.count_below(under text default null) returns bigint
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select count(*) from netloft.glance
    where owner = any (array(select netloft.owners_below(under))) and bucket <> '[]'
$$;

-- The summaries that changed after the cursors, of all owners below a person whom the caller sees;
-- in the shape of `pull`, with cursors as it takes them. A policy would compare each row with the
-- thousands whom the caller sees; so this reads past the policies, and of nobody but `asked`.
create function netloft.pull_glances(cursors jsonb, under text, page integer) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    asked text[] := array(select netloft.owners_below(under));
    result jsonb;
begin
    with wanted as materialized (
        select feed.owner, feed.seq as top,
            coalesce((place->>'since')::bigint, (place #>> '{}')::bigint, 0) as since,
            coalesce((place->>'after')::bigint, (place #>> '{}')::bigint, 0) as after
        from unnest(asked) as below (name) join netloft.feed on feed.owner = below.name,
        lateral (select cursors->below.name as place offset 0) as cursor
    ), found as materialized (
        select changed.* from wanted
        cross join lateral (select g.project, g.owner, g.seq, g.body from netloft.glance g
            where g.owner = wanted.owner and g.seq > wanted.after and wanted.top > wanted.after
            order by g.seq limit page + 1) as changed
        where wanted.top > wanted.after
        order by changed.owner, changed.seq limit page + 1
    ), sized as materialized (
        select found.*, row_number() over feeds as place,
            sum(netloft.size_of(project, 0)) over feeds as bytes
        from found window feeds as (order by owner, seq)
    ), shown as materialized (
        select * from sized where place <= page and (place = 1 or bytes <= 67108864)
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
        from wanted where (wanted.top > wanted.after or not cursors ? wanted.owner
                or jsonb_typeof(cursors->wanted.owner) = 'object')
            and (not exists (select from cut)
                or wanted.owner <= (select owner from cut))
    )
    select jsonb_build_object(
        'glances', (select coalesce(jsonb_agg(jsonb_build_object('id', g.project,
                'owner', g.owner, 'dead', p.dead, 'body', g.body,
                'fields', jsonb_build_object('name', d->'name', 'customer', d->'customer',
                    'owner', d->'owner', 'product', d->'product', 'status', d->'status',
                    'stage', d->'stage', 'amount', d->'amount', 'signs', d->'signs',
                    'tender', d->'tender', 'key', d->'key',
                    'key_strategy', d->'key_strategy', 'next_action', d->'next_action',
                    'created_at', d->'created_at', 'updated_at', d->'updated_at',
                    'updated_by', d->'updated_by'),
                'moves', (select jsonb_agg(e.body) from netloft.entry e
                    where e.project = g.project and e.body->>'field' = any ('{name,customer,owner,'
                        'product,status,stage,amount,signs}') and e.body->>'subject' is null
                        and e.id like 'history/%')
            ) order by g.owner, g.seq), '[]')
            from shown g join netloft.project p on p.id = g.project,
            -- Read out of its storage once, and not for each field.
            lateral (select p.doc || '{}' as d offset 0) as read),
        'moved', (select coalesce(jsonb_agg(jsonb_build_object('project', m.project,
                'owner', m.owner, 'to', m.target)), '[]')
            from wanted join netloft.moved m on m.owner = wanted.owner
                and m.seq > wanted.since and wanted.after > 0 and wanted.top > wanted.since),
        'cursors', (select coalesce(jsonb_object_agg(owner, place), '{}') from places),
        'more', exists (select from cut),
        'rewound', (select coalesce(jsonb_agg(owner), '[]') from wanted where after > top))
    into result;
    return result || jsonb_build_object(
        'gone', (select coalesce(jsonb_agg(key), '[]') from (
            select jsonb_object_keys(cursors) as key except select unnest(asked)) as old),
        'generation', netloft.generation(), 'person', netloft.current_person());
end
$$;

-- Sums leave out what was deleted.
create or replace function netloft.roll_up(under text default null)
returns table (branch text, stage text, status text, currency text, quarter date, deals bigint,
    low numeric, high numeric)
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    with root as (
        select owner as name from netloft.sees
        where viewer = netloft.current_person() and owner = coalesce(under, viewer)
    ), line as (
        select name as branch, name as owner from root
        union all
        select person.name, sees.owner from root
        join netloft.person on person.reports_to = root.name
        join netloft.sees on sees.viewer = person.name
    )
    select summed.branch, key->>0, key->>1, key->>2, (key->>3)::date, summed.deals, summed.low,
        summed.high
    from (
        select line.branch, g.bucket::jsonb as key, count(*) as deals, sum(g.low) as low,
            sum(g.high) as high
        from line join netloft.glance g on g.owner = line.owner
        where g.bucket <> '[]'
        group by line.branch, g.bucket
    ) as summed
$$;

create or replace function netloft.shared_customers()
returns table (customer text, project text, owner text, name text, stage text, status text)
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select customer, project, owner, name, stage, status from (
        select g.*, lower(regexp_replace(g.customer, '\s', '', 'g')) as plain,
            min(g.owner) over same as first_owner, max(g.owner) over same as last_owner
        from netloft.glance g where g.customer <> '' and g.bucket <> '[]'
        window same as (partition by lower(regexp_replace(g.customer, '\s', '', 'g')))
    ) as found
    where first_owner <> last_owner order by plain, owner, project
$$;

revoke execute on all functions in schema netloft from public;
grant execute on function netloft.owners_below(text), netloft.count_below(text),
    netloft.pull_glances(jsonb, text, integer) to netloft_member;
