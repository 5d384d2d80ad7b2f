//! Whether a folder of pages is what the same inputs made of it the last time: then making them again would write
//! nothing. And which issues are published, while nothing about them has changed.
//!
//! In: the folder, a key of everything from which its pages are made. Out: the delivery that there would be, or
//! nothing. Refuses to know: what pages look like.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::cache::{Cache, Stamp, stamps_below};
use crate::compile::{Heading, ISSUES};
use crate::model::Digest;
use crate::publish::Delivery;
use crate::register::Register;

/// The files of all issues, as they were before anybody read them.
pub(super) struct Inputs {
    files: Vec<(String, Stamp)>,
}

impl Inputs {
    /// As they are now.
    pub(super) fn of(root: &Path) -> Self {
        Inputs { files: stamps_below(&root.join(ISSUES)) }
    }

    /// The key of what is made of these, of what the register says of issues, and of something else.
    pub(super) fn key(&self, register: &Register, more: impl Hash) -> u64 {
        hashed((&self.files, register.issues_key(), more))
    }

    /// Whether they are still the same, and have lain still: then what was read in between was read of these.
    pub(super) fn hold(&self, root: &Path, cache: &Cache) -> bool {
        self.files.iter().all(|(_, stamp)| cache.is_still(stamp)) && Inputs::of(root).files == self.files
    }

    /// The published issues as they were read of these very files, when nothing in them was stopped.
    pub(super) fn published(&self, register: &Register, cache: &Cache) -> Option<Vec<Heading>> {
        let read: Read = cache.load(Read::TABLE);
        let there = !read.published.is_empty() && read.key == self.key(register, ());
        there.then(|| read.published.iter().map(Row::heading).collect()).flatten()
    }

    /// Remembers the published issues that were read of these.
    pub(super) fn keep(&self, register: &Register, published: &[Heading], cache: &Cache) {
        let published = published.iter().map(Row::of).collect();
        cache.save(Read::TABLE, &Read { key: self.key(register, ()), published });
    }
}

fn hashed(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// What is remembered of the published issues.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Read {
    key: u64,
    published: Vec<Row>,
}

impl Read {
    const TABLE: &str = "issues";
}

#[derive(Debug, Serialize, Deserialize)]
struct Row {
    id: String,
    total: Option<u32>,
    date: NaiveDate,
    items: usize,
}

impl Row {
    fn of(issue: &Heading) -> Self {
        Row { id: issue.id.to_string(), total: issue.total, date: issue.date, items: issue.items }
    }

    fn heading(&self) -> Option<Heading> {
        Some(Heading { id: self.id.parse().ok()?, total: self.total, date: self.date, items: self.items })
    }
}

/// A folder of pages.
pub(super) struct Folder {
    out: PathBuf,
    table: String,
    key: u64,
}

/// What is remembered of it.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Made {
    key: u64,
    files: Vec<(String, Stamp)>,
    total: usize,
    bytes: u64,
}

impl Folder {
    /// The folder `out`, to be made of what `key` stands for.
    pub(super) fn new(out: &Path, key: u64) -> Self {
        let out = out.canonicalize().unwrap_or_else(|_| out.to_owned());
        let table = format!("pages-{}", Digest::of(out.to_string_lossy().as_bytes()).short(12));
        Folder { out, table, key }
    }

    /// What delivering would do, if the folder is what it would be made: nothing.
    pub(super) fn standing(&self, cache: &Cache) -> Option<Delivery> {
        let made: Made = cache.load(&self.table);
        let stands = made.total > 0 && made.key == self.key && made.files == stamps_below(&self.out);
        stands.then(|| Delivery { total: made.total, unchanged: made.total, bytes: made.bytes, ..Delivery::default() })
    }

    /// Remembers what was made.
    pub(super) fn keep(&self, delivery: &Delivery, cache: &Cache) {
        let (total, bytes) = (delivery.total, delivery.bytes);
        cache.save(&self.table, &Made { key: self.key, files: stamps_below(&self.out), total, bytes });
    }
}
