//! The end of a sentence and the marks around it: inside or outside, never both (GB/T 15834-2011, B.2.1); none within a
//! bracket in the middle of a sentence (B.2.2).

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::punctuation::{stop_inside, stop_twice};
use crate::model::writing::closes;
use crate::rules::line::Line;

pub(super) fn check(line: &Line<'_>, findings: &mut Findings<'_>) {
    for &(at, _) in line.marks.iter().filter(|(_, mark)| *mark == '。') {
        let behind = line.behind(at + '。'.len_utf8());
        let Some(close) = behind.chars().next().filter(|c| closes(*c)) else { continue };
        let end = at + '。'.len_utf8() + close.len_utf8();
        let rest = &behind[close.len_utf8()..];
        match rest.chars().next() {
            Some('。') => line.tell(findings, at, end + '。'.len_utf8(), stop_twice(close)),
            Some('，' | '、' | '；') if close == '）' => line.tell(findings, at, end, stop_inside()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn a_sentence_ends_once() {
        tells(
            "stop-twice",
            &["他说：“群众满意。”。", "全文如下（略。）。"],
            &["他说：“群众满意。”", "全文如下（略）。", "“真的？”。"],
        );
        tells("stop-inside", &["各县（含区。），都要落实。"], &["各县（含区），都要落实。", "落实。（县区另报。）"]);
    }
}
