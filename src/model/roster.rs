//! The register of reporting units: which unit does a written name mean?
//!
//! In: the units. Out: the unit of a name, or the nearest known name. Refuses to know: where the name was written.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::almost::Almost;
use super::unit::{Unit, UnitId};

/// All units, found by any of their names.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    units: Vec<Unit>,
    by_name: FxHashMap<String, usize>,
    almost: Almost,
}

/// Why a list of units is no roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterFault {
    /// Two units (by position) answer to the same name or id.
    SameName {
        /// The name in question.
        name: String,
        /// Position of the unit that had it first.
        first: usize,
        /// Position of the other.
        second: usize,
    },
    /// `merged_into` names no unit, or the unit itself.
    NoSuccessor {
        /// Position of the unit.
        unit: usize,
        /// The id it names.
        successor: UnitId,
    },
}

impl Roster {
    /// Indexes the units; their order is kept and is the order of every list of units.
    pub fn new(units: Vec<Unit>) -> Result<Self, RosterFault> {
        let mut by_name = FxHashMap::default();
        for (position, unit) in units.iter().enumerate() {
            for name in unit.names().chain([unit.id.as_str()]) {
                match by_name.insert(folded(name), position) {
                    Some(first) if first != position => {
                        return Err(RosterFault::SameName { name: name.to_owned(), first, second: position });
                    }
                    _ => {}
                }
            }
        }
        let almost = Almost::of(units.iter().flat_map(Unit::names));
        let roster = Roster { units, by_name, almost };
        for (position, unit) in roster.units.iter().enumerate() {
            if let Some(successor) = &unit.merged_into
                && (*successor == unit.id || roster.get(successor).is_none())
            {
                return Err(RosterFault::NoSuccessor { unit: position, successor: successor.clone() });
            }
        }
        Ok(roster)
    }

    /// The units, in the order of units.toml.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The unit with that id.
    pub fn get(&self, id: &UnitId) -> Option<&Unit> {
        self.resolve(id.as_str()).filter(|unit| unit.id == *id)
    }

    /// The unit that a written name means: id, name, full name, alias or earlier name; blanks and the width of
    /// characters do not matter.
    pub fn resolve(&self, written: &str) -> Option<&Unit> {
        // Nearly everyone writes a name as it is compared.
        let known = self.by_name.get(written).or_else(|| self.by_name.get(&folded(written)));
        known.map(|&position| &self.units[position])
    }

    /// Finds names in a text that are written almost right.
    pub fn almost(&self) -> &Almost {
        &self.almost
    }

    /// The known name that looks most like `written`, for “did you mean”; `None` when none is near.
    pub fn nearest(&self, written: &str) -> Option<&str> {
        let wanted = folded(written);
        self.units
            .iter()
            .flat_map(Unit::names)
            .map(|name| (strsim::normalized_levenshtein(&wanted, &folded(name)), name))
            .filter(|(likeness, _)| *likeness >= 0.5)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, name)| name)
    }
}

/// A name as compared: compatibility forms folded, blanks removed.
fn folded(name: &str) -> String {
    name.nfkc().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FormerName, UnitClass};

    fn unit(id: &str, name: &str) -> Unit {
        Unit {
            id: UnitId::new(id).expect("a test's id"),
            name: name.into(),
            full_name: None,
            class: UnitClass::County,
            aliases: vec![],
            formerly: vec![],
            from: None,
            until: None,
            merged_into: None,
        }
    }

    #[test]
    fn a_unit_answers_to_every_name_it_bears_or_bore() {
        let mut shilin = unit("shilin", "石林县");
        shilin.full_name = Some("石林彝族自治县".into());
        shilin.aliases = vec!["石林县委改革办".into()];
        shilin.formerly =
            vec![FormerName { name: "路南县".into(), until: "1998-10-08".parse().expect("a test's date") }];
        let roster = Roster::new(vec![shilin, unit("panlong", "盘龙区")]).expect("no name stands twice");
        for name in ["石林县", " 石 林 县 ", "石林彝族自治县", "石林县委改革办", "路南县", "ｓｈｉｌｉｎ"]
        {
            assert_eq!(roster.resolve(name).map(|u| u.id.as_str()), Some("shilin"), "{name}");
        }
        assert_eq!(roster.resolve("石林"), None);
        assert_eq!(roster.nearest("盘尤区"), Some("盘龙区"));
        assert_eq!(roster.nearest("市外事办"), None);
    }

    #[test]
    fn a_name_belongs_to_one_unit_only() {
        let mut other = unit("b", "乙");
        other.aliases = vec!["甲".into()];
        let fault = Roster::new(vec![unit("a", "甲"), other]).expect_err("甲 stands twice");
        assert_eq!(fault, RosterFault::SameName { name: "甲".into(), first: 0, second: 1 });
    }

    #[test]
    fn a_successor_must_exist() {
        let mut gone = unit("a", "甲");
        gone.merged_into = UnitId::new("nowhere");
        assert!(matches!(Roster::new(vec![gone]), Err(RosterFault::NoSuccessor { unit: 0, .. })));
    }
}
