-- Gives projects of one owner to another, all or those named; says which. For those who see the
-- one and may give to the other, and for whoever set the team up.
create function netloft.hand_over(source text, target text, projects text[] default null)
returns setof text
language plpgsql security definer set search_path = pg_catalog, netloft, pg_temp
set lock_timeout = '20s'
as $$
declare
    me text := netloft.current_person();
    counters jsonb;
    before jsonb;
    moved record;
    p netloft.project;
    stamp text;
begin
    if not exists (select from netloft.person where name = target and revoked is null) then
        raise exception using errcode = 'NL004', message = target;
    end if;
    if not pg_has_role(session_user, 'netloft_owner', 'member') and not coalesce(
            exists (select from netloft.sees where viewer = me and owner = source)
            and netloft.may_give(me, target), false) then
        raise exception using errcode = '42501', message = 'not to be given by this person';
    end if;
    select coalesce(jsonb_object_agg(owner, seq), '{}') into counters from (
        select owner, seq from netloft.feed where owner in (source, target)
        order by owner for no key update) as locked;
    before := counters;
    for p in select * from netloft.project where owner = source and source <> target
        and (projects is null or id = any (projects)) order by id for update
    loop
        stamp := (extract(epoch from clock_timestamp()) * 1000)::bigint || '-0000-server';
        if stamp <= (p.clk #>> '{owner,0}') collate "C" then
            stamp := left(p.clk #>> '{owner,0}', 90) || '~';
        end if;
        select m.p, m.counters into moved from netloft.move_project(p, counters, target) as m;
        p := moved.p;
        counters := moved.counters;
        p.doc := p.doc || jsonb_build_object('owner', target);
        p.clk := p.clk || jsonb_build_object('owner', jsonb_build_array(stamp, p.seq));
        update netloft.project set (owner, doc, clk, newest, seq, changed_at, changed_by)
            = row (p.owner, p.doc, p.clk, greatest(p.newest, stamp collate "C"), p.seq, now(),
                coalesce(me, session_user))
        where id = p.id;
        perform netloft.derive_glance(p);
        insert into netloft.change (op, project, owner, actor, kind, path, value, stamp, prev,
            verdict)
        values (gen_random_uuid(), p.id, source, coalesce(me, session_user), 'field', 'owner',
            to_jsonb(target), stamp, to_jsonb(source), 'applied');
        return next p.id;
    end loop;
    update netloft.feed set seq = (counters->>owner)::bigint
    where owner in (source, target) and counters->>owner <> before->>owner;
    perform pg_notify(netloft.channel_of(key), '') from jsonb_each_text(counters)
    where value <> before->>key;
end
$$;

revoke execute on all functions in schema netloft from public;
grant execute on function netloft.hand_over(text, text, text[]) to netloft_member;
