//! `[rules]` of kuaibao.toml: which rules weigh more or less in this office, or are switched off.
//!
//! In: a strict table. Out: weights by code. Refuses to know: what rules look for.

use std::collections::BTreeMap;

use super::strict::{Table, nearest};
use crate::diagnostic::{Severity, catalog};
use crate::error::Result;

const WEIGHTS: [(&str, Option<Severity>); 4] = [
    ("off", None),
    ("hint", Some(Severity::Hint)),
    ("warning", Some(Severity::Warning)),
    ("error", Some(Severity::Error)),
];

pub(super) fn severities(root: &mut Table<'_>) -> Result<BTreeMap<&'static str, Option<Severity>>> {
    let mut severities = BTreeMap::new();
    let Some(mut rules) = root.table("rules")? else { return Ok(severities) };
    for (name, weight, place) in rules.named_texts()? {
        let known: Vec<&str> = catalog::all().map(|code| code.name).collect();
        let code = catalog::by_name(&name)
            .ok_or_else(|| place.say(&format!("没有“{name}”这条规则")).help(nearest(&name, &known)))?;
        let weights = WEIGHTS.map(|(word, _)| word);
        let (_, weight) = WEIGHTS.into_iter().find(|(word, _)| *word == weight).ok_or_else(|| {
            place.say(&format!("“{weight}”不是 off、hint、warning、error 之一")).help(nearest(&weight, &weights))
        })?;
        if code.fixed && weight != Some(code.severity) {
            return Err(place.say(&format!("规则“{name}”不能改轻或关闭")).help("它保护收文或保密，请删去这一行。"));
        }
        severities.insert(code.name, weight);
    }
    Ok(severities)
}
