//! `[[kind]]`, `[[duty]]`, `[counting]` and `[[waiver]]` of kuaibao.toml: what the units owe.
//!
//! In: strict tables and the roster. Out: kinds, duties, waivers. What the file leaves out is the regime of 2015.
//! Refuses to know: receipts, standings.

use super::shapes::{one_of, range};
use super::strict::{Fault, Table, nearest};
use crate::error::Result;
use crate::model::{Every, Joint, Kind, Obligation, Period, Roster, UnitClass, UnitId, Waiver};

/// Usual lengths in characters; the regime asks for 简明 texts and names no figure, so these only hint.
const KINDS: [(&str, usize, usize); 4] =
    [("信息", 100, 1500), ("综合信息", 300, 3000), ("半年进展", 300, 5000), ("年终总结", 500, 8000)];

pub(super) fn kinds(root: &mut Table<'_>) -> Result<Vec<Kind>> {
    let mut kinds: Vec<Kind> =
        KINDS.map(|(name, min_characters, max_characters)| kind(name, min_characters, max_characters)).into();
    for mut table in root.tables("kind")?.unwrap_or_default() {
        let name = table.required_text("name")?;
        let (min, max) = range(&mut table, "characters", (100, 5000))?;
        table.finish()?;
        match kinds.iter_mut().find(|kind| kind.name == name) {
            Some(known) => *known = kind(&name, min, max),
            None => kinds.push(kind(&name, min, max)),
        }
    }
    Ok(kinds)
}

fn kind(name: &str, min_characters: usize, max_characters: usize) -> Kind {
    Kind { name: name.into(), min_characters, max_characters }
}

/// The regime (信息报送制度, 2015): four items a month, one comprehensive item a quarter, progress every half-year,
/// a summary at the year's end. It names no due days: a brief is due within its period.
const REGIME: [(&str, Every, u32, &str); 4] = [
    ("信息", Every::Month, 4, "信息"),
    ("综合信息", Every::Quarter, 1, "综合信息"),
    ("半年进展", Every::Half, 1, "半年进展"),
    ("年终总结", Every::Year, 1, "年终总结"),
];

pub(super) fn obligations(root: &mut Table<'_>, kinds: &[Kind], roster: &Roster) -> Result<Vec<Obligation>> {
    let Some(tables) = root.tables("duty")? else {
        let regime = REGIME.map(|(name, every, required, kind)| Obligation {
            name: name.into(),
            every,
            required,
            kinds: vec![kind.into()],
            classes: UnitClass::ALL.into(),
            except: vec![],
            from: None,
            due_days: 0,
            grace_days: 0,
        });
        return Ok(regime.into());
    };
    tables.into_iter().map(|table| obligation(table, kinds, roster)).collect()
}

fn obligation(mut table: Table<'_>, kinds: &[Kind], roster: &Roster) -> Result<Obligation> {
    let every = one_of(&mut table, "every", &Every::ALL.map(|every| (every.key(), every)))?
        .ok_or_else(|| table.fault("缺少“every”"))?;
    let duty = Obligation {
        name: table.required_text("name")?,
        every,
        required: table.count("required")?.ok_or_else(|| table.fault("缺少“required”"))?,
        kinds: table.texts("kinds")?.ok_or_else(|| table.fault("缺少“kinds”"))?,
        classes: classes(&mut table)?,
        except: unit_ids(&mut table, "except", roster)?,
        from: from_period(&mut table, every)?,
        due_days: table.count("due_days")?.unwrap_or(0),
        grace_days: table.count("grace_days")?.unwrap_or(0),
    };
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name.as_str()).collect();
    if let Some(unknown) = duty.kinds.iter().find(|kind| !names.contains(&kind.as_str())) {
        return Err(table.fault_at("kinds", &format!("没有“{unknown}”这个类型")).help(nearest(unknown, &names)));
    }
    table.finish()?;
    Ok(duty)
}

fn classes(table: &mut Table<'_>) -> Result<Vec<UnitClass>> {
    let Some(labels) = table.texts("classes")? else { return Ok(UnitClass::ALL.into()) };
    let known = UnitClass::ALL.map(UnitClass::label);
    let class = |label: &String| {
        UnitClass::from_label(label)
            .ok_or_else(|| table.fault_at("classes", &format!("没有“{label}”这一类")).help(nearest(label, &known)))
    };
    labels.iter().map(class).collect()
}

fn unit_ids(table: &mut Table<'_>, key: &'static str, roster: &Roster) -> Result<Vec<UnitId>> {
    let names = table.texts(key)?.unwrap_or_default();
    names.iter().map(|name| unit_id(roster, name, &table.place(key))).collect()
}

fn unit_id(roster: &Roster, name: &str, place: &Fault<'_>) -> Result<UnitId> {
    roster.resolve(name).map(|unit| unit.id.clone()).ok_or_else(|| {
        let near = roster.nearest(name).map(|near| format!("是不是“{near}”？")).unwrap_or_default();
        place.say(&format!("单位“{name}”不在 units.toml 里")).help(format!("{near}请写单位的 id 或名称。"))
    })
}

fn from_period(table: &mut Table<'_>, every: Every) -> Result<Option<Period>> {
    let Some(text) = table.text("from")? else { return Ok(None) };
    let period: Period = text.parse().map_err(|_| {
        table.fault_at("from", &format!("“{text}”不是月、季、半年或年")).help("例如 2016-01、2016Q1、2016。")
    })?;
    Ok(period.in_terms_of(every).first().copied())
}

pub(super) fn joint(root: &mut Table<'_>) -> Result<Joint> {
    let Some(mut counting) = root.table("counting")? else { return Ok(Joint::Each) };
    let modes = [("each", Joint::Each), ("first", Joint::First), ("split", Joint::Split)];
    let joint = one_of(&mut counting, "joint", &modes)?.unwrap_or(Joint::Each);
    counting.finish()?;
    Ok(joint)
}

pub(super) fn waivers(root: &mut Table<'_>, roster: &Roster, obligations: &[Obligation]) -> Result<Vec<Waiver>> {
    let mut waivers = Vec::new();
    for mut table in root.tables("waiver")?.unwrap_or_default() {
        let unit = table.required_text("unit")?;
        let names: Vec<&str> = obligations.iter().map(|duty| duty.name.as_str()).collect();
        let obligation = table.required_text("duty")?;
        if !names.contains(&obligation.as_str()) {
            return Err(table
                .fault_at("duty", &format!("没有名为“{obligation}”的任务"))
                .help(nearest(&obligation, &names)));
        }
        let period = table.required_text("period")?;
        waivers.push(Waiver {
            unit: unit_id(roster, &unit, &table.place("unit"))?,
            obligation,
            period: period
                .parse()
                .map_err(|_| table.fault_at("period", "所属期应写成 2016-11、2016Q4、2016H1 或 2016"))?,
            because: table.required_text("because")?,
        });
        table.finish()?;
    }
    Ok(waivers)
}
