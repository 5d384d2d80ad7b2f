//! Units: who supplied what.
//!
//! In: roster and index. Out: a page for every unit and their list by class. Refuses to know: what a unit owes.

use serde::Serialize;

use super::super::address;
use super::super::view::{Day, Link};
use super::frame::PageHead;
use super::meta::About;
use super::{EntryYear, Pages, Shown, Site, by_year};
use crate::error::Result;
use crate::model::{Unit, UnitClass};

#[derive(Serialize)]
struct UnitPage {
    name: String,
    full_name: Option<String>,
    class: &'static str,
    formerly: Vec<Former>,
    /// The unit's last day, where it is over.
    until: Option<Day>,
    merged_into: Option<Link>,
    /// The units whose tasks it took over.
    took_over: Vec<Link>,
    count: usize,
    /// Items of which only the title is left.
    withdrawn: usize,
    /// The page of the field that a special group has, where it is one.
    field: Option<Link>,
    years: Vec<EntryYear>,
}

#[derive(Serialize)]
struct Former {
    name: String,
    until: Day,
}

#[derive(Serialize)]
struct Class {
    name: &'static str,
    units: Vec<UnitLine>,
}

#[derive(Serialize)]
struct UnitLine {
    link: Link,
    count: usize,
    over: bool,
}

pub(super) fn add(pages: &mut Pages<'_>) {
    for unit in pages.site.archive.roster.units() {
        let site = &pages.site;
        let places = site.index.units.get(&unit.id).into_iter().flatten();
        let groups = site.index.groups.iter().map(|(name, group)| (name, &group.path));
        let shown = Shown::default().all(places.map(|place| site.marks.entry(*place))).all(groups);
        pages.add(address::unit_path(&unit.id), shown, move |site| unit_page(site, unit));
    }
    pages.add_overview(address::UNITS, units_page);
}

fn unit_page(site: &Site<'_>, unit: &Unit) -> Result<Vec<u8>> {
    let roster = site.archive.roster;
    let places = site.index.units.get(&unit.id).map(Vec::as_slice).unwrap_or_default();
    let took_over = roster.units().iter().filter(|other| other.merged_into.as_ref() == Some(&unit.id));
    let former = |former: &crate::model::FormerName| Former { name: former.name.clone(), until: Day::of(former.until) };
    let view = UnitPage {
        name: unit.name.clone(),
        full_name: unit.full_name.clone().filter(|name| *name != unit.name),
        class: unit.class.label(),
        formerly: unit.formerly.iter().map(former).collect(),
        until: unit.until.map(Day::of),
        merged_into: unit.merged_into.as_ref().and_then(|id| roster.get(id)).map(link),
        took_over: took_over.map(link).collect(),
        field: field(site, unit),
        count: site.index.readable(places),
        withdrawn: places.len() - site.index.readable(places),
        years: by_year(site.entries(places)),
    };
    let description = format!("{}供稿并刊发的改革信息，共{}条。", unit.name, view.count);
    let head = PageHead::new(address::unit_path(&unit.id), unit.name.as_str(), description);
    let head = head.below(vec![Link::new("按单位", address::UNITS)]).about(About::Unit(unit.id.clone()));
    site.page("unit.html", &head, "unit", &view)
}

fn units_page(site: &Site<'_>) -> Result<Vec<u8>> {
    let line = |unit: &Unit| UnitLine {
        link: link(unit),
        count: site.index.units.get(&unit.id).map_or(0, |places| site.index.readable(places)),
        over: unit.until.is_some() && unit.merged_into.is_some(),
    };
    let class = |class: UnitClass| Class {
        name: class.label(),
        units: site.archive.roster.units().iter().filter(|unit| unit.class == class).map(line).collect(),
    };
    let classes: Vec<Class> = UnitClass::ALL.into_iter().map(class).filter(|class| !class.units.is_empty()).collect();
    let head = PageHead::new(address::UNITS, "按单位查阅", "按供稿单位列出已刊发的改革信息。");
    site.page("units.html", &head, "classes", &classes)
}

/// Where the items of its field are gathered, if the unit is a special group.
fn field(site: &Site<'_>, unit: &Unit) -> Option<Link> {
    let is_its = |name: &&&str| site.archive.roster.resolve(name).is_some_and(|known| known.id == unit.id);
    let name = site.index.groups.keys().find(is_its)?;
    Some(Link::new(*name, site.index.groups[name].path.as_str()))
}

pub(super) fn link(unit: &Unit) -> Link {
    Link::new(unit.name.as_str(), address::unit_path(&unit.id))
}
