"""What the dashboard plots: for each plot the question in SQL, and how Vega-Lite draws it.

Datasette gives a query a second and a thousand rows, so each is bounded: the references, pages
and captures that came last, the newest months and weeks, the hosts and languages met most. What
stands in ``[[ … ]]`` applies where a site is chosen. Only numbers, dates and short words are
plotted, which Vega draws as text. Where there is nothing to plot, one row says so: Vega draws a
legend without entries infinitely high.
"""

from typing import Any

from harvester.store.readings import TELLING

SITES = "select distinct site from records where site is not null order by 1"

_FIELDS = (
    "title contributor container_title publisher published_online published_print doi isbn issn "
    "pages language abstract licence access reference"
).split()
_REFERENCES = 50_000
_READINGS = _CAPTURES = 20_000
_MONTHS = 24
_PAGES_A_MONTH = 100

_SAID = f"""
with said as (
  select coalesce(json_extract(e.csl, '$.language'), 'not known') as said, e.work_id
  from reference_entries e
  where 1 [[ and e.record_id in (select id from records where site = :site) ]]
  order by e.id desc limit {_REFERENCES}
)"""

_BY_YEAR = f"""{_SAID}, cited as (
  select max(w.year, 1900) as year, said from said join works w on w.id = said.work_id
  where w.year is not null
), most as (select said from cited group by 1 order by count(*) desc, 1 limit 6)
select year, case when said in (select said from most) then said else 'other' end as language,
       count(*) as "references"
from cited group by 1, 2
union all select cast(strftime('%Y', 'now') as integer), 'nothing yet', 0
where not exists (select 1 from cited) order by 1, 2"""

_BY_LANGUAGE = f"""{_SAID}
select said as language, count(*) as "references"
from said group by 1 order by 2 desc, 1 limit 20"""

# What a page said when it was read: an assertion counts for the reading that made it and for
# each later one, until the reading that superseded it.
_FILLED = f"""
with pages as (
  select r.id, r.record_id, substr(coalesce(c.captured_at, c.fetched_at), 1, 7) as month
  from readings r join captures c on c.id = r.capture_id
  where r.record_id is not null and r.outcome in ({TELLING}) [[ and r.site = :site ]]
  order by r.id desc limit {_READINGS}
), placed as (
  select *, row_number() over (partition by month order by id desc) as place,
         dense_rank() over (order by month desc) as age
  from pages
), sample as (
  select * from placed where place <= {_PAGES_A_MONTH} and age <= {_MONTHS}
), counted as (
  select month, count(*) as pages from sample group by 1
  union all select strftime('%Y-%m', 'now'), 0 where not exists (select 1 from sample)
), filled as (
  select s.month, a.field, count(distinct s.id) as pages
  from sample s join assertions a on a.record_id = s.record_id and a.page_id = s.record_id
  where a.value is not null and a.reading_id <= s.id
    and (a.superseded_in is null or a.superseded_in > s.id)
  group by 1, 2
), fields as (
  values {", ".join(f"({place}, '{name}')" for place, name in enumerate(_FIELDS))}
)
select c.month, f.column2 as field, c.pages, coalesce(d.pages, 0) as filled,
       round(1.0 * coalesce(d.pages, 0) / c.pages, 3) as share
from counted c join fields f left join filled d on d.month = c.month and d.field = f.column2
order by c.month, f.column1"""

_BY_HOST = f"""
with ended as (
  select coalesce(c.url, c.requested_url) as address,
         date(c.fetched_at, 'weekday 0', '-6 days') as week,
         coalesce((select r.outcome from readings r where r.capture_id = c.id
                   order by r.id desc limit 1), c.outcome) as outcome
  from captures c
  where coalesce(c.url, c.requested_url) like '%://%'
    [[ and exists (select 1 from readings r where r.capture_id = c.id and r.site = :site) ]]
  order by c.id desc limit {_CAPTURES}
), newest as (
  select * from ended where week > (select date(max(week), '-182 days') from ended)
), halves as (
  select substr(address, instr(address, '://') + 3) || '/' as rest, week, outcome from newest
), hosts as (
  select substr(rest, 1, instr(rest, '/') - 1) as host, week, outcome from halves
), most as (select host from hosts group by 1 order by count(*) desc, 1 limit 8)
select week, case when host in (select host from most) then host else 'other hosts' end as host,
       outcome, count(*) as captures
from hosts group by 1, 2, 3
union all select date('now', 'weekday 0', '-6 days'), 'no address yet', 'nothing yet', 0
where not exists (select 1 from hosts) order by 1, 2, 3"""

