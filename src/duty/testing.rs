//! Small values for the tests of duties and of the reports on them.
//!
//! In: ids and days as text. Out: units, rosters, settings, briefs. Refuses to know: what a test expects.

use std::path::Path;

use chrono::NaiveDate;

use super::{Filed, Standing};
use crate::config::Settings;
use crate::model::{Digest, Period, ReceiptNo, Roster, Unit, UnitClass, UnitId};

/// A day.
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a test's date")
}

/// A period.
pub fn period(text: &str) -> Period {
    text.parse().expect("a test's period")
}

/// A unit's id.
pub fn id(text: &str) -> UnitId {
    UnitId::new(text).expect("a test's id")
}

/// A department whose name is its id.
pub fn unit(name: &str) -> Unit {
    Unit {
        id: id(name),
        name: name.into(),
        full_name: None,
        class: UnitClass::Department,
        aliases: vec![],
        formerly: vec![],
        from: None,
        until: None,
        merged_into: None,
    }
}

/// A department with a Chinese name and a class.
pub fn named(name: &str, chinese: &str, class: UnitClass) -> Unit {
    Unit { name: chinese.into(), class, ..unit(name) }
}

/// A department that was merged into another after its last day.
pub fn merged(name: &str, until: &str, into: &str) -> Unit {
    Unit { until: Some(day(until)), merged_into: Some(id(into)), ..unit(name) }
}

/// A roster of these units.
pub fn roster(units: Vec<Unit>) -> Roster {
    Roster::new(units).expect("a test's roster")
}

/// Settings with these lines below the office's name.
pub fn settings(lines: &str, roster: &Roster) -> Settings {
    let text = format!("[office]\nname = \"某办\"\n{lines}");
    Settings::from_text(Path::new("kuaibao.toml"), &text, roster).expect("a test's settings")
}

/// A 信息 with a text of its own, received on the day that is written on it.
pub fn brief(number: u32, units: &[&str], date: &str) -> Filed {
    Filed {
        receipt: receipt(number),
        units: units.iter().map(|unit| id(unit)).collect(),
        kind: "信息".into(),
        date: day(date),
        period: None,
        received: day(date),
        fingerprint: Digest::of(&number.to_le_bytes()),
    }
}

/// The brief as of another kind.
pub fn of_kind(kind: &str, brief: Filed) -> Filed {
    Filed { kind: kind.into(), ..brief }
}

/// That receipt of 2016.
pub fn receipt(number: u32) -> ReceiptNo {
    ReceiptNo { year: 2016, number }
}

/// The one standing of that unit, obligation and period.
pub fn find<'a>(standings: &'a [Standing], unit: &str, obligation: &str, period: &str) -> &'a Standing {
    let wanted =
        |s: &&Standing| s.unit.as_str() == unit && s.obligation == obligation && s.period.to_string() == period;
    let mut found = standings.iter().filter(wanted);
    let standing = found.next().expect("there is such a standing");
    assert!(found.next().is_none(), "{unit} {obligation} {period} stands twice");
    standing
}
