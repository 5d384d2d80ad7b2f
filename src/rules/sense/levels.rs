//! Levels of headings are in order: 一、（一）1.（1） (GB/T 9704-2012, 7.3.3), and no level of a Markdown heading is left out.
//! 一、 may go down to 1. at once; what goes up is wrong.

use std::collections::BTreeMap;

use super::runs::{Mark, Runs, label};
use super::whole::Whole;
use crate::diagnostic::{Findings, catalog::sense as words};
use crate::model::Role;
use crate::model::marker::Family;
use crate::rules::Case;

pub fn check(case: &Case<'_>, whole: &Whole<'_>, runs: &Runs, findings: &mut Findings<'_>) {
    skipped(case, findings);
    upside_down(whole, &runs.marks, findings);
}

/// `####` under `##`.
fn skipped(case: &Case<'_>, findings: &mut Findings<'_>) {
    let mut above: Option<u8> = None;
    for passage in case.prose.wording() {
        let Role::Heading(level) = passage.role else { continue };
        if let Some(above) = above.filter(|above| level > above + 1) {
            findings.at(passage.span(0, passage.text.len()), words::heading_skips(level, above + 1));
        }
        above = Some(level);
    }
}

/// 一、 counted within 1. or （一）: between two neighbours of a run lies a run of a higher family, from its first.
fn upside_down(whole: &Whole<'_>, marks: &[Mark], findings: &mut Findings<'_>) {
    let lines =
        marks.iter().enumerate().filter_map(|(at, mark)| Some((at, mark, mark.family.filter(|f| f.of_lines())?)));
    // Of each family: the latest mark, and the run it belongs to (where it began, how many it has).
    let mut latest: BTreeMap<Family, (usize, u32)> = BTreeMap::new();
    let mut begun: BTreeMap<Family, (usize, u32)> = BTreeMap::new();
    for (at, mark, family) in lines {
        let before = latest.insert(family, (at, mark.number));
        if let Some((from, number)) = before.filter(|(_, number)| number + 1 == mark.number) {
            let within = begun.range(..family).find(|(_, (first, count))| *first > from && *count > 1);
            if let Some((higher, (first, _))) = within {
                let Mark { range, .. } = &marks[*first];
                let outer = label(Some(family), number);
                findings
                    .at(whole.span(range.start, range.end), words::heading_inverted(&label(Some(*higher), 1), &outer));
                begun.remove(&higher.clone());
            }
        }
        match begun.get_mut(&family) {
            Some((_, count)) if mark.number > 1 => *count += 1,
            _ => drop(begun.insert(family, (at, 1))),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::sense::testing::found;

    const CODE: &str = "heading-order";

    #[test]
    fn a_level_left_out_or_turned_over_is_found() {
        assert_eq!(found(CODE, "## 甲\n\n文。\n\n#### 乙\n\n文。"), ["乙"]);
        assert_eq!(found(CODE, "（一）甲\n\n一、子\n\n二、丑\n\n（二）乙"), ["一、"]);
        assert_eq!(found(CODE, "1.甲\n\n（一）子\n\n（二）丑\n\n2.乙"), ["（一）"]);
    }

    #[test]
    fn levels_in_order_are_none() {
        for text in [
            "## 甲\n\n### 乙\n\n#### 丙\n\n## 丁",
            "### 甲\n\n### 乙",
            "一、甲\n\n（一）子\n\n1.丑\n\n（1）寅\n\n（2）卯\n\n2.辰\n\n（二）巳\n\n二、乙",
            "一、甲\n\n1.子\n\n2.丑\n\n二、乙\n\n3.寅\n\n4.卯",
        ] {
            assert!(found(CODE, text).is_empty(), "{text}: {:?}", found(CODE, text));
        }
    }
}
