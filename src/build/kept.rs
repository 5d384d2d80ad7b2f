//! Whether a folder of pages is what the same inputs made of it the last time: then making them again would write nothing.
//!
//! In: the folder, a key of everything from which its pages are made. Out: the delivery that there would be, or nothing.
//! Refuses to know: what pages are made of.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cache::{Cache, Stamp, stamps_below};
use crate::compile::ISSUES;
use crate::model::Digest;
use crate::publish::Delivery;

/// What pages are made of, as far as it may change while program, settings and units stay.
pub(super) struct Inputs {
    hasher: DefaultHasher,
    /// The files of all issues.
    issues: Vec<(String, Stamp)>,
}

impl Inputs {
    /// The register up to this line, the office's own templates, and the issues as they lie there.
    pub(super) fn of(root: &Path, head: Digest, templates: &[(String, Vec<u8>)]) -> Self {
        let issues = stamps_below(&root.join(ISSUES));
        let mut hasher = DefaultHasher::new();
        (head, templates).hash(&mut hasher);
        issues.hash(&mut hasher);
        Inputs { hasher, issues }
    }

    /// The key of pages that are made of these, and of something else.
    pub(super) fn key(&self, more: impl Hash) -> u64 {
        let mut hasher = self.hasher.clone();
        more.hash(&mut hasher);
        hasher.finish()
    }

    /// Whether all of it has lain still, so that the same key will mean the same files.
    fn are_still(&self, cache: &Cache) -> bool {
        self.issues.iter().all(|(_, stamp)| cache.is_still(stamp))
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
