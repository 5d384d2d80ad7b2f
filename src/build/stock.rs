//! The issues of a build: headings first, and the texts of the published ones as soon as somebody needs them.
//!
//! In: the office, the register, what is remembered. Out: the issues as they lie there. Refuses to know: pages.

use chrono::NaiveDate;

use super::kept::Inputs;
use crate::cache::Cache;
use crate::compile::{self, Issues, Shelf, Stopped};
use crate::error::Result;
use crate::model::Issue;
use crate::office::Office;
use crate::register::Register;

/// All issues, as far as they were read.
pub(super) struct Stock {
    /// Which there are.
    pub shelf: Shelf,
    /// What readers must not see of the published ones; nothing while these are known by their headings.
    pub stopped: Vec<Stopped>,
    /// Their files before they were read.
    pub inputs: Inputs,
    /// Whether all that was read was read of these files.
    pub sure: bool,
    published: Option<Vec<Issue>>,
}

impl Stock {
    /// Reads the drafts, and the published ones unless nothing about them has changed.
    pub(super) fn of(office: &Office, register: &Register, today: NaiveDate, cache: &Cache) -> Result<Self> {
        let inputs = Inputs::of(&office.root);
        let Some(published) = inputs.published(register, cache) else { return Stock::read(office, register, today) };
        let shelf = Shelf { published, drafts: compile::drafts(office, register, today)? };
        Ok(Stock { shelf, stopped: Vec::new(), inputs, sure: true, published: None })
    }

    /// Reads everything.
    pub(super) fn read(office: &Office, register: &Register, today: NaiveDate) -> Result<Self> {
        let inputs = Inputs::of(&office.root);
        let Issues { shelf, published, stopped } = compile::read(office, register, today)?;
        Ok(Stock { shelf, stopped, inputs, sure: true, published: Some(published) })
    }

    /// Reads the drafts again, some of which this run has made.
    pub(super) fn renew(&mut self, office: &Office, register: &Register, today: NaiveDate) -> Result<()> {
        self.shelf.drafts = compile::drafts(office, register, today)?;
        self.sure = false;
        Ok(())
    }

    /// The published ones with their texts.
    pub(super) fn published(&mut self, office: &Office, register: &Register, today: NaiveDate) -> Result<&[Issue]> {
        if self.published.is_none() {
            let Issues { published, stopped, .. } = compile::read(office, register, today)?;
            (self.published, self.stopped) = (Some(published), stopped);
        }
        Ok(self.published.as_deref().unwrap_or_default())
    }

    /// The same, given away.
    pub(super) fn take(&mut self) -> Vec<Issue> {
        self.published.take().unwrap_or_default()
    }
}
