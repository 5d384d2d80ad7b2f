//! Where something was done since the last build.
//!
//! In: paths of the office, as they are told. Out: all of them, unless something may have been done anywhere.
//! Refuses to know: what was done, whether it matters.

use std::collections::BTreeSet;

/// More than these are looked at no sooner than everything.
const MANY: usize = 1000;

/// Paths; `None` where nobody can say.
pub struct Touched(Option<BTreeSet<String>>);

impl Touched {
    /// Something may have been done anywhere.
    pub fn anywhere() -> Self {
        Touched(None)
    }

    /// Something was done at these paths and nowhere else.
    pub fn at<'p>(paths: impl Iterator<Item = &'p String>) -> Self {
        Touched(Some(paths.cloned().collect()))
    }

    /// Something was done here too.
    pub fn add(&mut self, path: &str) {
        if let Touched(Some(paths)) = self {
            paths.insert(path.to_owned());
        }
        if self.paths().is_some_and(|paths| paths.len() > MANY) {
            *self = Touched::anywhere();
        }
    }

    /// All paths; `None` where nobody can say.
    pub fn paths(&self) -> Option<&BTreeSet<String>> {
        self.0.as_ref()
    }
}
