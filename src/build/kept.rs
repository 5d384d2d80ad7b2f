//! Whether a folder of pages is what the same inputs made of it the last time: then making them again would write nothing.
//! And which issues are published, while nothing about them has changed.
//!
//! In: the folder, a key of everything from which its pages are made. Out: the delivery that there would be, or nothing.
//! Refuses to know: what pages look like.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::cache::{Cache, Stamp, stamps_below};
use crate::compile::{Heading, ISSUES};
use crate::model::Digest;
use crate::publish::Delivery;
use crate::register::Register;

/// The issues as they lie there, and what the register says of them: while both stay, so do the published ones.
pub(super) struct Inputs {
    key: u64,
    /// The files of all issues.
    files: Vec<(String, Stamp)>,
}

impl Inputs {
    /// As they are now.
    pub(super) fn of(root: &Path, register: &Register) -> Self {
        let files = stamps_below(&root.join(ISSUES));
        Inputs { key: hashed((register.issues_key(), &files)), files }
    }

    /// The key of what is made of these, and of something else.
    pub(super) fn key(&self, more: impl Hash) -> u64 {
        hashed((self.key, more))
    }

    /// Whether all of it has lain still, so that the same key will mean the same files.
    fn are_still(&self, cache: &Cache) -> bool {
        self.files.iter().all(|(_, stamp)| cache.is_still(stamp))
    }

    /// The published issues as they were read of these very inputs, when nothing in them was stopped.
    pub(super) fn published(&self, cache: &Cache) -> Option<Vec<Heading>> {
        let read: Read = cache.load(Read::TABLE);
        let heading =
            |row: &Row| Some(Heading { id: row.id.parse().ok()?, total: row.total, date: row.date, items: row.items });
        (read.key == self.key && !read.published.is_empty())
            .then(|| read.published.iter().map(heading).collect())
            .flatten()
    }

    /// Remembers the published issues, if these inputs are sure to be known again.
    pub(super) fn keep(&self, published: &[Heading], root: &Path) {
        let cache = Cache::to_write(root);
        let row = |issue: &Heading| Row {
            id: issue.id.to_string(),
            total: issue.total,
            date: issue.date,
            items: issue.items,
        };
        if self.are_still(&cache) {
            cache.save(Read::TABLE, &Read { key: self.key, published: published.iter().map(row).collect() });
        }
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

    /// Remembers what was made, if what it was made of is sure to be known again.
    pub(super) fn keep(&self, inputs: &Inputs, delivery: &Delivery, root: &Path) {
        // What this very run has written has lain still for as long as the rest of the run took.
        let cache = Cache::to_write(root);
        if inputs.are_still(&cache) {
            let (total, bytes) = (delivery.total, delivery.bytes);
            cache.save(&self.table, &Made { key: self.key, files: stamps_below(&self.out), total, bytes });
        }
    }
}
