-- What managers see of their line beyond projects: who is in it, the figures of its branches with
-- their flags, and the deals that may stand twice.

-- How severe the worst flag of a project is, as its owner's client said when it last sent the
-- glance; read from the index with the rest of what sums are made of.
alter table netloft.glance add column worst text collate "C"
    generated always as (left(body->>'worst', 10)) stored;
create index on netloft.glance (owner) include (bucket, low, high, worst, signs_from, signs_to);

-- Whom the current person sees, themselves among them.
create function netloft.list_line()
returns table (name text, reports_to text, revoked boolean)
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    select person.name, person.reports_to, person.revoked is not null
    from netloft.sees join netloft.person on person.name = sees.owner
    where sees.viewer = netloft.current_person() order by person.name
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

revoke execute on all functions in schema netloft from public;
grant execute on function netloft.list_line(), netloft.branch_sums(text, date, date),
    netloft.shared_deals(integer)
    to netloft_member;
