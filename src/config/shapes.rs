//! Shapes of values that several tables of kuaibao.toml share.
//!
//! In: strict tables. Out: ranges and choices. Refuses to know: what they are for.

use super::strict::{Table, nearest};
use crate::error::Result;

/// `{ min = 1, max = 8 }`, or what stands in `usual` when the key is not there.
pub(super) fn range(table: &mut Table<'_>, key: &'static str, usual: (usize, usize)) -> Result<(usize, usize)> {
    let Some(mut row) = table.table(key)? else { return Ok(usual) };
    let min = row.count("min")?.map_or(usual.0, |n| n as usize);
    let max = row.count("max")?.map_or(usual.1.max(min), |n| n as usize);
    if max < min {
        return Err(row.fault_at("max", "max 小于 min"));
    }
    row.finish()?;
    Ok((min, max))
}

pub(super) fn one_of<T: Copy>(table: &mut Table<'_>, key: &'static str, choices: &[(&str, T)]) -> Result<Option<T>> {
    let Some(word) = table.text(key)? else { return Ok(None) };
    let known: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
    let found = choices.iter().find(|(name, _)| *name == word);
    found
        .map(|(_, value)| Some(*value))
        .ok_or_else(|| table.fault_at(key, &format!("“{key}”不能是“{word}”")).help(nearest(&word, &known)))
}
