//! What goes between the round and whoever it works for: signals in, builds and news out.
//!
//! In and out: nothing but shapes. Refuses to know: when anything happens.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;

use super::rebuild::Turn;
use super::settle::Hint;
use crate::disk::Sightings;
use crate::error::{Error, Result};

/// What wakes the round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// Something was done at this path, relative to the office.
    Changed {
        /// Where.
        path: String,
        /// What is known of it.
        hint: Hint,
    },
    /// One of the office's folders has come, gone or been replaced.
    Room(&'static str),
    /// Events were lost.
    Rescan,
    /// The system cannot tell of everything any more.
    Blind,
    /// Enough.
    End,
}

/// What there is to tell.
pub enum News<'a> {
    /// Changes are noticed by looking, and why.
    Polling(&'a str, Duration),
    /// A build begins.
    Building,
    /// Another command is writing in the register; the build waits for it.
    Waiting,
    /// The build did not end well; `again`: as the last one did.
    Failed {
        /// Why.
        fault: &'a Error,
        /// Whether that was told already.
        again: bool,
    },
}

/// Who builds and tells.
pub trait Keeper {
    /// Builds once, with what lies still. `touched` are all paths of the office at which something was done since the last
    /// build that was taken; `None` where nobody can say.
    fn rebuild(&mut self, seen: &Arc<Sightings>, touched: Option<&BTreeSet<String>>) -> Turn;
    /// Tells.
    fn tell(&mut self, news: News<'_>) -> Result<()>;
    /// Which day it is: duties and drafts change with it.
    fn today(&self) -> NaiveDate;
}
