-- What every client can read: a value that one of them cannot take off the line would end the sync
-- of all who see it.

-- An unquoted null in an array's text is no word: what might be null was never held to its kind.
update netloft.field_guard set kinds = array_replace(kinds, null, 'null');
-- A project is a summary in a store, never on the server.
insert into netloft.field_guard values ('glance', '{"null"}');

-- Whether a value is nested deeper, or has larger numbers, than clients can read and keep. No value
-- of ours is more than ten deep; a client's JSON ends at some hundreds, and at the double's range.
create function netloft.is_unreadable(value jsonb) returns boolean
language sql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
    select jsonb_path_exists(value, 'strict $.**{50}')
        or jsonb_path_exists(value,
            'strict $.** ? (@.type() == "number" && (@ >= 1e300 || @ <= -1e300))')
$$;

-- The sort of thing that is wrong with an operation by itself, null if nothing is.
create or replace function netloft.fault_of(op jsonb) returns text
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select case
        when jsonb_typeof(op) is distinct from 'object' then 'unreadable'
        when coalesce(op->>'op', '') !~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then 'op'
        when coalesce(op->>'kind', '') not in ('create', 'field', 'entry', 'delete', 'glance')
            then 'kind'
        when jsonb_typeof(op->'project') is distinct from 'string'
            or length(op->>'project') not between 1 and 200 then 'project'
        when coalesce(op->>'stamp', '') !~ '^[0-9]{13}-[0-9a-f]{4}-[^[:cntrl:]]{1,80}$'
            then 'stamp'
        when op->>'base' !~ '^[0-9]{13}-[0-9a-f]{4}-[^[:cntrl:]]{1,80}$' then 'base'
        when left(op->>'stamp', 13)::bigint > extract(epoch from now()) * 1000 + 3600000
            then 'clock'
        when op->>'kind' in ('field', 'entry') and (
            jsonb_typeof(op->'path') is distinct from 'string'
            or length(op->>'path') not between 1 and 500) then 'path'
        when op->>'kind' <> 'delete' and op->'value' is null then 'type'
        when pg_column_size(op) > 16000000 then 'size'
        when netloft.is_unreadable(op) then 'type'
        else netloft.value_fault(op)
    end
$$;

-- How many projects are below a person whom the caller sees. Like `pull_glances` it reads past the
-- policies, which would compare each row with the thousands whom the caller sees.
create or replace function netloft.count_below(under text default null) returns bigint
language sql stable security definer set search_path = pg_catalog, netloft, pg_temp
as $$
    select count(*) from netloft.owners_below(under) as below (name)
    join netloft.glance on glance.owner = below.name where bucket <> '[]'
$$;

-- The index of 011 holds all that this one does.
drop index netloft.glance_owner_bucket_low_high_idx;

revoke execute on all functions in schema netloft from public;
