-- Reading. A policy would compare each row with the thousands whom a manager may see; so these read
-- past the policies, of nobody but those whom they look up here, by index.

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

-- How much a project comes to as it is pulled, in bytes: at the most, where but some of it is.
create function netloft.size_of(key text, since bigint) returns bigint
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    -- Joined to nothing a value is read out of its storage, where it is pressed.
    select pg_column_size(p.doc || '{}') + pg_column_size(p.clk || '{}') + coalesce((
        select sum(length(e.id) + coalesce(pg_column_size(e.body || '{}'), 0))
        from netloft.entry e where e.project = p.id and e.seq > since), 0)
    from netloft.project p where p.id = key
$$;

-- A page of a pull: of the owners `asked` what changed after the cursors, `page` projects at most, and
-- 32 MB unless it is one project; of their summaries where these are wanted. `found` has `[id, since]`
-- in the order of the feeds, all else is as `pull` gives it. A cursor is a number, or where a page left
-- off within an owner's feed {"since": number, "after": number}; those that stay as they were are left
-- out.
create function netloft.find_page(
    asked text[], cursors jsonb, of_glances boolean, page integer
) returns jsonb
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    with wanted as materialized (
        select feed.owner, feed.seq as top,
            coalesce((place->>'since')::bigint, (place #>> '{}')::bigint, 0) as since,
            coalesce((place->>'after')::bigint, (place #>> '{}')::bigint, 0) as after
        from unnest(asked) as each (name) join netloft.feed on feed.owner = each.name,
        lateral (select cursors->each.name as place offset 0) as cursor
    ), found as materialized (
        -- Sorted by owner beforehand, no more owners are looked at than fill the page.
        select wanted.owner, wanted.since, changed.id, changed.seq
        from (select * from wanted order by owner) as wanted
        cross join lateral (
            (select p.id, p.seq from netloft.project p
            where not of_glances and p.owner = wanted.owner and p.seq > wanted.after
            order by p.seq limit page + 1)
            union all
            (select g.project, g.seq from netloft.glance g
            where of_glances and g.owner = wanted.owner and g.seq > wanted.after
            order by g.seq limit page + 1)) as changed
        where wanted.top > wanted.after
        order by wanted.owner, changed.seq limit page + 1
    ), sized as materialized (
        select found.*, row_number() over feeds as place,
            sum(netloft.size_of(id, case when of_glances then 0 else since end)) over feeds as bytes
        from found window feeds as (order by owner, seq)
    ), shown as materialized (
        select * from sized where place <= page and (place = 1 or bytes <= 33554432)
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
            and (not exists (select from cut) or wanted.owner <= (select owner from cut))
    )
    select jsonb_build_object(
        'found', (select coalesce(jsonb_agg(jsonb_build_array(id, since) order by place), '[]')
            from shown),
        'moved', (select coalesce(jsonb_agg(jsonb_build_object('project', m.project,
                'owner', m.owner, 'to', m.target)), '[]')
            from wanted join netloft.moved m on m.owner = wanted.owner
                and m.seq > wanted.since and wanted.after > 0 and wanted.top > wanted.since),
        'cursors', (select coalesce(jsonb_object_agg(owner, place), '{}') from places),
        'more', exists (select from cut),
        'rewound', (select coalesce(jsonb_agg(owner), '[]') from wanted where after > top),
        'gone', (select coalesce(jsonb_agg(key), '[]') from (
            select jsonb_object_keys(cursors) as key except select unnest(asked)) as old),
        'generation', netloft.generation(),
        'person', netloft.current_person(),
        'now', (extract(epoch from clock_timestamp()) * 1000)::bigint)
$$;

-- The changes after the cursors of some owners, or with `follow` of all whom the caller sees.
create function netloft.pull(cursors jsonb, follow boolean, page integer) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    asked text[] := array(select seen from netloft.seen_owners() as seen
        where follow or cursors ? seen);
    found jsonb := netloft.find_page(asked, cursors, false, least(page, 1000));
begin
    return found - 'found' || jsonb_build_object('projects', (
        select coalesce(jsonb_agg(netloft.changes_of(p, (item->>1)::bigint) order by place), '[]')
        from jsonb_array_elements(found->'found') with ordinality as shown (item, place)
        join netloft.project p on p.id = item->>0));
end
$$;

-- Some projects whole, in the shape of `pull`: those that there are and that the caller sees.
create function netloft.open_projects(keys text[]) returns setof jsonb
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    select netloft.changes_of(p, 0) from netloft.project p
    where id = any (keys) and netloft.may_see(owner)
$$;

-- Projects of an owner whole, all or those named; for whoever set the team up those of anybody.
create function netloft.open_owned(of_owner text, projects text[]) returns setof jsonb
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    select netloft.changes_of(p, 0) from netloft.project p
    where owner = of_owner and (projects is null or id = any (projects))
        and (select netloft.may_see(of_owner) or netloft.administers())
    order by id
$$;

grant execute on function netloft.pull(jsonb, boolean, integer), netloft.open_projects(text[]),
    netloft.open_owned(text, text[]) to netloft_member;
