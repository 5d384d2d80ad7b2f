//! Where books are bound: what several books hold is made and packed once.
//!
//! In: the templates. Out: chapters and plain files, packed. A chapter waits from the first book that asks for it to the
//! last; books are asked for in the order of their paths, so that a volume and its issues come one after the other and
//! few chapters wait at a time. Whoever asks once more gets it made once more. Refuses to know: books.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::cases::is_case;
use super::chapter::{Chapter, Entry};
use super::packed::Packed;
use crate::error::Result;
use crate::model::IssueId;
use crate::render::Templates;

/// A chapter, and how many books have yet to ask for it.
type Waiting<'a> = (Arc<Chapter<'a>>, usize);

/// A plain file: its bytes, and the same packed.
type Common = (Vec<u8>, Arc<Packed>);

/// What books of one archive share.
pub struct Bindery<'a> {
    /// The templates of all books.
    pub templates: &'a Templates,
    chapters: Mutex<BTreeMap<(&'a IssueId, usize), Waiting<'a>>>,
    /// Files that are the same in every book as a rule.
    common: Mutex<BTreeMap<&'static str, Common>>,
}

impl<'a> Bindery<'a> {
    /// A bindery with these templates.
    pub fn new(templates: &'a Templates) -> Self {
        Bindery { templates, chapters: Mutex::default(), common: Mutex::default() }
    }

    /// The chapters of these entries.
    pub fn chapters(&self, entries: &[Entry<'a>]) -> Result<Vec<Arc<Chapter<'a>>>> {
        entries.iter().map(|entry| self.chapter(*entry)).collect()
    }

    fn chapter(&self, entry: Entry<'a>) -> Result<Arc<Chapter<'a>>> {
        let key = (&entry.issue.id, entry.item.number);
        if let Some(chapter) = self.taken(key) {
            return Ok(chapter);
        }
        // Nobody waits for the lock while a chapter is made.
        let chapter = Arc::new(entry.chapter(self.templates)?);
        self.waiting().insert(key, (Arc::clone(&chapter), books(entry) - 1));
        Ok(chapter)
    }

    /// A chapter that waits; the last book that asks for it takes it along.
    fn taken(&self, key: (&'a IssueId, usize)) -> Option<Arc<Chapter<'a>>> {
        let mut waiting = self.waiting();
        let (chapter, left) = waiting.remove(&key)?;
        if left > 1 {
            waiting.insert(key, (Arc::clone(&chapter), left - 1));
        }
        Some(chapter)
    }

    /// A panic elsewhere leaves no chapter half made.
    fn waiting(&self) -> MutexGuard<'_, BTreeMap<(&'a IssueId, usize), Waiting<'a>>> {
        self.chapters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The file of that name, packed; the last one's packing is used again where it was the same.
    pub fn common(&self, name: &'static str, bytes: &[u8]) -> Result<Arc<Packed>> {
        let kept = || self.common.lock().unwrap_or_else(PoisonError::into_inner);
        let same = kept().get(name).filter(|(kept, _)| kept == bytes).map(|(_, packed)| Arc::clone(packed));
        if let Some(packed) = same {
            return Ok(packed);
        }
        let packed = Arc::new(Packed::of(name, bytes)?);
        kept().insert(name, (bytes.to_vec(), Arc::clone(&packed)));
        Ok(packed)
    }
}

/// How many books of a site hold an item: its issue's, the bound volume, and the case volume where it is a case.
fn books(entry: Entry<'_>) -> usize {
    if is_case(entry.item) { 3 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    #[test]
    fn a_chapter_is_made_once_for_all_its_books_and_then_let_go() {
        let issue = sample::issue("dongtai-2016-12", "2016-11-17");
        let templates = Templates::built_in();
        let bindery = Bindery::new(&templates);
        let entries = Entry::of_issue("改革动态", &issue);
        let first = bindery.chapters(&entries).expect("chapters");
        for (chapter, entry) in first.iter().zip(&entries) {
            for _ in 1..books(*entry) {
                assert!(Arc::ptr_eq(chapter, &bindery.chapter(*entry).expect("a chapter")));
            }
        }
        assert!(bindery.chapters.lock().expect("no panic").is_empty());
        let again = bindery.chapters(&entries).expect("chapters");
        assert!(again.iter().zip(&first).all(|(again, first)| again.packed.bytes == first.packed.bytes));
    }

    #[test]
    fn a_common_file_that_differs_is_packed_anew() {
        let templates = Templates::built_in();
        let bindery = Bindery::new(&templates);
        let packed = |bytes: &[u8]| bindery.common("style.css", bytes).expect("memory does not fail");
        let first = packed(b"p{}");
        assert!(Arc::ptr_eq(&first, &packed(b"p{}")));
        assert_ne!(first.sum, packed(b"q{}").sum);
    }
}
