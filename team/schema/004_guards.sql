-- What is wrong with an operation by itself, before any project is looked at: what others would fail
-- to read is refused, so that no value of one person's stops another's copy. Whatever the client
-- that sends it is like, those who read it go on.

-- Whether a value is nested deeper, or has larger numbers, than clients can read and keep: those
-- that hold no more than 64 bits cannot write others down again.
create function netloft.is_unreadable(value jsonb) returns boolean
language sql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
    select jsonb_path_exists(value, 'strict $.**{50}')
        or jsonb_path_exists(value,
            'strict $.** ? (@ > 9223372036854775807 || @ < -9223372036854775808)')
$$;

-- A day as it is written in documents, null where a text is none; of days that calendars cannot go
-- on from, none is taken.
create function netloft.read_day(day text) returns date
language plpgsql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
begin
    if day ~ '^(199[0-9]|2[01][0-9]{2}|2200)-[0-9]{2}-[0-9]{2}$' then
        return day::date;
    end if;
    return null;
exception when data_exception then
    return null;
end
$$;

-- A sum of money as it is written in documents; 0 where a text is none.
create function netloft.read_sum(amount text) returns bigint
language sql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
    select case when amount ~ '^[0-9]{1,14}$' then amount::bigint else 0 end
$$;

-- Whether a text begins with a day that is not within the years that a deal may have.
create function netloft.is_far(day text) returns boolean
language sql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
    select coalesce(day ~ '^[-+]?[0-9]{4,}-' and day !~ '^(199[0-9]|2[01][0-9]{2}|2200)-', false)
$$;

-- The path by which the value of another is guarded. Written as an E-string, as every backslash in
-- these functions has to be: in a plain one it means what the caller's session has set.
create function netloft.guarding_path(path text) returns text
language sql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
    select regexp_replace(path, '^([^/]+)/[^/]+', e'\\1/*')
$$;

