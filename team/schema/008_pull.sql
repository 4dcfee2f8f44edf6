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

-- The changes after the cursors of some owners, `page` projects at most, and 32 MB unless it is one
-- project. A cursor is a number, or where a page left off within an owner's feed
-- {"since": number, "after": number}.
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
        cross join lateral (select p.id, p.owner, p.seq from netloft.project p
            where p.owner = wanted.owner and p.seq > wanted.after and wanted.top > wanted.after
            order by p.seq limit page + 1) as changed
        order by wanted.owner, changed.seq limit page + 1
    ), sized as materialized (
        select found.*, row_number() over feeds as place,
            sum(netloft.size_of(id, since)) over feeds as bytes
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
        from wanted
    )
    select jsonb_build_object(
        'projects', (select coalesce(jsonb_agg(netloft.changes_of(p, shown.since)
            order by shown.place), '[]')
            from shown join netloft.project p on p.id = shown.id),
        'moved', (select coalesce(jsonb_agg(jsonb_build_object('project', m.project,
                'owner', m.owner, 'to', m.target)), '[]')
            from wanted join netloft.moved m on m.owner = wanted.owner
                and m.seq > wanted.since and wanted.after > 0),
        'cursors', (select coalesce(jsonb_object_agg(owner, place), '{}') from places),
        'more', exists (select from cut),
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

grant execute on function netloft.changes_of(netloft.project, bigint),
    netloft.size_of(text, bigint), netloft.pull(jsonb, boolean, integer),
    netloft.open_project(text) to netloft_member;
