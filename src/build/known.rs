//! Published issues that need not be read: what the last build of this run had in its hands, else what the table of the
//! last run holds.
//!
//! In: the stock of the last build, the table. Out: an issue without its texts, and what is printed of it, for whoever has
//! the key of its files. Refuses to know: files, the register.

use std::collections::HashMap;
use std::sync::OnceLock;

use rayon::prelude::*;
use serde::de::DeserializeOwned;

use super::light::Row;
use super::stock::Stock;
use crate::cache::{Cache, Packing, Rows};
use crate::guard::Printed;
use crate::model::{Issue, IssueId};

const TABLE: &str = "issues";
/// Before the names of rows that tell what is printed of an issue.
const SAID: &str = "said ";

/// A published issue with a key of its files and of what the register says of it, and what is printed of it.
pub(super) type Kept<'a> = (u64, &'a Issue, &'a Printed);

/// Saves what is known of published issues. `kept_back` are the texts that were kept back when it was looked at what is printed.
pub(super) fn save(kept_back: u64, known: &[Kept<'_>], cache: &Cache) {
    let row = |(key, issue, said): &Kept<'_>| {
        (issue.id.to_string(), Packing::row(&(key, Row::of(issue))), Packing::row(&(key, said)))
    };
    let mut packing = Packing::default();
    packing.put("", &kept_back);
    for (id, issue, said) in known.par_iter().map(row).collect::<Vec<_>>() {
        issue.iter().for_each(|row| packing.put_row(&id, row));
        said.iter().for_each(|row| packing.put_row(&format!("{SAID}{id}"), row));
    }
    cache.save_rows(TABLE, &packing);
}

/// What a stock leaves.
#[derive(Default)]
pub(super) struct Parts {
    pub issues: Vec<Issue>,
    pub said: HashMap<IssueId, Printed>,
    /// Of those issues that lay still.
    pub keys: HashMap<IssueId, u64>,
}

/// What is known of published issues.
pub(super) struct Known<'a> {
    issues: HashMap<IssueId, Issue>,
    said: HashMap<IssueId, Printed>,
    keys: HashMap<IssueId, u64>,
    kept_back: Option<u64>,
    /// The table is asked about what is not at hand.
    table: OnceLock<Rows>,
    cache: &'a Cache,
}

impl<'a> Known<'a> {
    /// With what the last build of this run has left, if there was one.
    pub fn of(before: Option<Stock>, cache: &'a Cache) -> Self {
        let kept_back = before.as_ref().map(Stock::kept_back);
        let Parts { issues, said, keys } = before.map(Stock::into_parts).unwrap_or_default();
        let issues = issues.into_iter().map(|issue| (issue.id.clone(), issue)).collect();
        Known { issues, said, keys, kept_back, table: OnceLock::new(), cache }
    }

    /// The texts that were kept back when it was looked at what is printed.
    pub fn kept_back(&self) -> u64 {
        self.kept_back.unwrap_or_else(|| self.kept_back_then())
    }

    /// The issue whose files have this key.
    pub fn issue(&self, id: &IssueId, key: u64) -> Option<Issue> {
        let at_hand = self.issues.get(id).filter(|_| self.is_at_hand(id, key)).cloned();
        at_hand.or_else(|| self.row::<Row>(&id.to_string(), key)?.issue().filter(|issue| issue.id == *id))
    }

    /// What is printed of it.
    pub fn printed(&self, id: &IssueId, key: u64) -> Option<Printed> {
        let at_hand = self.said.get(id).filter(|_| self.is_at_hand(id, key)).cloned();
        // What the table says is said when the same texts are kept back.
        let row = || self.row(&format!("{SAID}{id}"), key).filter(|_| self.kept_back_then() == self.kept_back());
        at_hand.or_else(row)
    }

    fn is_at_hand(&self, id: &IssueId, key: u64) -> bool {
        self.keys.get(id) == Some(&key)
    }

    fn row<T: DeserializeOwned>(&self, name: &str, key: u64) -> Option<T> {
        let (then, row): (u64, T) = self.table().get(name)?;
        (key == then).then_some(row)
    }

    fn kept_back_then(&self) -> u64 {
        self.table().get("").unwrap_or_default()
    }

    fn table(&self) -> &Rows {
        self.table.get_or_init(|| self.cache.rows(TABLE))
    }
}
