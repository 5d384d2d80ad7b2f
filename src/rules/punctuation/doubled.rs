//! Two points side by side, where one is enough. The certain cases were put right: these are doubtful.

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::punctuation::mark_doubled;
use crate::rules::line::Line;

pub(super) fn check(line: &Line<'_>, findings: &mut Findings<'_>) {
    let pauses = |c: char| matches!(c, '，' | '、' | '；' | '：');
    let mut told = 0;
    for (at, first, second) in line.neighbours() {
        let two = (pauses(first) || first == '。') && (pauses(second) || matches!(second, '。' | '？' | '！'))
            || matches!(first, '？' | '！') && (second == '。' || pauses(second));
        // Of a row the first two are told.
        if two && at >= told {
            let end = at + first.len_utf8() + second.len_utf8();
            told = end;
            line.tell(findings, at, end, mark_doubled(first, second));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn two_points_are_one_too_many() {
        tells(
            "mark-doubled",
            &["抓落实。，促改革。", "抓落实、，促改革。", "抓落实：、促改革。", "真好！。", "甲，，，乙。"],
            &["抓落实，，促改革。", "真的？！好！！", "他说“好。”，走了。", "等等……。"],
        );
    }
}
