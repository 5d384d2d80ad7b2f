//! Which files of an office a build depends on.
//!
//! In: a path relative to the office, with `/`. Out: whose file it is, or that it does not matter. What intake never
//! takes does not matter here either. Refuses to know: whether there is such a file.

use crate::compile::ISSUES;
use crate::config::{SETTINGS_FILE, TEMPLATES, UNITS_FILE};
use crate::intake::{self, SUBMISSIONS};
use crate::register::REGISTER;

/// Folders that are watched with everything below them.
pub const DEEP: [&str; 3] = [SUBMISSIONS, ISSUES, TEMPLATES];

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A unit's: half of it must not be taken for the whole.
    Unit,
    /// The office's: half of it is an error at worst, and gone with the next save.
    Office,
}

/// Whose file it is, if it matters.
pub fn owner(path: &str) -> Option<Owner> {
    let leaf = path.rsplit('/').next().unwrap_or(path);
    let (room, inside) = path.split_once('/').unwrap_or(("", path));
    match room {
        "" => matches!(inside, SETTINGS_FILE | UNITS_FILE).then_some(Owner::Office),
        REGISTER => is_journal(inside).then_some(Owner::Office),
        _ if intake::is_never_meant(leaf) => None,
        SUBMISSIONS => Some(Owner::Unit),
        room => DEEP.contains(&room).then_some(Owner::Office),
    }
}

/// `2016.jsonl`; the copies of originals follow from it.
fn is_journal(name: &str) -> bool {
    name.strip_suffix(".jsonl").is_some_and(|year| !year.is_empty() && year.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a folder of that path may hold files that matter.
pub fn may_hold(folder: &str) -> bool {
    let room = folder.split('/').next().unwrap_or_default();
    folder == REGISTER || DEEP.contains(&room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_build_reads_matters_and_what_it_writes_does_not() {
        for path in ["submissions/市民政局/甲.md", "submissions/市民政局/图.png", "submissions/散.md"] {
            assert_eq!(owner(path), Some(Owner::Unit), "{path}");
        }
        let own = ["kuaibao.toml", "units.toml", "issues/dongtai/2016/001/01.md", "templates/home.html"];
        for path in own.iter().chain(&["register/2016.jsonl", "templates/static/a.css"]) {
            assert_eq!(owner(path), Some(Owner::Office), "{path}");
        }
        for path in ["site/index.html", "reports/index.html", "register/.lock", "register/originals/ab/cd", "README.md"]
        {
            assert_eq!(owner(path), None, "{path}");
        }
        assert_eq!(owner("register/torn-12.txt"), None);
        assert_eq!(owner(".kuaibao-site.next/index.html"), None);
    }

    #[test]
    fn what_editors_word_and_browsers_leave_about_does_not_matter() {
        let names = [
            "~$汇报.docx",
            ".~lock.汇报.docx#",
            "汇报.md~",
            ".汇报.md.swp",
            "4913",
            "汇报.tmp",
            "汇报.docx.part",
            "汇报.docx.crdownload",
            ".kuaibao-Ab3.tmp",
            "Thumbs.db",
            ".DS_Store",
        ];
        for name in names {
            for folder in ["submissions/市民政局", "issues/dongtai/2016/001", "templates"] {
                assert_eq!(owner(&format!("{folder}/{name}")), None, "{folder}/{name}");
            }
        }
    }

    #[test]
    fn folders_are_looked_into_where_something_may_lie() {
        for folder in ["submissions", "submissions/市民政局", "issues/dongtai", "templates/static", "register"] {
            assert!(may_hold(folder), "{folder}");
        }
        for folder in ["site", "site/issues", "reports", "register/originals", ".git"] {
            assert!(!may_hold(folder), "{folder}");
        }
    }
}
