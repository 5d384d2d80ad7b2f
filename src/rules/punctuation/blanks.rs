//! A blank between two Chinese characters of a sentence. It may part names or have come from anywhere: the author knows.

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::punctuation::space_inside;
use crate::model::writing::{is_blank, is_han};
use crate::rules::line::{Line, head, tail, within_pairs};

/// Names are shorter, and a clause of names has a blank behind each of them.
const WORDS: usize = 4;

pub(super) fn check(line: &Line<'_>, findings: &mut Findings<'_>) {
    let has = |is: fn(char) -> bool| line.marks.iter().any(|(_, mark)| is(*mark));
    if !line.is_prose() || !has(is_blank) || !has(|mark| mark == '。') {
        return;
    }
    let blanks = line.marks.iter().zip(within_pairs(line)).filter(|((_, mark), _)| is_blank(*mark));
    for ((at, mark), within) in blanks {
        let end = at + mark.len_utf8();
        let around = tail(line.before(*at), WORDS, is_han).len().min(head(line.behind(end), WORDS, is_han).len());
        let between = line.last(*at).is_some_and(is_han) && line.next(end).is_some_and(is_han);
        if between && !within && around >= WORDS * '汉'.len_utf8() {
            line.tell(findings, *at, end, space_inside());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn a_blank_in_a_sentence_is_asked_about() {
        tells(
            "space-inside",
            &["市民政局推行 准入制度，群众满意。"],
            &["记者 张三 李四", "市民政局推行准入制度。", "出席的有张三 李四。", "好（云湖日报 记者某某）。"],
        );
    }
}
