-- What managers see of their line: summaries of its projects, who is in it, the figures of its
-- branches, and the deals that may stand twice. A policy would compare each row with the thousands
-- whom such a caller sees; so these read past the policies, of nobody but those who are looked up
-- here, by index.

-- Whom the current person sees, themselves among them.
create function netloft.list_line()
returns table (name text, reports_to text, revoked boolean)
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    select person.name, person.reports_to, person.revoked is not null
    from netloft.sees join netloft.person on person.name = sees.owner
    where sees.viewer = netloft.current_person() order by person.name
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

-- How many projects are below a person whom the caller sees. Like `pull_glances` it reads past the
-- policies, which would compare each row with the thousands whom the caller sees.
create function netloft.count_below(under text default null) returns bigint
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    select count(*) from netloft.owners_below(under) as below (name)
    join netloft.glance on glance.owner = below.name where bucket <> '[]'
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

-- `roll_up`, with how many of the projects have a red flag, or an amber one at worst; how many are
-- late on a day, their window past, and how many may be signed from then `until` another; and twice
-- the middle of their amounts: of these the part that the days left of their window have by then.
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

-- Open projects of one name and customer that several of those have whom the caller sees, as far
-- as names are alike to the letter; with what each of them was said to be apart from. Those of one
-- name come together, customer by customer, `most` at the most. Whom the caller sees is looked up
-- here: under the policies each of 200,000 rows would be held against 10,000 names.
create function netloft.shared_deals(most integer)
returns table (id text, name text, customer text, owner text, stage text, currency text,
    low bigint, high bigint, apart jsonb)
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    with keyed as materialized (
        select g.project, g.owner,
            lower(regexp_replace(normalize(g.customer, nfkc), '\s', '', 'g')) as plain_customer,
            lower(regexp_replace(normalize(g.name, nfkc), '\s', '', 'g')) as plain_name
        from netloft.sees
        join netloft.glance g on g.owner = sees.owner
        where sees.viewer = netloft.current_person()
            and g.customer <> '' and g.status = 'open' and g.bucket <> '[]'
    ), twice as (
        select plain_customer, plain_name from keyed
        group by plain_customer, plain_name having min(owner) <> max(owner)
        order by plain_customer, plain_name limit most
    ), chosen as (
        select project, plain_customer, plain_name, owner
        from twice join keyed using (plain_customer, plain_name)
        order by plain_customer, plain_name, owner, project limit most
    )
    select project, g.name, g.customer, g.owner, g.stage, g.currency, g.low, g.high,
        (select coalesce(jsonb_agg(said.value), '[]') from jsonb_each(p.doc) as said
            where said.key like 'apart/%' and jsonb_typeof(said.value) = 'string')
    from chosen join netloft.glance g using (project) join netloft.project p on p.id = project
    order by plain_customer, plain_name, g.owner, project
$$;

-- Sums leave out what was deleted.
create function netloft.roll_up(under text default null)
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

create function netloft.shared_customers()
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

grant execute on function netloft.list_line(), netloft.owners_below(text),
    netloft.count_below(text), netloft.pull_glances(jsonb, text, integer),
    netloft.branch_sums(text, date, date), netloft.shared_deals(integer), netloft.roll_up(text),
    netloft.shared_customers() to netloft_member;