-- What is wrong with the value of a path: where others would fail to read it, it is refused. A path
-- writes with `%` what has to be, and nothing else: no other name stands behind it.
create function netloft.field_fault(path text, value jsonb) returns text
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select case
        when path ~ '^(history|touches|@|glance/)' or length(path) not between 1 and 500
            or path ~ '%(?!25|2F|7[EF]|[0189][0-9A-F]|C2%[89][0-9A-F])' then 'path'
        when kinds = '{keys}' then case when jsonb_typeof(value) <> 'array' or jsonb_path_exists(
            value, 'strict $[*] ? (@.type() != "string")') then 'type' end
        when jsonb_typeof(value) <> all (kinds) then 'type'
        when path in ('name', 'owner', 'customer') and length(value #>> '{}') > 1000 then 'size'
        when path = 'amount' and jsonb_typeof(value) = 'object' and not (
            coalesce(value->>'low' ~ '^[0-9]{1,14}$' and value->>'high' ~ '^[0-9]{1,14}$', false)
            and jsonb_typeof(value->'low') = 'number' and jsonb_typeof(value->'high') = 'number'
            and (value->>'low')::bigint <= (value->>'high')::bigint) then 'type'
        when path = 'signs' and (netloft.is_far(value->>'earliest')
            or netloft.is_far(value->>'latest')) then 'day'
        when path = 'next_action' and netloft.is_far(value->>'on') then 'day'
        when path in ('tender', 'created_at', 'updated_at') and netloft.is_far(value #>> '{}')
            then 'day'
        when path = 'signs' and jsonb_typeof(value) = 'object' and not coalesce(
            netloft.read_day(value->>'earliest') <= netloft.read_day(value->>'latest'), false)
            then 'type'
        when path = 'tender' and jsonb_typeof(value) = 'string'
            and netloft.read_day(value #>> '{}') is null then 'type'
    end
    from (select (select kinds from netloft.field_guard
        where field_guard.path = netloft.guarding_path($1))) as guard (kinds)
$$;

-- What is wrong with an entry of the history or of the touches.
create function netloft.entry_fault(path text, value jsonb) returns text
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select case
        when path !~ '^(history|touches)/.' or length(path) > 500 then 'path'
        when jsonb_typeof(value) not in ('object', 'null') then 'type'
        when octet_length(value::text) > 65536 then 'size'
        when netloft.is_far(value->>'at') or netloft.is_far(value->>'on') then 'day'
    end
$$;

-- What is wrong with a project that is to be made, or with what is said again of one.
create function netloft.whole_fault(op jsonb) returns text
language plpgsql stable set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    value jsonb := op->'value';
    latest text := (extract(epoch from now()) * 1000 + 3600000)::bigint;
begin
    if jsonb_typeof(value) <> 'object'
            or jsonb_typeof(coalesce(op->'stamps', '{}')) <> 'object'
            or jsonb_typeof(coalesce(op->'entries', '{}')) <> 'object'
            or exists (select from unnest('{name,created_at,updated_at}'::text[]) as needed
                where jsonb_typeof(value->needed) is distinct from 'string')
            or exists (select from jsonb_each(op->'entries') as each
                where jsonb_typeof(each.value) <> 'object') then
        return 'type';
    elsif value->'id' <> op->'project' then
        return 'path';
    elsif exists (select from jsonb_each_text(op->'stamps') as each where each.value is null
            or each.value !~ '^[0-9]{13}-[0-9a-f]{4}-[^[:cntrl:]]{1,80}$') then
        return 'stamp';
    elsif exists (select from jsonb_each_text(op->'stamps') as each
            where left(each.value, 13) > latest collate "C") then
        return 'clock';
    end if;
    return (select min(fault) from (
        select netloft.entry_fault(each.key, each.value) from jsonb_each(op->'entries') as each
        union all
        -- Of hundreds of paths a few are guarded, or written so that they have to be looked at.
        select netloft.field_fault(each.key, each.value)
        from jsonb_each(value) as each
        left join netloft.field_guard as guard
            on guard.path = netloft.guarding_path(each.key)
        where guard.path is not null or length(each.key) not between 1 and 500
            or each.key ~ '^(history|touches|@|glance)|%'
    ) as found (fault));
end
$$;

-- What is wrong with the value of an operation that is sound otherwise. Of the shared lists those
-- that anybody may write are read by everybody: no value of theirs is long.
create function netloft.value_fault(op jsonb) returns text
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select case
        when op->>'kind' = 'field' then case
            when op->>'path' = 'id' and op->'value' <> op->'project' then 'path'
            when op->>'project' = '@lists' and op->>'path' ~ '^(competitors|products)/'
                and octet_length((op->'value')::text) > 8192 then 'size'
            else netloft.field_fault(op->>'path', op->'value') end
        when op->>'kind' = 'entry' then netloft.entry_fault(op->>'path', op->'value')
        when op->>'kind' = 'delete' then case
            when jsonb_typeof(op->'value') not in ('boolean', 'null') then 'type' end
        when op->>'kind' = 'glance' then case
            when jsonb_typeof(op->'value') <> 'object' then 'type'
            when octet_length((op->'value')::text) > 8000 then 'size' end
        else netloft.whole_fault(op)
    end
$$;

-- The sort of thing that is wrong with an operation by itself, null if nothing is.
create function netloft.fault_of(op jsonb) returns text
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select case
        when jsonb_typeof(op) is distinct from 'object' then 'unreadable'
        when coalesce(op->>'op', '') !~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then 'op'
        when coalesce(op->>'kind', '') not in ('create', 'field', 'entry', 'delete', 'glance')
            then 'kind'
        when jsonb_typeof(op->'project') is distinct from 'string'
            or op->>'project' !~ '^([^[:cntrl:]@][^[:cntrl:]]{0,199}|@lists)$' then 'project'
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