_PROGRESS = """
with items as (
  select i.state, date(i.opened_at, 'weekday 0') as opened, date(i.closed_at, 'weekday 0') as closed
  from review_items i join records r on r.id = i.record_id
  where 1 [[ and r.site = :site ]]
), steps as (
  select opened as week, 'open' as state, 1 as step from items
  union all select closed, 'open', -1 from items where closed is not null
  union all select closed, state, 1 from items where closed is not null and state <> 'open'
  union all select date('now', 'weekday 0'), 'open', 0 where not exists (select 1 from items)
), weeks as (select week, state, sum(step) as step from steps group by 1, 2),
grid as (
  select w.week, s.state, coalesce(k.step, 0) as step
  from (select distinct week from weeks) w join (select distinct state from weeks) s
  left join weeks k on k.week = w.week and k.state = s.state
)
select week, state, sum(step) over (partition by state order by week) as questions
from grid order by week desc, state limit 500"""

_CONFIG = {
    "background": "#00000000",
    "legend": {"orient": "bottom", "columns": 4, "title": None, "labelLimit": 220},
    "axis": {"labelLimit": 160, "grid": True, "gridOpacity": 0.4},
}


def _chart(
    title: str, query: str, mark: dict[str, Any], height: int | None = None, **encoding: Any
) -> dict[str, Any]:
    mark = {"tooltip": True, **mark}
    display: dict[str, Any] = {"mark": mark, "encoding": encoding, "config": _CONFIG}
    display |= {"height": height} if height else {}
    return {"title": title, "query": query, "display": display}


def _named(field: str, title: str | None = None, **more: Any) -> dict[str, Any]:
    return {"field": field, "type": "nominal", "title": title, **more}


def _number(field: str, title: str, **more: Any) -> dict[str, Any]:
    axis = {"format": "d", "tickMinStep": 1}
    return {"field": field, "type": "quantitative", "title": title, "axis": axis, **more}


_WEEK = {"field": "week", "type": "temporal", "title": None, "axis": {"format": "%d %b %Y"}}

#: By the name that a plot has in its address.
CHARTS: dict[str, dict[str, Any]] = {
    "references-by-year": _chart(
        f"References by year (1900: that year and before) and language of the work cited; the "
        f"{_REFERENCES:,} references harvested last",
        _BY_YEAR,
        {"type": "bar"},
        x=_number("year", "Year of the work cited", bin={"step": 1})
        | {"axis": {"format": "d", "ticks": False, "grid": False}},
        y=_number("references", "References", stack="zero"),
        color=_named("language", scale={"scheme": "tableau10"}),
    ),
    "references-by-language": _chart(
        "The same by language",
        _BY_LANGUAGE,
        {"type": "bar"},
        y=_named("language", sort="-x"),
        x=_number("references", "References"),
    ),
    "fields-by-month": _chart(
        f"Drift: share of pages that give a field, by month of capture (of each month's last "
        f"{_PAGES_A_MONTH} pages; the last {_MONTHS} months)",
        _FILLED,
        {"type": "rect"},
        x={"field": "month", "type": "ordinal", "title": None},
        y=_named("field", sort=_FIELDS),
        color={
            "field": "share",
            "type": "quantitative",
            "scale": {"domain": [0, 1], "scheme": "viridis"},
            "legend": {"format": ".0%", "title": "Share of pages"},
        },
        tooltip=[{"field": name} for name in ("month", "field", "filled", "pages")],
    ),
    "outcomes-by-host": _chart(
        "Outcomes by host and week (the last 26 weeks, the eight hosts met most)",
        _BY_HOST,
        {"type": "circle", "opacity": 0.85},
        300,
        x=_WEEK,
        y=_named("host"),
        yOffset={"field": "outcome", "type": "nominal"},
        color=_named("outcome", scale={"scheme": "tableau20"}),
        size={"field": "captures", "type": "quantitative", "legend": None},
        tooltip=[{"field": name} for name in ("week", "host", "outcome", "captures")],
    ),
    "review-progress": _chart(
        "Questions for review at the end of each week",
        _PROGRESS,
        {"type": "line", "point": True},
        300,
        x=_WEEK,
        y=_number("questions", "Questions"),
        color=_named("state", scale={"scheme": "tableau10"}),
    ),
}
