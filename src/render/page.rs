//! A file of the site: a path and a way to make its bytes.
//!
//! In: a path, what it shows, and a closure. Out: bytes, whenever somebody asks, and a number by which one can tell
//! beforehand that they would be the same as the last time. Refuses to know: what kind of file it is.

use std::hash::Hash;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::search::Past;
use super::site::Shown;
use crate::error::Result;
use crate::model::IssueId;

/// All files of a site.
pub struct Edition<'a> {
    /// Those of which it is known beforehand where they are.
    pub pages: Vec<Page<'a>>,
    /// The others.
    pub sets: Vec<Set<'a>>,
    /// What is to be remembered once it is made.
    pub(super) remembering: Option<Remembering>,
}

/// What the search index knows of years that are over, so that their texts need not be read again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Remembered {
    /// What these years show, as a number.
    pub(super) shows: u64,
    pub(super) past: Past,
}

/// The same, while it is being made.
pub struct Remembering {
    pub(super) shows: u64,
    pub(super) past: Arc<OnceLock<Past>>,
}

impl Edition<'_> {
    /// What is to be remembered for the next edition.
    pub fn remembered(&self) -> Option<Remembered> {
        let Remembering { shows, past } = self.remembering.as_ref()?;
        past.get().map(|past| Remembered { shows: *shows, past: past.clone() })
    }
}

/// Files that are made together: which there are is known once they are made.
pub struct Set<'a> {
    /// What they are, in words for the office.
    pub name: &'static str,
    /// What they show, as a number.
    pub shows: u64,
    /// The issues whose texts it takes to make them.
    pub texts: Vec<&'a IssueId>,
    make: MakeSet<'a>,
}

type MakeSet<'a> = Box<dyn Fn() -> Result<Vec<(String, Vec<u8>)>> + Send + Sync + 'a>;

impl<'a> Set<'a> {
    /// Files that `make` makes: paths with bytes.
    pub(super) fn new(
        name: &'static str,
        shown: Shown<'a>,
        make: impl Fn() -> Result<Vec<(String, Vec<u8>)>> + Send + Sync + 'a,
    ) -> Self {
        Set { name, shows: shown.number(), texts: shown.texts, make: Box::new(make) }
    }

    /// Makes them.
    pub fn files(&self) -> Result<Vec<(String, Vec<u8>)>> {
        (self.make)()
    }
}

impl<'a> From<Vec<Page<'a>>> for Edition<'a> {
    fn from(pages: Vec<Page<'a>>) -> Self {
        Edition { pages, sets: Vec::new(), remembering: None }
    }
}

/// A page is a path and a way to make its bytes. Making one needs no other, so that nobody has to keep them all.
pub struct Page<'a> {
    /// Where it goes, from the site's root, with `/`.
    pub path: String,
    /// What it shows, as a number: the same number, settings, roster, templates and program make the same bytes. `None`:
    /// it has to be made to be known.
    pub shows: Option<u64>,
    /// The issues whose texts it takes to make it.
    pub texts: Vec<&'a IssueId>,
    make: Box<dyn Fn() -> Result<Vec<u8>> + Send + Sync + 'a>,
}

impl<'a> Page<'a> {
    /// A page that `make` makes.
    pub fn new(path: impl Into<String>, make: impl Fn() -> Result<Vec<u8>> + Send + Sync + 'a) -> Self {
        Page { path: path.into(), shows: None, texts: Vec::new(), make: Box::new(make) }
    }

    /// The same page, that shows this and nothing else.
    pub(super) fn showing(self, shown: Shown<'a>) -> Self {
        Page { shows: Some(shown.number()), texts: shown.texts, ..self }
    }

    /// The same page, which its template makes of these values and nothing else.
    pub fn showing_values(self, values: &impl Hash) -> Self {
        self.showing(Shown::of(values))
    }

    /// Makes it.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        (self.make)()
    }
}
