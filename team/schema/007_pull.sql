-- Reading. These run as whoever calls them, under the policies.

-- What changed of a project after a number of its feed: its paths with value and stamp, and its
-- entries, those taken out again as null.
create function netloft.changes_of(p netloft.project, since bigint) returns jsonb
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select jsonb_build_object('id', p.id, 'owner', p.owner, 'seq', p.seq, 'schema', p.schema,
        'dead', p.dead, 'whole', since = 0,
        'fields', (
            select coalesce(jsonb_object_agg(at.key, jsonb_build_array(doc.value, at.value->0)),
                '{}')
            from jsonb_each(p.clk) as at join jsonb_each(p.doc) as doc using (key)
            where (at.value->>1)::bigint > since),
        'entries', (
            select coalesce(jsonb_object_agg(id, body), '{}') from netloft.entry
            where project = p.id and seq > since))
$$;

-- The changes after the cursors of some owners, `page` projects at most. A cursor is a number, or
-- where a page left off within an owner's feed {"since": number, "after": number}.
create function netloft.pull(cursors jsonb, follow boolean, page integer) returns jsonb
language plpgsql stable set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    seen text[] := array(select netloft.seen_owners());
    asked text[];
    result jsonb;
begin
    asked := array(select key from jsonb_object_keys(cursors) as key where key = any (seen));
    if follow then
        asked := seen;
    end if;
    with wanted as materialized (
        select feed.owner, feed.seq as top,
            coalesce((cursors->owner->>'since')::bigint, (cursors->>owner)::bigint, 0) as since,
            coalesce((cursors->owner->>'after')::bigint, (cursors->>owner)::bigint, 0) as after
        from netloft.feed
        where feed.owner = any (asked)
    ), found as materialized (
        select wanted.since, changed.* from wanted
        cross join lateral (select p from netloft.project p
            where p.owner = wanted.owner and p.seq > wanted.after and wanted.top > wanted.after
            order by p.seq limit page + 1) as changed
        order by wanted.owner, (changed.p).seq limit page + 1
    ), shown as materialized (
        select since, p from found order by (p).owner, (p).seq limit page
    ), cut as (
        -- The first that did not find room: its owner's cursor stops before it.
        select (p).owner as owner from found order by (p).owner desc, (p).seq desc limit 1
    ), places as (
        select wanted.owner, case
            when (select count(*) from found) <= page or wanted.owner < (select owner from cut)
                then to_jsonb(wanted.top)
            else jsonb_build_object('since', wanted.since, 'after', coalesce(
                (select max((p).seq) from shown where (p).owner = wanted.owner), wanted.after))
        end as place
        from wanted
    )
    select jsonb_build_object(
        'projects', (select coalesce(jsonb_agg(netloft.changes_of(p, since)
            order by (p).owner, (p).seq), '[]') from shown),
        'moved', (select coalesce(jsonb_agg(jsonb_build_object('project', m.project,
                'owner', m.owner, 'to', m.target)), '[]')
            from wanted join netloft.moved m on m.owner = wanted.owner
                and m.seq > wanted.since and wanted.after > 0),
        'cursors', (select coalesce(jsonb_object_agg(owner, place), '{}') from places),
        'more', (select count(*) > page from found),
        'rewound', (select coalesce(jsonb_agg(owner), '[]') from wanted where after > top))
    into result;
    return result || jsonb_build_object(
        'gone', (select coalesce(jsonb_agg(key), '[]') from jsonb_object_keys(cursors) as key
            where key <> all (seen)),
        'generation', netloft.generation(),
        'person', netloft.current_person(),
        'now', (extract(epoch from clock_timestamp()) * 1000)::bigint);
end
$$;

-- One project whole, in the shape of `pull`; null where there is none or the caller sees none.
create function netloft.open_project(key text) returns jsonb
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select netloft.changes_of(p, 0) from netloft.project p where id = key
$$;

-- Sums by branch of the reporting line under a person, by default the caller: the branches are
-- those who report to the person, with all below them, and the person's own projects.
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
        group by line.branch, g.bucket
    ) as summed
$$;

-- Projects of different owners at one customer, among what the caller sees: where one deal may
-- stand twice. `deals.twins` says which of them are.
create function netloft.shared_customers()
returns table (customer text, project text, owner text, name text, stage text, status text)
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select customer, project, owner, name, stage, status from (
        select g.*, lower(regexp_replace(g.customer, '\s', '', 'g')) as plain,
            min(g.owner) over same as first_owner, max(g.owner) over same as last_owner
        from netloft.glance g where g.customer <> ''
        window same as (partition by lower(regexp_replace(g.customer, '\s', '', 'g')))
    ) as found
    where first_owner <> last_owner order by plain, owner, project
$$;

revoke execute on all functions in schema netloft from public;
grant execute on function netloft.changes_of(netloft.project, bigint),
    netloft.pull(jsonb, boolean, integer), netloft.open_project(text), netloft.roll_up(text),
    netloft.shared_customers() to netloft_member;
