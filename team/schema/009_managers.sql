-- What managers see of their line: who is in it, summaries of its projects, the figures of its
-- branches, and the deals that may stand twice. These too read past the policies: see `pull`.

-- Whom the current person sees, themselves among them, all for whoever set the team up; with how many
-- projects they have, and open ones, where these are to be counted.
create function netloft.list_people(counted boolean)
returns table (name text, role text, reports_to text, leads boolean, revoked timestamptz,
    projects bigint, open bigint)
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    select name, role, reports_to, leads, revoked, has.projects, has.open
    from netloft.person left join lateral (
        select count(*) as projects, count(*) filter (where bucket::jsonb->>1 = 'open') as open
        from netloft.glance where owner = person.name and bucket <> '[]') as has on counted
    where (select netloft.administers())
        or name in (select owner from netloft.sees where viewer = netloft.current_person())
    order by name
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
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    select count(*) from netloft.owners_below(under) as below (name)
    join netloft.glance on glance.owner = below.name where bucket <> '[]'
$$;

-- The summaries that changed after the cursors, of all owners below a person whom the caller sees;
-- in the shape of `pull`, with cursors as it takes them.
create function netloft.pull_glances(cursors jsonb, under text, page integer) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    asked text[] := array(select netloft.owners_below(under));
    found jsonb := netloft.find_page(asked, cursors, true, least(page, 1000));
begin
    return found - 'found' || jsonb_build_object('glances', (
        select coalesce(jsonb_agg(jsonb_build_object('id', g.project, 'owner', g.owner,
            'dead', p.dead, 'body', g.body,
            'fields', jsonb_build_object('name', d->'name', 'customer', d->'customer',
                'owner', d->'owner', 'product', d->'product', 'status', d->'status',
                'stage', d->'stage', 'amount', d->'amount', 'signs', d->'signs',
                'tender', d->'tender', 'key', d->'key', 'key_strategy', d->'key_strategy',
                'next_action', d->'next_action', 'created_at', d->'created_at',
                'updated_at', d->'updated_at', 'updated_by', d->'updated_by'),
            'moves', (select jsonb_agg(e.body) from netloft.entry e
                where e.project = g.project and e.body->>'field' = any ('{name,customer,owner,'
                    'product,status,stage,amount,signs}') and e.body->>'subject' is null
                    and e.id like 'history/%')
            ) order by place), '[]')
        from jsonb_array_elements(found->'found') with ordinality as shown (item, place)
        join netloft.glance g on g.project = item->>0
        join netloft.project p on p.id = g.project,
        -- Read out of its storage once, and not for each field.
        lateral (select p.doc || '{}' as d offset 0) as read));
end
$$;

-- Sums by branch of the reporting line under a person, by default the caller: the branches are those
-- who report to the person, with all below them, and the person's own projects. What was deleted
-- counts in none. Of each sum: how many of the projects have a red flag, or an amber one at worst; how
-- many are late on a day, their window past, and how many may be signed from then `until` another;
-- and twice the middle of their amounts: of these the part that the days left of their window have by
-- then.
create function netloft.branch_sums(under text, today date, until date)
returns table (branch text, stage text, status text, currency text, quarter date, deals bigint,
    low numeric, high numeric, red bigint, amber bigint, late bigint, late_twice numeric,
    due bigint, due_twice numeric)
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
        summed.high, summed.red, summed.amber, summed.late, summed.late_twice, summed.due,
        summed.due_twice
    from (
        select line.branch, g.bucket::jsonb as key, count(*) as deals, sum(g.low) as low,
            sum(g.high) as high, count(*) filter (where g.worst = 'red') as red,
            count(*) filter (where g.worst = 'amber') as amber,
            count(*) filter (where g.signs_to < today) as late,
            coalesce(sum(g.low + g.high) filter (where g.signs_to < today), 0) as late_twice,
            count(*) filter (where g.signs_to >= today
                and coalesce(g.signs_from, today) <= until) as due,
            -- Most windows end in time: only of others there is a part to be taken.
            coalesce(sum(g.low + g.high) filter (where g.signs_to between today and until), 0)
            + coalesce(sum(round((g.low + g.high)::numeric
                    * (until + 1 - greatest(g.signs_from, today))
                    / (g.signs_to + 1 - greatest(g.signs_from, today))))
                filter (where g.signs_to > until and g.signs_to >= today
                    and coalesce(g.signs_from, today) <= until), 0) as due_twice
        from line join netloft.glance g on g.owner = line.owner
        where g.bucket <> '[]'
        group by line.branch, g.bucket
    ) as summed
$$;

-- Open projects of one name and customer of those whom the caller sees, as far as names are alike to
-- the letter; with what each of them was said to be apart from, and the tables that have an id for
-- it. `most` at the most.
create function netloft.shared_deals(most integer)
returns table (id text, name text, customer text, owner text, stage text, currency text,
    low bigint, high bigint, apart jsonb, sources jsonb)
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    with seen as materialized (
        select g.twin, g.project, g.owner from netloft.sees
        join netloft.glance g on g.owner = sees.owner and g.twin is not null
        where sees.viewer = netloft.current_person()
    ), twice as (
        select twin from seen group by twin having count(*) > 1 order by twin limit most
    )
    select g.project, g.name, g.customer, g.owner, g.stage, g.currency, g.low, g.high,
        (select coalesce(jsonb_agg(said.value), '[]') from (
            select value from jsonb_each(p.doc) where key like 'apart/%'
            and jsonb_typeof(value) = 'string' and length(value #>> '{}') <= 200 limit 100) as said),
        (select coalesce(jsonb_agg(jsonb_build_array(left(value->>'source', 200),
            left(value->>'id', 200))), '[]') from (
            select value from jsonb_each(p.doc) where key like 'sources/%'
            and jsonb_typeof(value->'source') = 'string' and jsonb_typeof(value->'id') = 'string'
            limit 100) as held)
    from twice join seen using (twin) join netloft.glance g on g.project = seen.project
    join netloft.project p on p.id = seen.project
    order by seen.twin, g.owner, g.project limit most
$$;

grant execute on function netloft.list_people(boolean), netloft.count_below(text),
    netloft.pull_glances(jsonb, text, integer), netloft.branch_sums(text, date, date),
    netloft.shared_deals(integer) to netloft_member;
