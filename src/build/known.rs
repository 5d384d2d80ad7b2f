//! Published issues that need not be read: what the last build of this run had in its hands, else what the table of the
//! last run holds.
//!
//! In: the stock of the last build, the table. Out: an issue without its texts, and what is printed of it, for whoever has
//! the key of its files. Refuses to know: files, the register.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::light::Row;
use super::stock::Stock;
use crate::cache::Cache;
use crate::guard::Printed;
use crate::model::{Issue, IssueId};

const TABLE: &str = "issues";

/// What is remembered of the published issues.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Remembered {
    /// The texts that were kept back when it was looked at what is printed.
    kept_back: u64,
    /// By issue: a key of its files and of what the register says of it, and the issue.
    rows: BTreeMap<String, (u64, Row)>,
}

/// Saves the table.
pub(super) fn save(kept_back: u64, rows: BTreeMap<String, (u64, Row)>, cache: &Cache) {
    cache.save(TABLE, &Remembered { kept_back, rows });
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
    table: OnceLock<Remembered>,
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
        self.kept_back.unwrap_or_else(|| self.table().kept_back)
    }

    /// The issue whose files have this key.
    pub fn issue(&self, id: &IssueId, key: u64) -> Option<Issue> {
        let at_hand = self.issues.get(id).filter(|_| self.is_at_hand(id, key)).cloned();
        at_hand.or_else(|| self.row(id, key)?.issue())
    }

    /// What is printed of it.
    pub fn printed(&self, id: &IssueId, key: u64) -> Option<Printed> {
        let at_hand = self.said.get(id).filter(|_| self.is_at_hand(id, key)).cloned();
        // What the table says is said when the same texts are kept back.
        let row = || self.row(id, key).filter(|_| self.table().kept_back == self.kept_back());
        at_hand.or_else(|| Some(row()?.said.clone()))
    }

    fn is_at_hand(&self, id: &IssueId, key: u64) -> bool {
        self.keys.get(id) == Some(&key)
    }

    fn row(&self, id: &IssueId, key: u64) -> Option<&Row> {
        let (then, row) = self.table().rows.get(&id.to_string())?;
        (*then == key).then_some(row)
    }

    fn table(&self) -> &Remembered {
        self.table.get_or_init(|| self.cache.load(TABLE))
    }
}
