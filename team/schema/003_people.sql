-- The reporting line. These are called by whoever set the team up, never by its members.

create function netloft.refresh_sees() returns void
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
begin
    with recursive line (viewer, owner) as (
        select name, name from netloft.person
        union
        select line.viewer, person.name
        from line join netloft.person on person.reports_to = line.owner
    ), stale as (
        delete from netloft.sees
        where not exists (select from line where line.viewer = sees.viewer
            and line.owner = sees.owner)
    )
    insert into netloft.sees select viewer, owner from line on conflict do nothing;
end
$$;

-- Adds a person or changes one; a role that is null stays, and so does what is not given.
create function netloft.put_person(
    of_name text, of_role text, superior text, set_superior boolean, of_leads boolean
) returns void
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
begin
    lock table netloft.person in share row exclusive mode;
    insert into netloft.person (name, role) values (of_name, coalesce(of_role, of_name))
    on conflict (name) do update set role = coalesce(of_role, person.role), revoked = null;
    insert into netloft.feed (owner) values (of_name) on conflict do nothing;
    if of_leads is not null then
        update netloft.person set leads = of_leads where name = of_name;
    end if;
    if set_superior then
        if exists (select from netloft.sees where viewer = of_name and owner = superior)
                or superior = of_name then
            raise exception using errcode = 'NL005', message = superior;
        end if;
        update netloft.person set reports_to = superior where name = of_name;
    end if;
    perform netloft.refresh_sees();
end
$$;

create function netloft.revoke_person(of_name text) returns boolean
language sql set search_path = pg_catalog, netloft, pg_temp
as $$
    update netloft.person set revoked = coalesce(revoked, now()) where name = of_name
    returning true
$$;
