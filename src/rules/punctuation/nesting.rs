//! Marks within marks of the same kind: “ ” within “ ” are ‘ ’, 《 》 within 《 》 are 〈 〉 (GB/T 15834-2011, 4.8.3.4,
//! 4.15.3.5); brackets within like brackets are better avoided (4.9.3.6).

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::punctuation::{bracket_nesting, mark_nesting};
use crate::model::writing::{closes, partner};
use crate::rules::line::Line;

/// How far out the next mark of the same sort is looked for.
const DEEPEST: usize = 32;

pub(super) fn check(line: &Line<'_>, findings: &mut Findings<'_>) {
    let mut open: Vec<(usize, char)> = Vec::new();
    for &(at, mark) in &line.marks {
        if partner(mark).is_some() {
            open.push((at, mark));
        } else if closes(mark)
            && let Some((from, inner)) = open.pop_if(|(_, inner)| partner(*inner) == Some(mark))
            && is_within_its_like(&open, inner)
        {
            tell(line, from, at + mark.len_utf8(), inner, findings);
        }
    }
}

/// The next mark of the same sort around it is the same mark.
fn is_within_its_like(open: &[(usize, char)], inner: char) -> bool {
    let sort: &[char] = match inner {
        '“' | '‘' => &['“', '‘'],
        '《' | '〈' => &['《', '〈'],
        '（' => &['（', '〔', '［'],
        _ => return false,
    };
    open.iter().rev().take(DEEPEST).find(|(_, mark)| sort.contains(mark)).is_some_and(|(_, mark)| *mark == inner)
}

fn tell(line: &Line<'_>, from: usize, to: usize, inner: char, findings: &mut Findings<'_>) {
    let message = match inner {
        '“' => mark_nesting("引号", "‘ ’"),
        '‘' => mark_nesting("单引号", "“ ”"),
        '《' => mark_nesting("书名号", "〈 〉"),
        '〈' => mark_nesting("单书名号", "《 》"),
        _ => bracket_nesting(),
    };
    line.tell(findings, from, to, message);
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn marks_within_marks_are_of_the_other_kind() {
        tells(
            "mark-nesting",
            &["印发《关于落实《办法》的通知》。", "他说“推进“放管服”改革”。"],
            &[
                "印发《关于落实〈办法〉的通知》。",
                "他说“推进‘放管服’改革”。",
                "“甲”“乙”《丙》《丁》。",
                "“甲（‘乙’）”。",
            ],
        );
    }

    #[test]
    fn brackets_in_brackets_are_pointed_out() {
        tells("bracket-nesting", &["各区（市（县））。"], &["各区（市〔县〕）（镇）。"]);
    }
}
