//! Marks of different weight: parts that ； divides hold no 。 (GB/T 15834-2011, A.5); one sentence has one ： (4.7.3.5).

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::punctuation::{colon_twice, semicolon_level};
use crate::model::writing::{ends_sentence, is_han_number};
use crate::rules::line::{Line, head, within_pairs};

pub(super) fn semicolons(line: &Line<'_>, findings: &mut Findings<'_>) {
    // 一是……。……；二是……：what ； divides goes on beyond a 。
    let starts: Vec<usize> =
        line.marks.iter().map(|(at, mark)| at + mark.len_utf8()).filter(|at| is_point(line, *at)).collect();
    let first = is_point(line, 0).then_some(0);
    let points: Vec<usize> = first.into_iter().chain(starts).collect();
    for pair in points.windows(2) {
        let part = &line.text[pair[0]..pair[1]];
        if part.ends_with('；') && part.contains('。') {
            line.tell(findings, pair[1] - '；'.len_utf8(), pair[1], semicolon_level());
        }
    }
}

/// 一是, 二是
fn is_point(line: &Line<'_>, at: usize) -> bool {
    let number = head(line.behind(at), 3, is_han_number);
    !number.is_empty() && line.behind(at + number.len()).starts_with('是')
}

pub(super) fn colons(line: &Line<'_>, findings: &mut Findings<'_>) {
    if line.marks.iter().filter(|(_, mark)| *mark == '：').nth(1).is_none() {
        return;
    }
    let within = within_pairs(line);
    let mut colons = 0;
    for ((at, mark), within) in line.marks.iter().zip(within) {
        if ends_sentence(*mark) || *mark == '\n' {
            colons = 0;
        } else if *mark == '：' && !within && !is_ratio(line, *at) {
            colons += 1;
            if colons == 2 {
                line.tell(findings, *at, at + mark.len_utf8(), colon_twice());
            }
        }
    }
}

fn is_ratio(line: &Line<'_>, at: usize) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    digit(line.last(at)) && digit(line.next(at + '：'.len_utf8()))
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn what_semicolons_divide_holds_no_full_stop() {
        tells(
            "semicolon-level",
            &["一是抓改革。强化责任；二是抓落实。"],
            &["一是抓改革，强化责任；二是抓落实。", "一是抓改革。强化责任。二是抓落实。"],
        );
    }

    #[test]
    fn one_sentence_has_one_colon() {
        tells(
            "colon-twice",
            &["要求如下：一是责任：各县区落实。"],
            &["要求如下：一是落实。结果是：完成。", "比例：1：500。", "他说：“目标：完成。”"],
        );
    }
}
