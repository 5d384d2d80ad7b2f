//! The pages of docs/rules, embedded in the binary.
//!
//! In: a code. Out: its page. Refuses to know: findings.

use include_dir::{Dir, include_dir};

use crate::diagnostic::Code;

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/rules");

/// The page of a code, as Markdown.
pub fn page(code: &Code) -> Option<&'static str> {
    PAGES.get_file(format!("{}.md", code.name))?.contents_utf8()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::catalog;

    #[test]
    fn every_code_has_a_page_with_a_wrong_and_a_right_example_and_every_page_a_code() {
        for code in catalog::all() {
            let page = page(code).unwrap_or_else(|| panic!("docs/rules/{}.md is missing", code.name));
            assert!(page.starts_with(&format!("# {}\n", code.name)), "{}", code.name);
            for part in ["## 什么意思", "## 怎么改", "## 错误的例子", "## 正确的例子"] {
                assert!(page.contains(part), "{} lacks {part}", code.name);
            }
        }
        for file in PAGES.files() {
            let name = file.path().file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            assert!(catalog::by_name(name).is_some(), "docs/rules/{name}.md explains nothing");
        }
    }
}
