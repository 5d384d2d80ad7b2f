//! The issues of a build: the published ones without their texts where nothing about them has changed, and with them as
//! soon as somebody needs them.
//!
//! In: the office, the register, what is remembered. Out: the issues as they lie there. Refuses to know: pages.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::inputs::{Clocks, Inputs};
use super::known::{self, Known, Parts};
use crate::cache::{Cache, Stamps};
use crate::compile::{self, Issues, Shelf, Stopped};
use crate::error::Result;
use crate::guard::{self, Printed};
use crate::model::{Issue, IssueId, Item};
use crate::office::Office;
use crate::register::Register;

/// What issues are read with.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The office.
    pub office: &'a Office,
    /// Its register.
    pub register: &'a Register,
    /// Today: a draft without a date has this one.
    pub today: NaiveDate,
}

/// All issues, as far as they were read.
pub struct Stock {
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
    issues: Vec<Issue>,
    /// What is printed of them, as far as it is known, when these texts are kept back.
    said: HashMap<IssueId, Printed>,
    kept_back: u64,
    /// Keys of the published ones that lay still when their files were looked at.
    keys: HashMap<IssueId, u64>,
    /// What the register said of all issues, where all of them lay still and could be read.
    whole: Option<u64>,
}

impl Stock {
    /// Reads the drafts, and those published ones of which anything has changed.
    pub fn of(sources: Sources<'_>, cache: &Cache) -> Result<Self> {
        Stock::lying(Inputs::files_of_all(&sources.office.root), sources, cache, None)
    }

    /// The same where the files have been looked at already. `before` is the stock of the last build of this run, with the
    /// same settings on the same day.
    pub(super) fn lying(
        files: Arc<Stamps>,
        sources: Sources<'_>,
        cache: &Cache,
        before: Option<Stock>,
    ) -> Result<Self> {
        let Sources { office, register, today } = sources;
        let says = register.issues_key();
        let before = match before {
            Some(before) if before.whole == Some(says) && before.inputs.are_of(&files) => return Ok(before),
            before => before,
        };
        let folders = compile::folders_seen(&office.root, &files)?;
        let (inputs, known) = (Inputs::seen(files), Known::of(before, cache));
        let key = |id: &IssueId| inputs.key_of(id, register);
        let issue = |id: &IssueId| known.issue(id, key(id)?);
        let Issues { shelf, published, stopped, lacking } =
            compile::read_unknown(office, register, today, folders, &issue)?;
        let ids = || published.iter().filter_map(|issue| Some((&issue.id, key(&issue.id)?)));
        let said = ids().collect::<Vec<_>>().into_par_iter();
        let said = said.filter_map(|(id, key)| Some((id.clone(), known.printed(id, key)?))).collect();
        let clocks = Clocks { office: &office.root, then: cache, later: cache };
        let stops = |id: &IssueId| stopped.iter().any(|stopped| stopped.issue == *id);
        let lasts = |id: &IssueId| inputs.is_still(id, &clocks) && !lacking.contains(id) && !stops(id);
        let keys = ids().filter(|(id, _)| lasts(id)).map(|(id, key)| (id.clone(), key)).collect();
        let still = inputs.are_still(&clocks) && stopped.is_empty();
        let (sure, kept_back, issues) = (lacking.is_empty(), known.kept_back(), published);
        let stock = Stock { shelf, stopped, lacking, sure, issues, said, kept_back, keys, whole: None, inputs };
        Ok(Stock { whole: (still && stock.is_sure()).then_some(says), ..stock })
    }

    /// Reads the drafts again, some of which this run has made.
    pub(super) fn renew(&mut self, sources: Sources<'_>) -> Result<()> {
        let Sources { office, register, today } = sources;
        self.shelf.drafts = compile::drafts(office, register, today)?;
        (self.sure, self.whole) = (false, None);
        Ok(())
    }

    /// What is left of it for the next build of the same run.
    pub(super) fn into_parts(self) -> Parts {
        let Stock { issues, said, keys, .. } = self;
        Parts { issues, said, keys }
    }

    /// The texts that were kept back when it was looked at what is printed.
    pub(super) fn kept_back(&self) -> u64 {
        self.kept_back
    }

    /// The published issues, for as long as pages are made of them.
    pub(super) fn take(&mut self) -> Vec<Issue> {
        std::mem::take(&mut self.issues)
    }

    /// Takes them back without their texts. Those that were altered for readers are none of the stock any more.
    pub(super) fn put_back(&mut self, mut issues: Vec<Issue>, altered: &BTreeSet<IssueId>) {
        issues.iter_mut().flat_map(|issue| &mut issue.items).for_each(Item::empty);
        issues.retain(|issue| !altered.contains(&issue.id));
        self.whole = self.whole.filter(|_| altered.is_empty());
        self.issues = issues;
    }

    /// What is printed of each published issue.
    pub(super) fn said(&mut self, held: &guard::Held, sources: Sources<'_>) -> Result<Vec<&Printed>> {
        if self.kept_back != held.texts_key() {
            (self.said, self.kept_back) = (HashMap::new(), held.texts_key());
        }
        let new: Vec<&Issue> = self.issues.iter().filter(|issue| !self.said.contains_key(&issue.id)).collect();
        fill(&self.issues, &new.iter().map(|issue| &issue.id).collect(), sources)?;
        let looked = held.look(sources.register, &new);
        self.said.extend(new.into_iter().map(|issue| issue.id.clone()).zip(looked));
        Ok(self.issues.iter().filter_map(|issue| self.said.get(&issue.id)).collect())
    }

    /// Whether all published issues were read of the files as they were seen, and all drafts could be read.
    pub(super) fn is_sure(&self) -> bool {
        self.sure && self.shelf.drafts.iter().all(|draft| draft.written.is_ok())
    }

    /// Remembers the published issues whose files have lain still since before they were read; tells whether all files
    /// of issues have. `cache` has the clock of when they were looked at. (What is read of them later is held against the
    /// register's digests.)
    pub(super) fn keep(&self, sources: Sources<'_>, cache: &Cache) -> bool {
        let Sources { office, register, .. } = sources;
        let later = cache.renewed();
        let clocks = Clocks { office: &office.root, then: cache, later: &later };
        let still = self.issues.par_iter().filter(|issue| self.inputs.is_still(&issue.id, &clocks));
        let rows: Vec<known::Kept<'_>> = still.filter_map(|issue| self.kept(issue, register)).collect();
        known::save(self.kept_back, &rows, &later);
        self.inputs.are_still(&clocks)
    }

    /// What is to be remembered of an issue.
    fn kept<'a>(&'a self, issue: &'a Issue, register: &Register) -> Option<known::Kept<'a>> {
        let said = self.said.get(&issue.id).filter(|_| !self.lacking.contains(&issue.id))?;
        Some((self.inputs.key_of(&issue.id, register)?, issue, said))
    }
}

/// Reads the texts of those of these issues that were listed without.
pub(super) fn fill(issues: &[Issue], ids: &BTreeSet<&IssueId>, sources: Sources<'_>) -> Result<()> {
    let unread = |issue: &&Issue| ids.contains(&issue.id) && !issue.items.iter().all(Item::is_read);
    let unread: Vec<&Issue> = issues.iter().filter(unread).collect();
    let ids: Vec<IssueId> = unread.iter().map(|issue| issue.id.clone()).collect();
    let read = compile::read_these(sources.office, sources.register, sources.today, &ids)?;
    for (issue, read) in unread.into_iter().zip(read) {
        issue.items.iter().zip(read.items).for_each(|(item, read)| item.fill(read));
    }
    Ok(())
}
