-- What managers see of their line beyond projects: who is in it, the figures of its branches with
-- their flags, and the deals that may stand twice.

-- How severe the worst flag of a project is, as its owner's client said when it last sent the
-- glance; read from the index with the rest of what sums are made of.
alter table netloft.glance add column worst text collate "C"
    generated always as (left(body->>'worst', 10)) stored;
create index on netloft.glance (owner) include (bucket, low, high, worst);

-- Whom the current person sees, themselves among them.
create function netloft.list_line()
returns table (name text, reports_to text, revoked boolean)
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    select person.name, person.reports_to, person.revoked is not null
    from netloft.sees join netloft.person on person.name = sees.owner
    where sees.viewer = netloft.current_person() order by person.name
$$;

-- `roll_up`, with how many of the projects have a red flag, or an amber one at worst.
create function netloft.branch_sums(under text default null)
returns table (branch text, stage text, status text, currency text, quarter date, deals bigint,
    low numeric, high numeric, red bigint, amber bigint)
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
        summed.high, summed.red, summed.amber
    from (
        select line.branch, g.bucket::jsonb as key, count(*) as deals, sum(g.low) as low,
            sum(g.high) as high, count(*) filter (where g.worst = 'red') as red,
            count(*) filter (where g.worst = 'amber') as amber
        from line join netloft.glance g on g.owner = line.owner
        where g.bucket <> '[]'
        group by line.branch, g.bucket
    ) as summed
$$;

-- Open projects of one name and customer that several of those have whom the caller sees, as far
-- as names are alike to the letter; with what each of them was said to be apart from.
create function netloft.shared_deals()
returns table (id text, name text, customer text, owner text, stage text, currency text,
    low bigint, high bigint, apart jsonb)
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select project, g.name, g.customer, g.owner, g.stage, g.currency, g.low, g.high,
        (select coalesce(jsonb_agg(said.value), '[]') from jsonb_each(p.doc) as said
            where said.key like 'apart/%' and jsonb_typeof(said.value) = 'string')
    from (
        select g.*, min(g.owner) over same as first_owner, max(g.owner) over same as last_owner
        from netloft.glance g
        where g.customer <> '' and g.status = 'open' and g.bucket <> '[]'
        window same as (partition by
            lower(regexp_replace(normalize(g.customer, nfkc), '\s', '', 'g')),
            lower(regexp_replace(normalize(g.name, nfkc), '\s', '', 'g')))
    ) as g join netloft.project p on p.id = g.project
    where first_owner <> last_owner and p.dead is null
    order by g.customer, g.name, g.owner
$$;

revoke execute on all functions in schema netloft from public;
grant execute on function netloft.list_line(), netloft.branch_sums(text), netloft.shared_deals()
    to netloft_member;
