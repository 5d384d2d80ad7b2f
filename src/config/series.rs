//! `[[series]]` of kuaibao.toml: the titles of the office.
//!
//! In: strict tables. Out: the titles and the usual one. Refuses to know: which issues there are.

use super::shapes::range;
use super::strict::{Table, nearest};
use crate::error::Result;
use crate::model::issue::{Copies, SITE_FOLDERS, SeriesStart};
use crate::model::{Series, SeriesId};

pub(super) fn series(root: &mut Table<'_>) -> Result<Vec<Series>> {
    let Some(tables) = root.tables("series")? else {
        return Ok(vec![title("kuaibao", "改革快报", 1, 1), title("dongtai", "改革动态", 4, 8)]);
    };
    let mut all: Vec<Series> = Vec::with_capacity(tables.len());
    for table in tables {
        let place = table.place("id");
        let series = one_series(table)?;
        if all.iter().any(|other| other.id == series.id || other.title == series.title) {
            return Err(place.say(&format!("刊物“{}”写了两次", series.title)));
        }
        all.push(series);
    }
    Ok(all)
}

fn title(id: &str, title: &str, min_items: usize, max_items: usize) -> Series {
    let id = SeriesId::new(id).expect("a built-in id is an address word");
    Series {
        id,
        title: title.into(),
        min_items,
        max_items,
        start: None,
        copies: Copies::default(),
        printed: None,
        upward: false,
    }
}

fn one_series(mut table: Table<'_>) -> Result<Series> {
    let id = table.required_text("id")?;
    let (min_items, max_items) = range(&mut table, "items", (1, 8))?;
    if min_items == 0 {
        return Err(table.fault_at("items", "一期至少要有一条"));
    }
    let series = Series {
        id: SeriesId::new(&id).filter(|id| !SITE_FOLDERS.contains(&id.as_str())).ok_or_else(|| {
            table
                .fault_at("id", &format!("刊物的 id “{id}”不能用"))
                .help(format!("只能用小写字母、数字和连字符，不能是 {}。", SITE_FOLDERS.join("、")))
        })?,
        title: table.required_text("title")?,
        min_items,
        max_items,
        start: start(&mut table)?,
        copies: Copies {
            report_to: table.texts("report_to")?.unwrap_or_default(),
            send_to: table.texts("send_to")?.unwrap_or_default(),
            issue_to: table.texts("issue_to")?.unwrap_or_default(),
        },
        printed: table.count("printed")?.filter(|&count| count > 0),
        upward: table.boolean("upward")?.unwrap_or(false),
    };
    table.finish()?;
    Ok(series)
}

fn start(table: &mut Table<'_>) -> Result<Option<SeriesStart>> {
    let Some(mut start) = table.table("start")? else { return Ok(None) };
    let mut number = |key: &'static str| -> Result<u32> {
        let number = start.count(key)?.filter(|&n| n > 0);
        number.ok_or_else(|| start.fault_at(key, &format!("start 里要有从 1 数起的“{key}”")))
    };
    let (year, number, total) = (number("year")?, number("number")?, number("total")?);
    start.finish()?;
    Ok(Some(SeriesStart { year: year as i32, number, total }))
}

pub(super) fn default_series(office: &mut Table<'_>, series: &[Series]) -> Result<SeriesId> {
    let Some(wanted) = office.text("default_series")? else {
        // A title that takes several items is where an ordinary brief goes.
        let usual = series.iter().find(|series| series.max_items > 1).or(series.first());
        return usual.map(|series| series.id.clone()).ok_or_else(|| office.fault("至少要有一个 [[series]]"));
    };
    let ids: Vec<&str> = series.iter().map(|series| series.id.as_str()).collect();
    let found = series.iter().find(|series| series.id.as_str() == wanted);
    found.map(|series| series.id.clone()).ok_or_else(|| {
        office.fault_at("default_series", &format!("没有 id 为“{wanted}”的刊物")).help(nearest(&wanted, &ids))
    })
}
