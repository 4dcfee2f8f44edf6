-- The one way to write. `push` gives every operation a verdict: applied, won (over a change that
-- its editor had not seen), lost, duplicate, denied, invalid.

-- A day as it is written in documents, null where a text is none.
create function netloft.read_day(day text) returns date
language plpgsql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
begin
    if day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then
        return day::date;
    end if;
    return null;
exception when data_exception then
    return null;
end
$$;

-- What is wrong with the value of a path: where others would fail to read it, it is refused.
create function netloft.field_fault(path text, value jsonb) returns text
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select case
        when path ~ '^(history|touches|@)' or length(path) not between 1 and 500 then 'path'
        when jsonb_typeof(value) <> all (kinds) then 'type'
        when path in ('name', 'owner', 'customer') and length(value #>> '{}') > 1000 then 'size'
        when path = 'amount' and jsonb_typeof(value) = 'object' and not (
            coalesce(value->>'low' ~ '^[0-9]{1,17}$' and value->>'high' ~ '^[0-9]{1,17}$', false)
            and jsonb_typeof(value->'low') = 'number' and jsonb_typeof(value->'high') = 'number'
            and (value->>'low')::bigint <= (value->>'high')::bigint) then 'type'
        when path = 'signs' and jsonb_typeof(value) = 'object' and not coalesce(
            netloft.read_day(value->>'earliest') <= netloft.read_day(value->>'latest'), false)
            then 'type'
        when path = 'tender' and jsonb_typeof(value) = 'string'
            and netloft.read_day(value #>> '{}') is null then 'type'
    end
    from (select (select kinds from netloft.field_guard
        where field_guard.path = regexp_replace($1, '^([^/]+)/[^/]+', '\1/*'))) as guard (kinds)
$$;

-- What is wrong with the value of an operation that is sound otherwise.
create function netloft.value_fault(op jsonb) returns text
language plpgsql stable set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    value jsonb := op->'value';
    latest text := (extract(epoch from now()) * 1000 + 3600000)::bigint;
begin
    case op->>'kind'
    when 'field' then
        return netloft.field_fault(op->>'path', value);
    when 'entry' then
        return case
            when op->>'path' !~ '^(history|touches)/.' then 'path'
            when jsonb_typeof(value) not in ('object', 'null') then 'type' end;
    when 'delete' then
        return case when jsonb_typeof(value) not in ('boolean', 'null') then 'type' end;
    when 'glance' then
        return case when jsonb_typeof(value) <> 'object' then 'type'
            when octet_length(value::text) > 8000 then 'size' end;
    else
        if jsonb_typeof(value) <> 'object'
                or jsonb_typeof(coalesce(op->'stamps', '{}')) <> 'object'
                or jsonb_typeof(coalesce(op->'entries', '{}')) <> 'object' then
            return 'type';
        end if;
        if exists (select from jsonb_each_text(op->'stamps') as each
                where each.value is null
                or each.value !~ '^[0-9]{13}-[0-9a-f]{4}-[^[:cntrl:]]{1,80}$') then
            return 'stamp';
        end if;
        if exists (select from jsonb_each_text(op->'stamps') as each
                where left(each.value, 13) > latest collate "C") then
            return 'clock';
        end if;
        if exists (select from jsonb_each(op->'entries') as each
                where jsonb_typeof(each.value) <> 'object'
                or each.key !~ '^(history|touches)/.' or length(each.key) > 500) then
            return 'type';
        end if;
        if exists (select from jsonb_object_keys(value) as key
                where key ~ '^(history|touches|@)' or length(key) not between 1 and 500) then
            return 'path';
        end if;
        -- Of hundreds of paths a few are guarded.
        return (select min(fault)
            from jsonb_each(value) as each
            join netloft.field_guard as guard
                on guard.path = regexp_replace(each.key, '^([^/]+)/[^/]+', '\1/*'),
            netloft.field_fault(each.key, each.value) as fault);
    end case;
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
        else netloft.value_fault(op)
    end
$$;

-- Takes the value of a path in, if it is later than what stands there.
create function netloft.take_field(
    inout doc jsonb, inout clk jsonb, path text, value jsonb, stamp text, base text, seq bigint,
    out verdict text, out prev jsonb
)
language plpgsql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    stands text := clk #>> array[path, '0'];
begin
    prev := doc->path;
    if stands is null or stamp > stands collate "C" then
        verdict := case when stands is null or base = stands or prev = value
            then 'applied' else 'won' end;
        doc := doc || jsonb_build_object(path, value);
        clk := clk || jsonb_build_object(path, jsonb_build_array(stamp, seq));
    else
        verdict := case when prev = value then 'applied' else 'lost' end;
    end if;
end
$$;

-- What the sums of managers are by, as one key: stage, status, currency, and the first day of the
-- quarter in which signing is due at the latest.
create function netloft.bucket_of(stage text, status text, currency text, signs_to date)
returns text
language sql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
    select jsonb_build_array(left(stage, 40), left(status, 40), left(currency, 40),
        date_trunc('quarter', signs_to::timestamp)::date)::text
$$;

-- Works the columns of the glance out of the document, after any change of it.
create function netloft.derive_glance(p netloft.project) returns void
language sql set search_path = pg_catalog, netloft, pg_temp
as $$
    insert into netloft.glance as g (project, owner, name, customer, stage, status, currency, low,
        high, signs_from, signs_to, next_on, next_text, changed_at, bucket)
    select p.id, p.owner, coalesce(doc->>'name', ''), coalesce(doc->>'customer', ''),
        coalesce(doc->>'stage', ''), coalesce(doc #>> '{status,0}', 'open'),
        coalesce(doc #>> '{amount,currency}', ''), coalesce((doc #>> '{amount,low}')::bigint, 0),
        coalesce((doc #>> '{amount,high}')::bigint, 0),
        netloft.read_day(doc #>> '{signs,earliest}'), netloft.read_day(doc #>> '{signs,latest}'),
        netloft.read_day(doc #>> '{next_action,on}'), left(doc #>> '{next_action,text}', 1000),
        p.changed_at, netloft.bucket_of(coalesce(doc->>'stage', ''),
            coalesce(doc #>> '{status,0}', 'open'), coalesce(doc #>> '{amount,currency}', ''),
            netloft.read_day(doc #>> '{signs,latest}'))
    from (select p.doc) as document (doc)
    on conflict (project) do update set
        (owner, name, customer, stage, status, currency, low, high, signs_from, signs_to, next_on,
            next_text, changed_at, bucket)
        = row (excluded.owner, excluded.name, excluded.customer, excluded.stage, excluded.status,
            excluded.currency, excluded.low, excluded.high, excluded.signs_from,
            excluded.signs_to, excluded.next_on, excluded.next_text, excluded.changed_at,
            excluded.bucket)
$$;

-- The next number of an owner's feed, counted in `counters` until `push` writes them back.
create function netloft.next_seq(inout counters jsonb, owner text, out seq bigint)
language plpgsql immutable set search_path = pg_catalog, netloft, pg_temp
as $$
begin
    seq := (counters->>owner)::bigint + 1;
    if seq is null then
        -- The owner changed between reading and locking: the whole is to be tried again.
        raise exception using errcode = '40001', message = 'owner changed meanwhile';
    end if;
    counters := counters || jsonb_build_object(owner, seq);
end
$$;

-- Whom a person may give a project to: whoever they or their superior sees, and the superior.
create function netloft.may_give(giver text, target text) returns boolean
language sql stable set search_path = pg_catalog, netloft, pg_temp
as $$
    select exists (select from netloft.person where name = target and revoked is null)
        and exists (
            select from netloft.sees
            where owner = target and viewer in (
                giver, (select reports_to from netloft.person where name = giver))
        )
$$;

-- Gives a project to another owner, whose feed has all of it as new.
create function netloft.move_project(inout p netloft.project, inout counters jsonb, target text)
language plpgsql set search_path = pg_catalog, netloft, pg_temp
as $$
declare
    source text := p.owner;
    left_seq bigint;
begin
    select n.counters, n.seq into counters, left_seq from netloft.next_seq(counters, source) as n;
    insert into netloft.moved values (source, p.id, target, left_seq)
        on conflict (owner, project) do update set target = excluded.target, seq = excluded.seq;
    delete from netloft.moved where owner = move_project.target and project = p.id;
    select n.counters, n.seq into counters, left_seq from netloft.next_seq(counters, target) as n;
    p.owner := target;
    p.seq := left_seq;
    p.clk := (select coalesce(jsonb_object_agg(key, jsonb_build_array(value->0, p.seq)), '{}')
        from jsonb_each(p.clk));
    update netloft.entry set owner = target, seq = p.seq where project = p.id;
end
$$;
