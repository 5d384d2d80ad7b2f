//! The issues of a build: the published ones without their texts where nothing about them has changed, and with them as
//! soon as somebody needs them.
//!
//! In: the office, the register, what is remembered. Out: the issues as they lie there. Refuses to know: pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::inputs::{Clocks, Inputs};
use super::light::Row;
use crate::cache::Cache;
use crate::compile::{self, Issues, Shelf, Stopped};
use crate::error::Result;
use crate::guard::{Held, Printed};
use crate::model::{Issue, IssueId, Item};
use crate::office::Office;
use crate::register::Register;

/// All issues, as far as they were read.
pub struct Stock<'a> {
    office: &'a Office,
    today: NaiveDate,
    /// Which there are.
    pub shelf: Shelf,
    /// What readers must not see of the published ones.
    pub(super) stopped: Vec<Stopped>,
    /// Their files before they were read.
    pub(super) inputs: Inputs,
    /// Published ones that are not to be remembered as they were read.
    lacking: BTreeSet<IssueId>,
    /// Whether all that was read was read of these files, and could be read.
    pub(super) sure: bool,
    /// The published ones.
    pub(super) issues: Vec<Issue>,
    /// What is printed of them, as far as it is known, when these texts are kept back.
    said: HashMap<IssueId, Printed>,
    kept_back: u64,
}

/// What is remembered of the published issues.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Remembered {
    /// The texts that were kept back when it was looked at what is printed.
    kept_back: u64,
    /// By issue: a key of its files and of what the register says of it, and the issue.
    rows: BTreeMap<String, (u64, Row)>,
}

const TABLE: &str = "issues";

impl<'a> Stock<'a> {
    /// Reads the drafts, and those published ones of which anything has changed.
    pub fn of(office: &'a Office, register: &Register, today: NaiveDate, cache: &Cache) -> Result<Self> {
        Stock::lying(Inputs::of(&office.root), office, register, today, cache)
    }

    /// The same where the files have been looked at already.
    pub(super) fn lying(
        inputs: Inputs,
        office: &'a Office,
        register: &Register,
        today: NaiveDate,
        cache: &Cache,
    ) -> Result<Self> {
        let Remembered { kept_back, rows } = cache.load(TABLE);
        let known = |id: &IssueId| {
            let (key, row) = rows.get(&id.to_string())?;
            (inputs.key_of(id, register) == Some(*key)).then_some(row)
        };
        let Issues { shelf, published, stopped, lacking } =
            compile::read_unknown(office, register, today, &|id| known(id)?.issue())?;
        let said = published.iter().filter_map(|issue| Some((issue.id.clone(), known(&issue.id)?.said.clone())));
        let said = said.collect();
        let sure = lacking.is_empty();
        Ok(Stock { office, today, shelf, stopped, lacking, inputs, sure, issues: published, said, kept_back })
    }

    /// Reads the drafts again, some of which this run has made.
    pub(super) fn renew(&mut self, register: &Register) -> Result<()> {
        self.shelf.drafts = compile::drafts(self.office, register, self.today)?;
        self.sure = false;
        Ok(())
    }

    /// What is printed of each published issue.
    pub(super) fn said(&mut self, held: &Held, register: &Register) -> Result<Vec<&Printed>> {
        if self.kept_back != held.texts_key() {
            (self.said, self.kept_back) = (HashMap::new(), held.texts_key());
        }
        let new: Vec<&Issue> = self.issues.iter().filter(|issue| !self.said.contains_key(&issue.id)).collect();
        self.fill(&self.issues, &new.iter().map(|issue| &issue.id).collect(), register)?;
        let looked = held.look(register, &new);
        self.said.extend(new.into_iter().map(|issue| issue.id.clone()).zip(looked));
        Ok(self.issues.iter().filter_map(|issue| self.said.get(&issue.id)).collect())
    }

    /// Reads the texts of those of these issues that were listed without.
    pub(super) fn fill(&self, issues: &[Issue], ids: &BTreeSet<&IssueId>, register: &Register) -> Result<()> {
        let unread = |issue: &&Issue| ids.contains(&issue.id) && !issue.items.iter().all(Item::is_read);
        let unread: Vec<&Issue> = issues.iter().filter(unread).collect();
        let ids: Vec<IssueId> = unread.iter().map(|issue| issue.id.clone()).collect();
        let read = compile::read_these(self.office, register, self.today, &ids)?;
        for (issue, read) in unread.into_iter().zip(read) {
            issue.items.iter().zip(read.items).for_each(|(item, read)| item.fill(read));
        }
        Ok(())
    }

    /// Whether all published issues were read of the files as they were seen, and all drafts could be read.
    pub(super) fn is_sure(&self) -> bool {
        self.sure && self.shelf.drafts.iter().all(|draft| draft.written.is_ok())
    }

    /// Remembers the published issues whose files have lain still since before they were read; tells whether all files
    /// of issues have. `cache` has the clock of when they were looked at. (What is read of them later is held against the
    /// register's digests.)
    pub(super) fn keep(&self, register: &Register, cache: &Cache) -> bool {
        let later = cache.renewed();
        let clocks = Clocks { office: &self.office.root, then: cache, later: &later };
        let row = |issue: &Issue| {
            let key = self.inputs.key_of(&issue.id, register).filter(|_| self.inputs.is_still(&issue.id, &clocks))?;
            let said = self.said.get(&issue.id).filter(|_| !self.lacking.contains(&issue.id))?;
            Some((issue.id.to_string(), (key, Row::of(issue, said))))
        };
        let rows = self.issues.par_iter().filter_map(row).collect();
        later.save(TABLE, &Remembered { kept_back: self.kept_back, rows });
        self.inputs.are_still(&clocks)
    }
}
