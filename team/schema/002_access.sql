-- Who may read what. People have one group role, `netloft_member`: it reads tables under policies
-- and calls functions, and writes nothing. Who somebody is goes by `session_user`, which no
-- `set role` and no function of theirs can change. Nobody may call a function to whom it is not
-- granted.

alter default privileges for role netloft_owner revoke execute on functions from public;

create function netloft.current_person() returns text
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    select name from netloft.person where role = session_user and revoked is null
$$;

-- The owners whose projects the current person sees, the shared lists among them.
create function netloft.seen_owners() returns setof text
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    select owner from netloft.sees where viewer = netloft.current_person()
    union all
    select '@lists' where netloft.current_person() is not null
$$;

-- System, timeline and database: another one where acknowledged operations may be lost. The name
-- of the present log file has the timeline at once; the control file lags after a promotion.
create function netloft.generation() returns text
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    select case when pg_is_in_recovery() then null else
        (select system_identifier from pg_control_system())
        || '-' || left(pg_walfile_name(pg_current_wal_lsn()), 8)
        || '-' || (select oid from pg_database where datname = current_database())
    end
$$;

-- The channel on which an owner's changes are called out: nobody guesses it who is not told.
create function netloft.channel_of(of_owner text) returns text
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    select 'netloft_' || md5(of_owner || secret::text) from netloft.meta
$$;

create function netloft.channels(owners text[]) returns table (owner text, channel text)
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    select seen, netloft.channel_of(seen) from netloft.seen_owners() as seen
    where seen = any (owners)
$$;

-- Whether the current person sees an owner's projects.
create function netloft.may_see(of_owner text) returns boolean
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    select case when of_owner = '@lists' then netloft.current_person() is not null
        else exists (select from netloft.sees
            where viewer = netloft.current_person() and owner = of_owner) end
$$;

-- Whether it is whoever set the team up who calls: they may do what people may not, and be nobody of
-- the team themselves.
create function netloft.administers() returns boolean
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select pg_has_role(session_user, 'netloft_owner', 'member')
$$;

-- Tables without a policy are nobody's to read. What people read of the others they ask for by a key:
-- a policy compares each row that is left with all whom the caller sees, so whatever goes through many
-- rows is a function that looks those up by itself.
do $$
declare
    relation regclass;
begin
    for relation in select oid from pg_class where relkind = 'r'
        and relnamespace = 'netloft'::regnamespace
    loop
        execute format('alter table %s enable row level security', relation);
    end loop;
end
$$;
-- `owner = any (array(...))` looks the owners up in the index; `owner in (...)` reads everything.
create policy seen on netloft.project for select to netloft_member
    using (owner = any (array(select netloft.seen_owners())));
create policy seen on netloft.change for select to netloft_member
    using (owner = any (array(select netloft.seen_owners())));
create policy seen on netloft.sees for select to netloft_member
    using (viewer = (select netloft.current_person()));
create policy seen on netloft.migration for select to netloft_member
    using ((select netloft.current_person()) is not null);

grant usage on schema netloft to netloft_member;
grant select on netloft.project, netloft.change, netloft.sees, netloft.migration to netloft_member;
grant execute on function netloft.current_person(), netloft.seen_owners(), netloft.generation(),
    netloft.channels(text[]) to netloft_member;
